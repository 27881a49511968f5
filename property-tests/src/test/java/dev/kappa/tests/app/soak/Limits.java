package dev.kappa.tests.app.soak;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import io.vavr.Function0;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Races, limits of time and scopes: what is broken off, and what is not. */
final class Limits {
  private static final Duration HOUR = Duration.ofHours(1);

  private Limits() {}

  /** A step, and when it was. */
  record Look(Done done, long millis) {}

  /** Who won, and when; and what became of what had a limit. */
  record Round(String first, String limited, String unlimited, Look before, Look after) {}

  /** All rounds. */
  record Rounds(List<Round> rounds, List<Done> done) {
    Rounds plus(Round round) {
      List<Round> more = new ArrayList<>(rounds);
      more.add(round);
      List<Done> steps = new ArrayList<>(done);
      steps.add(round.before().done());
      steps.add(round.after().done());
      return new Rounds(List.copyOf(more), List.copyOf(steps));
    }
  }

  static Task<Rounds> race(Job job) {
    return Task.iterate(
        new Rounds(List.of(), List.of()),
        all ->
            all.rounds().size() == job.width()
                ? Task.value(Loop.done(all))
                : round(job, all.rounds().size()).map(round -> Loop.again(all.plus(round))));
  }

  private static Task<Round> round(Job job, int round) {
    return first(job)
        .and(first -> unlimited(job))
        .and((first, unlimited) -> look(job, "before:" + round, 2 * round))
        .then(
            (first, unlimited, before) ->
                limited(job, round)
                    .and(limited -> look(job, "after:" + round, 2 * round + 1))
                    .map((limited, after) -> new Round(first, limited, unlimited, before, after)));
  }

  private static Task<String> first(Job job) {
    List<Function0<Task<String>>> runners =
        List.of(
            () -> Task.sleep(HOUR).map(x -> "tortoise"),
            () -> Task.sleep(Duration.ofMillis(job.size() / 10)).map(x -> "hare"));
    return Task.race(runners);
  }

  private static Task<String> unlimited(Job job) {
    return Task.sleep(Duration.ofMillis(job.size() / 10)).timeout(HOUR).map(x -> "in time");
  }

  private static Task<String> limited(Job job, int round) {
    return Task.sleep(HOUR)
        .ensure(Task.step("leave", () -> Trace.mark(job, "left:" + round, Trace.ANYWHERE)))
        .timeout(Duration.ofMillis(job.size()))
        .map(x -> "in time")
        .recover(TimedOutException.class, e -> Task.value("too late"));
  }

  private static Task<Look> look(Job job, String what, int number) {
    return Task.step("look", () -> looked(job, what, number));
  }

  private static Look looked(Job job, String what, int number)
      throws IOException, InterruptedException {
    long now = System.currentTimeMillis();
    Done done = Trace.mark(job, what, number);
    // Before the limit begins the end of the step counts, behind it the beginning.
    return new Look(done, what.startsWith("before") ? System.currentTimeMillis() : now);
  }

  /** Both steps of the run itself. */
  record Scoped(List<Done> done) {}

  /** Children that would go on for long, in a scope that is left soon. */
  static Task<Scoped> scoped(Job job) {
    return Task.scope(
            () ->
                Task.spawnAll(IntStream.range(0, job.width()).boxed().toList(), n -> child(job, n))
                    .then(children -> Task.sleep(Duration.ofMillis(job.size())))
                    .then(() -> Task.step("last", () -> Trace.mark(job, "last", 0))))
        .and(last -> Task.step("behind", () -> Trace.mark(job, "behind", 1)))
        .map((last, behind) -> new Scoped(List.of(last, behind)));
  }

  private static Task<Void> child(Job job, int n) {
    return Task.step("come in", () -> Trace.mark(job, "in:" + n, 0))
        .then(in -> Task.step("stay", () -> Trace.mark(job, "on:" + n, 1)))
        .then(on -> Task.sleep(HOUR))
        .ensure(Task.step("go", () -> Trace.mark(job, "gone:" + n, Trace.ANYWHERE)));
  }
}
