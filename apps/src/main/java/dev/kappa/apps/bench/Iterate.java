package dev.kappa.apps.bench;

import dev.kappa.Checkpoint;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;

/** Workflow {@code bench-iterate}: a loop with a checkpoint each turn. */
public final class Iterate {
  private Iterate() {}

  /**
   * The input.
   *
   * @param turns how many, 1 to 1,000,000,000
   * @param mode how each turn's checkpoint is made
   */
  public record Input(long turns, @Nullable Checkpoint mode) {}

  /**
   * The result.
   *
   * @param turns how many turns the loop took
   * @param micros how long all of them took, in microseconds
   */
  public record Result(long turns, long micros) {}

  /** {@return a task that measures} */
  public static Task<Result> measure(Input input) {
    long turns = Bounds.check("turns", input.turns(), 1, 1_000_000_000);
    Checkpoint mode = input.mode();
    if (mode == null) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT, "input.mode: missing (expected: SYNC or ASYNC)");
    }
    return Task.step("start", Clock::now)
        .and(start -> Task.iterate(1L, turn -> turn(turn, turns, mode)))
        .step("report", (start, done) -> new Result(done, (Clock.now() - start) / 1000));
  }

  private static Task<Loop<Long, Long>> turn(long turn, long turns, Checkpoint mode) {
    return Task.checkpoint(mode)
        .map(saved -> turn < turns ? Loop.again(turn + 1) : Loop.done(turn));
  }
}
