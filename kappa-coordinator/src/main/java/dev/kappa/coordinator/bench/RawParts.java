package dev.kappa.coordinator.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** What a checkpointed step can't do without: a round trip to a server, and an append to Redis. */
final class RawParts {
  private static final int BYTES = 1024;
  private static final byte[] KEY = word("kappa:bench");

  private RawParts() {}

  /** A message of 1 KiB from a plain blocking socket to a Netty server and back. */
  static Samples roundTrip(int count) throws Exception {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Channel server = echo(loop);
      int port = ((InetSocketAddress) server.localAddress()).getPort();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        byte[] message = new byte[BYTES];
        return Samples.of(
            count,
            () -> {
              out.write(message);
              return in.readNBytes(BYTES).length;
            });
      }
    } finally {
      loop.shutdownGracefully();
    }
  }

  private static Channel echo(EventLoopGroup loop) {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new Echo());
              }
            })
        .bind("127.0.0.1", 0)
        .awaitUninterruptibly()
        .channel();
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.writeAndFlush(message);
    }
  }

  /** A value of 1 KiB appended to a list of Redis's, over a plain blocking socket. */
  static Samples append(URI redis, int count) throws Exception {
    return command(redis, count, word("RPUSH"), KEY, new byte[BYTES]);
  }

  /** A value of so many bytes put in the place of another, over a plain blocking socket. */
  static Samples set(URI redis, int count, int bytes) throws Exception {
    return command(redis, count, word("SET"), KEY, new byte[bytes]);
  }

  /** The shortest command to Redis. */
  static Samples ping(URI redis, int count) throws Exception {
    return command(redis, count, word("PING"));
  }

  private static Samples command(URI redis, int count, byte[]... words) throws Exception {
    try (RedisSocket socket = RedisSocket.connect(redis)) {
      byte[] command = RedisSocket.command(words);
      Samples samples = Samples.of(count, () -> socket.call(command));
      socket.call(RedisSocket.command(word("DEL"), KEY));
      return samples;
    }
  }

  private static byte[] word(String text) {
    return text.getBytes(UTF_8);
  }
}
