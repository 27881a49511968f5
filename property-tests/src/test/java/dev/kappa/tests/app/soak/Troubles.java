package dev.kappa.tests.app.soak;

import dev.kappa.Backoff;
import dev.kappa.Retry;
import dev.kappa.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Steps that fail as they are told, and what makes good for them. */
final class Troubles {
  private static final int TRIES = 4;

  private Troubles() {}

  /** What a step throws. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String what) {
      super(what);
    }
  }

  /** What was mended. */
  record Mended(List<String> words, List<Done> done) {
    Mended plus(Mended other) {
      return new Mended(
          Stream.concat(words.stream(), other.words.stream()).toList(),
          Stream.concat(done.stream(), other.done.stream()).toList());
    }
  }

  /** Children whose step fails; half mend it themselves, for the others the parent does. */
  static Task<Mended> mend(Job job) {
    return Task.spawnAll(IntStream.range(0, job.width()).boxed().toList(), i -> child(job, i))
        .then(
            children ->
                Task.fold(
                    IntStream.range(0, job.width()).boxed().toList(),
                    new Mended(List.of(), List.of()),
                    (all, i) ->
                        children
                            .get(i)
                            .await()
                            .recover(Refused.class, e -> mended(job, i, "parent", i / 2, e))
                            .map(all::plus)));
  }

  private static Task<Mended> child(Job job, int i) {
    Task<Mended> bad = Task.step("bad", () -> refuse(job, "bad:" + i));
    Task<Mended> mended =
        i % 2 == 0 ? bad.recover(Refused.class, e -> mended(job, i, "child", 1, e)) : bad;
    int last = i % 2 == 0 ? 2 : 1;
    return mended.ensure(Task.step("clean", () -> Trace.mark(job, "clean:" + i, last)));
  }

  private static Task<Mended> mended(Job job, int i, String who, int number, Refused e) {
    String word = who + ":" + e.getMessage();
    return Task.step("mend", () -> Trace.mark(job, "mend:" + i, number))
        .map(done -> new Mended(List.of(word), List.of(done)));
  }

  private static Mended refuse(Job job, String what)
      throws Refused, IOException, InterruptedException {
    Trace.mark(job, what, 0);
    throw new Refused(what);
  }

  /** A step that fails until it was begun three times. */
  static Task<Mended> insist(Job job) {
    return Task.step("try", () -> attempt(job))
        .retry(Retry.times(TRIES).backoff(Backoff.fixed(Duration.ofMillis(job.size()))));
  }

  private static Mended attempt(Job job) throws Refused, IOException, InterruptedException {
    boolean enough = Trace.count(job, "~try") >= TRIES - 2;
    Trace.mark(job, "~try", Trace.ANYWHERE);
    if (!enough) {
      throw new Refused("try again");
    }
    return new Mended(List.of("insisted"), List.of());
  }
}
