package dev.kappa.coordinator.server;

import dev.kappa.coordinator.access.Tls;
import dev.kappa.coordinator.engine.WorkerWays;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Message;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to other coordinators, over which this one speaks as a worker does. */
public final class PeerConnections implements WorkerWays {
  private static final Logger LOG = LoggerFactory.getLogger(PeerConnections.class);
  private static final int CONNECT_MILLIS = 3_000;

  private final EventLoop loop;
  private final @Nullable Tls tls;

  /**
   * On the engine's loop.
   *
   * @param tls how what is said is encrypted; null if it is not
   */
  public PeerConnections(EventLoop loop, @Nullable Tls tls) {
    this.loop = loop;
    this.tls = tls;
  }

  @Override
  public Way open(Message.Address to, Message.Hello hello, Ear ear) {
    Connection connection = new Connection(ear, hello);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (tls != null) {
                      channel
                          .pipeline()
                          .addLast(tls.client().newHandler(channel.alloc(), to.host(), to.port()));
                    }
                    channel.pipeline().addLast(MessageFrames.peers()).addLast(connection);
                  }
                });
    var connecting = bootstrap.connect(to.host(), to.port());
    connection.channel = connecting.channel();
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            LOG.info("the coordinator at {} can't be reached: {}", to, done.cause().toString());
            connection.ended();
          }
        });
    return connection;
  }

  private static final class Connection extends SimpleChannelInboundHandler<ByteBuf>
      implements Way {
    private final Ear ear;
    private final Message.Hello hello;
    private Channel channel;
    private boolean over;

    @SuppressWarnings("NullAway.Init") // set before anybody can use it
    Connection(Ear ear, Message.Hello hello) {
      this.ear = ear;
      this.hello = hello;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      send(hello);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
      if (!over) {
        ear.heard(Message.parse(ByteBufUtil.getBytes(frame)));
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (!over) {
        ear.slow(!context.channel().isWritable());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.info("the connection to another coordinator broke: {}", cause.toString());
      context.close();
    }

    private void ended() {
      if (!over) {
        over = true;
        ear.closed();
      }
    }

    @Override
    public void send(Message message) {
      if (!over) {
        ByteWriter frame = Message.frame(message);
        channel.writeAndFlush(
            Unpooled.wrappedBuffer(frame.array(), 0, frame.size()), channel.voidPromise());
      }
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        var unused = channel.close();
      }
    }
  }
}
