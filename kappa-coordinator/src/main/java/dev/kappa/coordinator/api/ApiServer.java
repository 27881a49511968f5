package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** Serves {@link Runs} over HTTP/1.1 and JSON, as {@code docs/api.md} describes it. */
public final class ApiServer implements AutoCloseable {
  /** The header of a request that one coordinator sends on to another. */
  public static final String FORWARDED = "Kappa-Forwarded";

  private final Channel listening;
  private final ChannelGroup connections;
  private final String host;
  private final String scheme;

  private ApiServer(Channel listening, ChannelGroup connections, String host, String scheme) {
    this.listening = listening;
    this.connections = connections;
    this.host = host;
    this.scheme = scheme;
  }

  /**
   * Starts to listen; blocks until it does, so not to be called on an event loop.
   *
   * @param group event loops for NIO; stay the caller's
   * @param host the name or address to listen on
   * @param port the port; 0 for one that is free
   * @param runs answers clients
   * @param local answers other coordinators
   * @throws KappaException {@code PORT_IN_USE} if the port can't be had
   */
  public static ApiServer start(
      EventLoopGroup group, String host, int port, Runs runs, Runs local) {
    return start(group, host, port, runs, local, Optional::empty, Entrance.OPEN, Metrics.NONE);
  }

  /**
   * As {@link #start(EventLoopGroup, String, int, Runs, Runs)}.
   *
   * @param trouble for what runs wait, if the store can't be used
   * @param entrance what requests pass
   * @param metrics what is told to who watches; hears of each answer
   */
  public static ApiServer start(
      EventLoopGroup group,
      String host,
      int port,
      Runs runs,
      Runs local,
      Supplier<Optional<String>> trouble,
      Entrance entrance,
      Metrics metrics) {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 128)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ApiChannel(
                    new ApiCalls(runs, trouble, metrics),
                    new ApiCalls(local, trouble, metrics),
                    entrance,
                    host,
                    connections,
                    metrics))
            .bind(host, port)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new KappaException(
          ErrorCode.PORT_IN_USE,
          "can't listen on %s:%d: %s; end the process that uses the port, or choose another with --port (0 for any)"
              .formatted(host, port, bound.cause().getMessage()),
          bound.cause());
    }
    return new ApiServer(
        bound.channel(), connections, host, entrance.tls() == null ? "http" : "https");
  }

  /** {@return the port that it listens on} */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** {@return the address for clients, such as {@code http://127.0.0.1:7070}} */
  public URI uri() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("%s://%s:%d".formatted(scheme, name, port()));
  }

  /** Stops to listen and cuts open connections; blocks until that is done. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
  }
}
