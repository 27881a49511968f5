package dev.kappa.apps.bench;

import dev.kappa.Checkpoint;
import dev.kappa.Loop;
import dev.kappa.StepContext;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code bench-stall}: how long a task stands still at each of its checkpoints. It works
 * for a while, makes a checkpoint that holds so many new bytes, and works again. What is measured
 * is the time from the end of a step's body to the beginning of the next.
 */
public final class Stall {
  private Stall() {}

  /** How a checkpoint is made. */
  public enum Mode {
    /** None is made: what the interpreter takes by itself. */
    NONE,
    /** The task goes on at once. */
    ASYNC,
    /** The task waits until it is durable. */
    SYNC
  }

  /**
   * The input.
   *
   * @param turns how many checkpoints, 1 to 1,000,000
   * @param bytes how large each is, 0 to 32,505,856
   * @param everyMillis how long the task works in between, 0 to 60,000 milliseconds
   * @param mode how they are made
   */
  public record Input(int turns, int bytes, int everyMillis, @Nullable Mode mode) {}

  /** Where the loop is, and what weighs. */
  record State(int turn, byte[] load) {}

  /** {@return a task that measures} */
  public static Task<Latency> measure(Input input) {
    int turns = (int) Bounds.check("turns", input.turns(), 1, 1_000_000);
    int bytes = (int) Bounds.check("bytes", input.bytes(), 0, Load.MOST);
    int every = (int) Bounds.check("everyMillis", input.everyMillis(), 0, 60_000);
    Mode mode = input.mode();
    if (mode == null) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT, "input.mode: missing (expected: NONE, ASYNC or SYNC)");
    }
    return Task.iterate(
            new State(0, new byte[0]),
            (State state) -> turn(state.turn(), turns, bytes, every, mode))
        .step("report", done -> Recorder.take(StepContext.current().runId()));
  }

  /** There is one turn more than there are gaps between two. */
  private static Task<Loop<State, Void>> turn(
      int turn, int turns, int bytes, int every, Mode mode) {
    return Task.step("work", () -> work(turn, turns, bytes, every))
        .also(load -> checkpoint(mode))
        .map(load -> turn < turns ? Loop.again(new State(turn + 1, load)) : Loop.done());
  }

  private static Task<Void> checkpoint(Mode mode) {
    return switch (mode) {
      case NONE -> Task.done();
      case ASYNC -> Task.checkpoint(Checkpoint.ASYNC);
      case SYNC -> Task.checkpoint(Checkpoint.SYNC);
    };
  }

  private static byte[] work(int turn, int turns, int bytes, int every)
      throws InterruptedException {
    String run = StepContext.current().runId();
    Recorder.begin(run, turns);
    Thread.sleep(every);
    byte[] load = Load.of(bytes, turn);
    Recorder.end(run);
    return load;
  }
}
