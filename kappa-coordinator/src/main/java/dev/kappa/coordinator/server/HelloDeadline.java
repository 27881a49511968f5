package dev.kappa.coordinator.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection over which nobody has said who it is in time, however many bytes come: it is
 * removed when somebody has.
 */
final class HelloDeadline extends ChannelInboundHandlerAdapter {
  static final int SECONDS = 10;

  private @Nullable Future<?> late;

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    late =
        context
            .executor()
            .schedule(
                () -> context.fireExceptionCaught(ReadTimeoutException.INSTANCE),
                SECONDS,
                TimeUnit.SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (late != null) {
      late.cancel(false);
    }
  }
}
