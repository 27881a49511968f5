package dev.kappa.apps.bench;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.apps.input.Bounds;

/** Workflow {@code bench-spawn}: the time from the start of a child task to its result. */
public final class Spawn {
  private Spawn() {}

  /**
   * The input.
   *
   * @param turns how many children, one after the other, 1 to 1,000,000
   */
  public record Input(int turns) {}

  /** {@return a task that measures} */
  public static Task<Latency> measure(Input input) {
    int turns = (int) Bounds.check("turns", input.turns(), 1, 1_000_000);
    return Task.iterate(Histogram.EMPTY, times -> turn(times, turns)).map(Histogram::latency);
  }

  private static Task<Loop<Histogram, Histogram>> turn(Histogram times, int turns) {
    long start = Clock.now();
    return Task.spawn(() -> Task.value(0))
        .then(TaskFuture::await)
        .map(result -> next(times.add(Clock.now() - start), turns));
  }

  private static Loop<Histogram, Histogram> next(Histogram times, int turns) {
    return times.samples() < turns ? Loop.again(times) : Loop.done(times);
  }
}
