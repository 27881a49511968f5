package dev.kappa.tests.app.soak;

import dev.kappa.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tasks that sleep, and look at the clock before and behind. Where steps may take long, one does:
 * its worker is busy for all that time, and has to say that it lives.
 */
final class Naps {
  private static final int ROUNDS = 3;
  private static final int UNIT_MILLIS = 150;

  /** All steps but one take no longer. */
  private static final int SHORT_MILLIS = 20;

  private Naps() {}

  /** The time at a step. */
  record Look(Done done, long millis) {}

  /** A sleep, with the times of the steps before and behind it. */
  record Nap(long asked, Look before, Look after) {}

  /** All sleeps. */
  record Rested(List<Nap> naps, List<Done> done) {}

  static Task<Rested> rest(Job job) {
    return Task.spawnAll(numbers(job.width()), sleeper -> sleep(job, sleeper))
        .then(sleepers -> Task.awaitAll(sleepers))
        .map(lists -> rested(lists.stream().flatMap(List::stream).toList()));
  }

  private static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static Rested rested(List<Nap> naps) {
    List<Done> done =
        naps.stream().flatMap(n -> List.of(n.before().done(), n.after().done()).stream()).toList();
    return new Rested(naps, done);
  }

  private static Task<List<Nap>> sleep(Job job, int sleeper) {
    return Task.fold(
        numbers(ROUNDS),
        List.<Nap>of(),
        (naps, round) -> nap(job, sleeper, round).map(nap -> plus(naps, nap)));
  }

  private static List<Nap> plus(List<Nap> naps, Nap nap) {
    return java.util.stream.Stream.concat(naps.stream(), java.util.stream.Stream.of(nap)).toList();
  }

  private static Task<Nap> nap(Job job, int sleeper, int round) {
    long millis = (sleeper * 7L + round * 3L) % job.size() * UNIT_MILLIS;
    Job others = new Job(job.traces(), job.size(), job.width(), SHORT_MILLIS);
    int busy = sleeper == 0 && round == 1 ? Math.max(0, job.pause() - SHORT_MILLIS) : 0;
    return Task.step(
            "before",
            () -> {
              Thread.sleep(busy);
              return look(others, "before:" + sleeper + ":" + round, 2 * round);
            })
        .also(before -> Task.sleep(Duration.ofMillis(millis)))
        .and(
            before ->
                Task.step(
                    "after", () -> look(others, "after:" + sleeper + ":" + round, 2 * round + 1)))
        .map((before, after) -> new Nap(millis, before, after));
  }

  private static Look look(Job job, String what, int number)
      throws IOException, InterruptedException {
    long now = System.currentTimeMillis();
    Done done = Trace.mark(job, what, number);
    // Before a sleep the end of the step counts, behind it the beginning.
    return new Look(done, what.startsWith("before") ? System.currentTimeMillis() : now);
  }
}
