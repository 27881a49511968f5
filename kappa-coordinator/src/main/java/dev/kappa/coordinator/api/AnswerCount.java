package dev.kappa.coordinator.api;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;

/** Sees all answers of a connection go out, whoever gives them, and has them counted. */
final class AnswerCount extends ChannelOutboundHandlerAdapter {
  private final Metrics metrics;

  AnswerCount(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse answer
        && answer.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      metrics.answered(answer.status().code());
    }
    context.write(message, promise);
  }
}
