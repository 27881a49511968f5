package dev.kappa.coordinator.engine;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A loop whose time passes when the test says so. */
final class ManualLoop extends TestLoop {
  private final PriorityQueue<Planned<?>> planned =
      new PriorityQueue<>(
          Comparator.<Planned<?>>comparingLong(p -> p.at).thenComparingLong(p -> p.number));
  private long nanos;
  private long number;

  private final class Planned<T> extends FutureTask<T> implements ScheduledFuture<T> {
    private final long at;
    private final long number;

    Planned(Callable<T> action, long delay) {
      super(action);
      this.at = nanos + Math.max(0, delay);
      this.number = ManualLoop.this.number++;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  Time time() {
    return new Time(() -> 1_000_000 + nanos / 1_000_000, () -> nanos);
  }

  /** Lets time go on for so many milliseconds; what is due meanwhile is done later. */
  void standStill(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Does all that is due within so many milliseconds. */
  void pass(long millis) {
    long end = nanos + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!planned.isEmpty() && planned.element().at <= end) {
      Planned<?> next = planned.remove();
      nanos = Math.max(nanos, next.at);
      next.run();
    }
    nanos = end;
  }

  @Override
  public void execute(Runnable action) {
    schedule(action, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    return schedule(
        () -> {
          action.run();
          return true;
        },
        delay,
        unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> action, long delay, TimeUnit unit) {
    Planned<V> next = new Planned<>(action, unit.toNanos(delay));
    planned.add(next);
    return next;
  }
}
