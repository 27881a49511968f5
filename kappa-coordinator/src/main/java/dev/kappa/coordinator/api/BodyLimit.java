package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Collects a request's body, and refuses one that is too large with an answer that says so. */
final class BodyLimit extends HttpObjectAggregator {
  BodyLimit(int maxBytes) {
    super(maxBytes);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    ApiAnswer answer =
        ApiAnswer.failure(
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
            ErrorCode.PAYLOAD_TOO_LARGE,
            "the request's body is larger than %d bytes; pass a path to the data instead"
                .formatted(maxContentLength()));
    context
        .writeAndFlush(ApiHandler.response(context.alloc(), answer))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
