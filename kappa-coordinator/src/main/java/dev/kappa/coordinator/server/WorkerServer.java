package dev.kappa.coordinator.server;

import dev.kappa.coordinator.access.Tls;
import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.coordinator.engine.EngineWorkers;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Takes connections of workers. They are served on the event loop of the engine. */
public final class WorkerServer implements AutoCloseable {
  /** Of the handler that ends connections over which nobody says who it is. */
  static final String STRANGER = "stranger";

  /** Each invocation has one, and for a while one more when it comes back. */
  private static final int FOR_EACH_INVOCATION = 4;

  /** Other coordinators' workers may come, too. */
  private static final int LEAST_CONNECTIONS = 4_000;

  /** Of replies. One of them may have {@link Message#MAX_BYTES}: that alone makes nobody deaf. */
  private static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(32 << 20, 64 << 20);

  private final Channel listening;
  private final ChannelGroup connections;
  private final Intake intake;

  private WorkerServer(Channel listening, ChannelGroup connections, Intake intake) {
    this.listening = listening;
    this.connections = connections;
    this.intake = intake;
  }

  /**
   * A bound socket that serves once an engine is given: its port must be known before.
   *
   * @param port 0 for a free one
   * @param concurrency how many invocations there may be at once
   * @param tokens what workers are known by
   * @param tls how what is said is encrypted; null if it is not
   * @throws KappaException with {@link ErrorCode#PORT_IN_USE}
   */
  public static WorkerServer bind(
      EventLoopGroup loop,
      String host,
      int port,
      int concurrency,
      WorkerTokens tokens,
      @Nullable Tls tls,
      EngineHolder engine) {
    int most = Math.max(LEAST_CONNECTIONS, FOR_EACH_INVOCATION * concurrency);
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    Intake intake = new Intake(Intake.defaultBytes(), () -> engine.get().haveRoom());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (connections.size() >= most) {
                      var unused = channel.close();
                      return;
                    }
                    connections.add(channel);
                    if (tls != null) {
                      channel.pipeline().addLast(tls.server().newHandler(channel.alloc()));
                    }
                    channel
                        .pipeline()
                        .addLast(STRANGER, new HelloDeadline())
                        .addLast(MessageFrames.strangers())
                        .addLast(new WorkerHandler(engine.get(), tokens, intake));
                  }
                });
    var bound = bootstrap.bind(host, port).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new KappaException(
          ErrorCode.PORT_IN_USE,
          "can't listen for workers on %s:%d (%s); choose another port, or 0 for a free one"
              .formatted(host, port, bound.cause().getMessage()),
          bound.cause());
    }
    return new WorkerServer(bound.channel(), connections, intake);
  }

  /** Gives the engine, which is made after the port is known. */
  @FunctionalInterface
  public interface EngineHolder {
    /** {@return the engine} */
    EngineWorkers get();
  }

  /** {@return the port} */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** There may be room again for what workers send. Called on the engine's loop. */
  public void readOn() {
    intake.next();
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    connections.close();
  }
}
