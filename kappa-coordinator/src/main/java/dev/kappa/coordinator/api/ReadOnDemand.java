package dev.kappa.coordinator.api;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of a connection that reads only when it is told to. It is told so at first by
 * itself; a connection that is silent for too long, or breaks, is closed.
 */
abstract class ReadOnDemand<T> extends SimpleChannelInboundHandler<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ReadOnDemand.class);

  @Override
  public final void channelActive(ChannelHandlerContext context) {
    context.fireChannelActive();
    context.read();
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      var unused = context.close();
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("A client's connection broke", cause);
    var unused = context.close();
  }
}
