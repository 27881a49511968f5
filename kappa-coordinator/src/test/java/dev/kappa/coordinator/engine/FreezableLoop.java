package dev.kappa.coordinator.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The loop of one of several processes in the time of a world; it can stand still. */
final class FreezableLoop extends TestLoop {
  private final ManualLoop world;
  private final Deque<Runnable> late = new ArrayDeque<>();
  private boolean frozen;

  FreezableLoop(ManualLoop world) {
    this.world = world;
  }

  /** From now on nothing is done. */
  void freeze() {
    frozen = true;
  }

  /** Does what is late, and goes on. */
  void thaw() {
    frozen = false;
    List<Runnable> missed = List.copyOf(late);
    late.clear();
    missed.forEach(world::execute);
  }

  private Runnable turn(Runnable action) {
    return () -> {
      if (frozen) {
        late.add(action);
        return;
      }
      action.run();
    };
  }

  @Override
  public void execute(Runnable action) {
    world.execute(turn(action));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    return world.schedule(turn(action), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> action, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody waits for a value here");
  }
}
