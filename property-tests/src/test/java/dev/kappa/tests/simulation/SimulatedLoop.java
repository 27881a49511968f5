package dev.kappa.tests.simulation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread of a process: it can stand still for a while, and end. */
final class SimulatedLoop extends AbstractExecutorService implements ScheduledExecutorService {
  private final World world;
  private final Runnable before;
  private boolean ended;
  private long frozenUntil;

  /** Runs {@code before} before each action: it may freeze or end the loop. */
  SimulatedLoop(World world, Runnable before) {
    this.world = world;
    this.before = before;
  }

  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  void freeze(long millis) {
    frozenUntil = world.now() + millis;
  }

  @Override
  public void execute(Runnable action) {
    world.at(world.now(), () -> run(action));
  }

  private void run(Runnable action) {
    if (!ended && world.now() >= frozenUntil) {
      before.run();
    }
    if (ended) {
      return;
    }
    if (world.now() < frozenUntil) {
      world.at(frozenUntil, () -> run(action));
      return;
    }
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      world.broken(e);
    }
  }

  /** An action that is planned. */
  private static final class Timer extends CompletableFuture<@Nullable Object>
      implements ScheduledFuture<@Nullable Object> {
    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    Timer timer = new Timer();
    plan(timer, unit.toMillis(delay), action);
    return timer;
  }

  private void plan(Timer timer, long millis, Runnable action) {
    world.after(
        Math.max(0, millis),
        () -> {
          if (!ended && !timer.isDone()) {
            run(
                () -> {
                  if (!timer.isDone()) {
                    action.run();
                  }
                });
          }
        });
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable action, long first, long delay, TimeUnit unit) {
    Timer timer = new Timer();
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          action.run();
          plan(timer, unit.toMillis(delay), again[0]);
        };
    plan(timer, unit.toMillis(first), again[0]);
    return timer;
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable action, long first, long period, TimeUnit unit) {
    return scheduleWithFixedDelay(action, first, period, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> action, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {
    end();
  }

  @Override
  public List<Runnable> shutdownNow() {
    end();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return ended;
  }

  @Override
  public boolean isTerminated() {
    return ended;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return ended;
  }
}
