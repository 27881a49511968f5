package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how long a request comes in and an answer goes out, however busy the connection seems: who
 * sends or reads a byte now and then must not keep a connection and its memory for ever. The time
 * begins with a request's first byte, not while the connection is kept open for another.
 */
final class RequestDeadline {
  static final int HEAD_SECONDS = 10;
  static final int BODY_SECONDS = 120;
  static final int ANSWER_SECONDS = 30;
  static final int ANSWER_BYTES_A_SECOND = 64 << 10;

  private @Nullable Future<?> late;
  private boolean over;

  /** {@return goes before the codec: sees bytes come} */
  ChannelHandler bytes() {
    return new Bytes();
  }

  /** {@return goes behind the codec: sees requests begin and end} */
  ChannelHandler requests() {
    return new Requests();
  }

  private void disarm() {
    if (late != null) {
      late.cancel(false);
      late = null;
    }
  }

  private final class Bytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (late == null && !over) {
        ChannelHandlerContext answering = context.pipeline().context(Requests.class);
        late =
            context
                .executor()
                .schedule(() -> end(answering, HEAD_SECONDS), HEAD_SECONDS, TimeUnit.SECONDS);
      }
      context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      over = true;
      disarm();
      context.fireChannelInactive();
    }
  }

  private void end(ChannelHandlerContext context, int seconds) {
    over = true;
    ApiAnswer answer =
        ApiAnswer.failure(
            HttpResponseStatus.REQUEST_TIMEOUT,
            ErrorCode.BAD_REQUEST,
            "the request did not come to its end within %d s".formatted(seconds));
    context
        .writeAndFlush(ApiHandler.response(context.alloc(), answer))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private final class Requests extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        disarm();
        late =
            context
                .executor()
                .schedule(() -> end(context, BODY_SECONDS), BODY_SECONDS, TimeUnit.SECONDS);
      }
      if (message instanceof LastHttpContent) {
        disarm();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ChannelPromise written = promise.unvoid();
      if (message instanceof FullHttpResponse answer) {
        int seconds = ANSWER_SECONDS + answer.content().readableBytes() / ANSWER_BYTES_A_SECOND;
        Future<?> unread =
            context.executor().schedule(() -> cut(context), seconds, TimeUnit.SECONDS);
        written.addListener(done -> unread.cancel(false));
      }
      context.write(message, written);
    }

    private void cut(ChannelHandlerContext context) {
      var unused = context.close();
    }
  }
}
