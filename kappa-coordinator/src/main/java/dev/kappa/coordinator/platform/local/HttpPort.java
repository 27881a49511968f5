package dev.kappa.coordinator.platform.local;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.Supplier;

/** A free port on loopback that speaks HTTP/1.1. */
final class HttpPort {
  private HttpPort() {}

  /** Opens a port; each connection gets its own handler, which sees whole requests. */
  static ChannelFuture open(EventLoop loop, Supplier<ChannelHandler> handlers) {
    return new ServerBootstrap()
        .group(loop, loop)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(before(handlers.get()));
              }
            })
        .bind("127.0.0.1", 0);
  }

  /** {@return what makes whole requests of bytes, and {@code last} behind it} */
  static ChannelHandler[] before(ChannelHandler last) {
    return new ChannelHandler[] {
      new HttpServerCodec(),
      new HttpServerKeepAliveHandler(),
      new HttpObjectAggregator(PayloadLimits.READ),
      last
    };
  }

  /** {@return an answer with a JSON body} */
  static FullHttpResponse answer(HttpResponseStatus status, byte[] body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return response;
  }
}
