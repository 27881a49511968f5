package dev.kappa.apps.bench;

import dev.kappa.Loop;
import dev.kappa.StepContext;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;

/** Workflows {@code bench-steps-sync} and {@code -async}: the time from one step to the next. */
public final class Steps {
  private Steps() {}

  /**
   * The input.
   *
   * @param turns how many steps, 2 to 1,000,000
   * @param bytes how large a value each returns, 0 to 1,000,000
   */
  public record Input(int turns, int bytes) {}

  /** {@return a task that measures; it gives the times between the beginnings of two steps} */
  public static Task<Latency> measure(Input input) {
    int turns = (int) Bounds.check("turns", input.turns(), 2, 1_000_000);
    int bytes = (int) Bounds.check("bytes", input.bytes(), 0, 1_000_000);
    return Task.iterate(1, turn -> turn(turn, turns, bytes))
        .step("report", done -> Recorder.take(StepContext.current().runId()));
  }

  private static Task<Loop<Integer, Void>> turn(int turn, int turns, int bytes) {
    return Task.step("step", () -> step(turns, bytes))
        .map(value -> turn < turns ? Loop.again(turn + 1) : Loop.done());
  }

  private static byte[] step(int turns, int bytes) {
    Recorder.mark(StepContext.current().runId(), turns);
    return new byte[bytes];
  }
}
