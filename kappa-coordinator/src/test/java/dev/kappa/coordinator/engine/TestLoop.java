package dev.kappa.coordinator.engine;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A loop in a time of the test's own: what is repeated is planned anew when it was done. */
abstract class TestLoop extends AbstractExecutorService implements ScheduledExecutorService {
  private boolean ended;

  @Override
  public final ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable action, long first, long delay, TimeUnit unit) {
    return schedule(
        () -> {
          action.run();
          scheduleWithFixedDelay(action, delay, delay, unit);
        },
        first,
        unit);
  }

  @Override
  public final ScheduledFuture<?> scheduleAtFixedRate(
      Runnable action, long first, long period, TimeUnit unit) {
    return scheduleWithFixedDelay(action, first, period, unit);
  }

  @Override
  public final void shutdown() {
    ended = true;
  }

  @Override
  public final List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public final boolean isShutdown() {
    return ended;
  }

  @Override
  public final boolean isTerminated() {
    return ended;
  }

  @Override
  public final boolean awaitTermination(long timeout, TimeUnit unit) {
    return ended;
  }
}
