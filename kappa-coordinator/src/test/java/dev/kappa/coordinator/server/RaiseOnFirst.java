package dev.kappa.coordinator.server;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Does at the first message what a handler does that knows now who is there. */
final class RaiseOnFirst extends ChannelInboundHandlerAdapter {
  private final ChannelHandler frames;
  private boolean raised;

  RaiseOnFirst(ChannelHandler frames) {
    this.frames = frames;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    context.fireChannelRead(message);
    if (!raised) {
      raised = true;
      context.pipeline().replace(MessageFrames.class, "messages", frames);
    }
  }
}
