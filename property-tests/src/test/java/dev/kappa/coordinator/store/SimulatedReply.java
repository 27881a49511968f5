package dev.kappa.coordinator.store;

import io.lettuce.core.RedisFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The reply to a command that is to come. */
final class SimulatedReply extends CompletableFuture<@Nullable Object>
    implements RedisFuture<@Nullable Object> {
  @Override
  public String getError() {
    return isCompletedExceptionally() ? exceptionNow().toString() : "";
  }

  @Override
  public boolean await(long timeout, TimeUnit unit) {
    throw new UnsupportedOperationException("nothing blocks in the simulation");
  }
}
