package dev.kappa.apps.bench;

import dev.kappa.Loop;
import dev.kappa.StepContext;
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
    return Task.context()
        .then(me -> Task.iterate(1, turn -> turn(me.runId(), turn, turns)))
        .step("report", done -> Recorder.take(StepContext.current().runId()));
  }

  private static Task<Loop<Integer, Void>> turn(String run, int turn, int turns) {
    long start = Clock.now();
    return Task.spawn(() -> Task.value(0))
        .then(TaskFuture::await)
        .map(result -> next(run, Clock.now() - start, turn, turns));
  }

  /** Not only computes: what it leaves in memory may be lost, and is only measured. */
  private static Loop<Integer, Void> next(String run, long nanos, int turn, int turns) {
    Recorder.add(run, turns, nanos);
    return turn < turns ? Loop.again(turn + 1) : Loop.done();
  }
}
