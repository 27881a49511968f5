package dev.kappa.apps.bench;

import dev.kappa.Checkpoint;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Workflow {@code bench-resume}: how long it takes until a task goes on that slept, after a loop of
 * so many turns with a checkpoint each. Each time it sleeps, its worker leaves: it goes on in a new
 * invocation, which fetches the task's frames.
 */
public final class Resume {
  /** So long that its worker leaves: each time the task goes on in another invocation. */
  private static final Duration NAP = Duration.ofMillis(300);

  /** Time to look at what is stored after the turns, before the samples add to it. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private Resume() {}

  /**
   * The input.
   *
   * @param turns how many turns come first, 1 to 1,000,000,000
   * @param samples how often the task then sleeps, 1 to 10,000
   */
  public record Input(long turns, int samples) {}

  /**
   * The result.
   *
   * @param micros how long the first turns took, in microseconds
   * @param resume from the time at which the task was to go on until it went on
   */
  public record Result(long micros, Latency resume) {}

  /** Where the loop is. */
  record State(long turn, long started, long looped, Histogram times) {}

  /** {@return a task that measures} */
  public static Task<Result> measure(Input input) {
    long turns = Bounds.check("turns", input.turns(), 1, 1_000_000_000);
    long samples = Bounds.check("samples", input.samples(), 1, 10_000);
    return Task.step("start", Clock::now)
        .map(start -> new State(0, start, 0, Histogram.EMPTY))
        .then(
            state ->
                Task.<State, Result>iterate(
                    state, s -> s.turn() < turns ? spin(s, turns) : nap(s, samples)));
  }

  private static Task<Loop<State, Result>> spin(State s, long turns) {
    return Task.checkpoint(Checkpoint.ASYNC)
        .map(
            saved -> {
              long looped = s.turn() + 1 == turns ? Clock.now() - s.started() : 0;
              return new State(s.turn() + 1, s.started(), looped, s.times());
            })
        .then(next -> next.turn() < turns ? Task.value(next) : Task.sleep(PAUSE).map(v -> next))
        .map(Loop::again);
  }

  private static Task<Loop<State, Result>> nap(State s, long samples) {
    return Task.step("plan", () -> Instant.now().plus(NAP).truncatedTo(ChronoUnit.MILLIS))
        .also(Task::sleepUntil)
        .step("woken", due -> ChronoUnit.NANOS.between(due, Instant.now()))
        .map(late -> next(s, s.times().add(late), samples));
  }

  private static Loop<State, Result> next(State s, Histogram times, long samples) {
    return times.samples() < samples
        ? Loop.again(new State(s.turn(), s.started(), s.looped(), times))
        : Loop.done(new Result(s.looped() / 1000, times.latency()));
  }
}
