package dev.kappa.coordinator.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What each connection passes through. Auto-read is off: a connection's next request is read when
 * the one before has been answered, so that pipelined requests are answered in order and none piles
 * up.
 */
final class ApiChannel extends ChannelInitializer<Channel> {
  static final int MAX_REQUEST_BYTES = 6 * 1024 * 1024;
  static final int MAX_CONNECTIONS = 1024;

  /** Beyond those that are served: so many at once are told that there are too many. */
  private static final int MAX_TURNED_AWAY = 256;

  private static final Duration MAX_IDLE_TURNED_AWAY = Duration.ofSeconds(5);

  /** Of requests that are being read and answers that are being written, together. */
  private static final long MAX_BYTES = 256L << 20;

  private static final Duration MAX_IDLE = Duration.ofMinutes(2);

  private final ApiCalls calls;
  private final ApiCalls local;
  private final Entrance entrance;
  private final AskedNames names;
  private final Metrics metrics;
  private final ChannelGroup connections;
  private final Allowance.Total allowance;

  /**
   * Of a coordinator.
   *
   * @param host the name or address that it listens on
   */
  ApiChannel(
      ApiCalls calls,
      ApiCalls local,
      Entrance entrance,
      String host,
      ChannelGroup connections,
      Metrics metrics) {
    this(calls, local, entrance, host, connections, metrics, new Allowance.Total(MAX_BYTES));
  }

  ApiChannel(
      ApiCalls calls,
      ApiCalls local,
      Entrance entrance,
      String host,
      ChannelGroup connections,
      Metrics metrics,
      Allowance.Total allowance) {
    this.calls = calls;
    this.local = local;
    this.entrance = entrance;
    this.names = new AskedNames(host, entrance.guard().isOpen());
    this.connections = connections;
    this.metrics = metrics;
    this.allowance = allowance;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (connections.size() >= MAX_CONNECTIONS + MAX_TURNED_AWAY) {
      var unused = channel.close();
      return;
    }
    boolean full = connections.size() >= MAX_CONNECTIONS;
    connections.add(channel);
    ChannelPipeline pipeline = channel.pipeline();
    if (entrance.tls() != null) {
      pipeline.addLast(entrance.tls().server().newHandler(channel.alloc()));
    }
    if (full) {
      pipeline.addLast(
          new IdleStateHandler(0, 0, MAX_IDLE_TURNED_AWAY.toSeconds(), TimeUnit.SECONDS));
      pipeline.addLast(new HttpServerCodec());
      pipeline.addLast(new AnswerCount(metrics));
      pipeline.addLast(new TooMany(MAX_CONNECTIONS));
      return;
    }
    pipeline.addLast(new IdleStateHandler(0, 0, MAX_IDLE.toSeconds(), TimeUnit.SECONDS));
    RequestDeadline deadline = new RequestDeadline();
    pipeline.addLast(deadline.bytes());
    pipeline.addLast(new HttpServerCodec());
    pipeline.addLast(new AnswerCount(metrics));
    pipeline.addLast(deadline.requests());
    pipeline.addLast(new HttpServerKeepAliveHandler());
    pipeline.addLast(new Allowance(allowance));
    pipeline.addLast(new BodyLimit(MAX_REQUEST_BYTES));
    pipeline.addLast(new FlowControlHandler());
    pipeline.addLast(new ApiHandler(calls, local, entrance, names));
  }
}
