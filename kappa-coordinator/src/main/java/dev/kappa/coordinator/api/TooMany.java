package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Answers the one request of a connection that is one too many. The request is read to its end, and
 * dropped: were the connection closed before, the client might never see the answer.
 */
final class TooMany extends ReadOnDemand<HttpObject> {
  private final int most;

  TooMany(int most) {
    this.most = most;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpRequest) {
      context.writeAndFlush(refusal(context), context.voidPromise());
    }
    if (part instanceof LastHttpContent || part.decoderResult().isFailure()) {
      var unused = context.close();
    }
  }

  private FullHttpResponse refusal(ChannelHandlerContext context) {
    ApiAnswer answer =
        ApiAnswer.failure(
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            ErrorCode.OVERLOADED,
            "%d connections are open (expected: at most as many); close some, or try again later"
                .formatted(most));
    FullHttpResponse response = ApiHandler.response(context.alloc(), answer);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.fireChannelReadComplete();
    context.read();
  }
}
