package dev.kappa.apps.bench;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.apps.input.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code bench-spawn}: the time from the spawn of a child task to its beginning, and until
 * its parent has its result.
 */
public final class Spawn {
  private Spawn() {}

  /**
   * The input.
   *
   * @param turns how many children, one after the other, 1 to 1,000,000
   * @param bytes how much each child's first checkpoint holds, 0 to 32,505,856; 0 if left out
   */
  public record Input(int turns, @Nullable Integer bytes) {}

  /**
   * The result.
   *
   * @param start until the child begins
   * @param await until its parent has its result
   */
  public record Result(Latency start, Latency await) {}

  /** What the loop has measured. */
  record Times(Histogram start, Histogram await) {
    Times add(long spawned, long begun) {
      return new Times(start.add(begun - spawned), await.add(Clock.now() - spawned));
    }

    Result result() {
      return new Result(start.latency(), await.latency());
    }
  }

  /** {@return a task that measures} */
  public static Task<Result> measure(Input input) {
    int turns = (int) Bounds.check("turns", input.turns(), 1, 1_000_000);
    int bytes =
        input.bytes() == null ? 0 : (int) Bounds.check("bytes", input.bytes(), 0, Load.MOST);
    return Task.iterate(
            new Times(Histogram.EMPTY, Histogram.EMPTY), (Times times) -> turn(times, turns, bytes))
        .map(Times::result);
  }

  private static Task<Loop<Times, Times>> turn(Times times, int turns, int bytes) {
    byte[] load = Load.of(bytes, times.start().samples());
    long spawned = Clock.now();
    return Task.spawn(() -> begun(load))
        .then(TaskFuture::await)
        .map(begun -> times.add(spawned, begun.at()))
        .map(more -> more.start().samples() < turns ? Loop.again(more) : Loop.done(more));
  }

  /** When a child began, and how much it was given. */
  record Begun(long at, int bytes) {}

  private static Task<Begun> begun(byte[] load) {
    return Task.value(new Begun(Clock.now(), load.length));
  }
}
