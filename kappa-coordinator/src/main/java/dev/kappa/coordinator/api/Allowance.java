package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of all requests that are being read and of all answers that are being written
 * together. What does not fit is answered by 429.
 */
final class Allowance extends ChannelDuplexHandler {
  private final Total total;
  private long held;
  private boolean refused;

  /** What all connections of a server hold. */
  static final class Total {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    Total(long most) {
      this.most = most;
    }

    /** One that is alone is let through, however large. */
    private boolean take(long bytes) {
      long sum = held.addAndGet(bytes);
      if (sum > most && sum > bytes) {
        held.addAndGet(-bytes);
        return false;
      }
      return true;
    }

    private void free(long bytes) {
      held.addAndGet(-bytes);
    }

    /** {@return how many bytes are held} */
    long held() {
      return held.get();
    }
  }

  Allowance(Total total) {
    this.total = total;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
      return;
    }
    long bytes = message instanceof HttpContent part ? part.content().readableBytes() : 0;
    if (total.take(bytes)) {
      held += bytes;
      context.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    refused = true;
    free();
    context
        .writeAndFlush(ApiHandler.response(context.alloc(), overloaded()))
        .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    free();
    Object sent = message;
    if (message instanceof FullHttpResponse answer) {
      long bytes = answer.content().readableBytes();
      if (total.take(bytes)) {
        held = bytes;
      } else {
        ReferenceCountUtil.release(message);
        sent = ApiHandler.response(context.alloc(), overloaded());
      }
    }
    context.write(sent, promise.unvoid()).addListener(written -> free());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    free();
    context.fireChannelInactive();
  }

  private void free() {
    total.free(held);
    held = 0;
  }

  private ApiAnswer overloaded() {
    return ApiAnswer.failure(
        HttpResponseStatus.TOO_MANY_REQUESTS,
        ErrorCode.OVERLOADED,
        "requests and answers of more than %d bytes are under way; try again later"
            .formatted(total.most));
  }
}
