package dev.kappa.tests.app.soak;

import dev.kappa.Backoff;
import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Objects that steps write into a bucket, and other steps read: what a checkpoint names is there,
 * whole, and of the one execution whose result was kept. While the bucket is away they try again.
 */
public final class Shelves {
  /** Where they are. */
  public static final String BUCKET = "s3://data";

  /** More than one part of an upload. */
  private static final int LARGE = 9 << 20;

  private static final Retry UNTIL_IT_IS_BACK =
      Retry.times(500).backoff(Backoff.fixed(Duration.ofMillis(300))).on(KappaException.class);

  private Shelves() {}

  /**
   * An object.
   *
   * @param name of its content
   */
  record Stored(String name, String key, int characters, Done done) {}

  /** All objects of a run; and all steps. */
  record Shelved(List<Stored> objects, List<Done> done) {}

  static Task<Shelved> shelve(Job job) {
    return Task.spawnAll(numbers(job.width()), shelf -> fill(job, shelf))
        .then(Task::awaitAll)
        .map(
            lists ->
                new Shelved(
                    lists.stream().flatMap(list -> list.objects().stream()).toList(),
                    lists.stream().flatMap(list -> list.done().stream()).toList()));
  }

  private static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static Task<Shelved> fill(Job job, int shelf) {
    return Task.fold(
        numbers(job.size()),
        new Shelved(List.of(), List.of()),
        (all, number) ->
            Task.step("put", () -> put(job, shelf, number))
                .retry(UNTIL_IT_IS_BACK)
                .and(stored -> get(job, stored))
                .map((stored, got) -> plus(all, stored, got)));
  }

  private static Shelved plus(Shelved all, Stored stored, Done got) {
    return new Shelved(
        Stream.concat(all.objects().stream(), Stream.of(stored)).toList(),
        Stream.concat(all.done().stream(), Stream.of(stored.done(), got)).toList());
  }

  private static Stored put(Job job, int shelf, int number)
      throws IOException, InterruptedException {
    boolean large = shelf == 0 && number == 1;
    int characters = large ? LARGE : 1 + (shelf * 7 + number * 3) % 10 * 9_000;
    String name = Parcels.named(job.traces(), "object " + shelf + ":" + number);
    byte[] bytes = Content.of(name, characters).getBytes(StandardCharsets.UTF_8);
    String key = Bucket.ownKey("objects/" + number);
    Bucket bucket = Bucket.of(BUCKET);
    if (large) {
      bucket.write(
          key,
          out -> {
            out.write(bytes);
            return true;
          });
    } else {
      bucket.write(key, bytes);
    }
    // Not before: an execution that could not write it has left nothing, and is not the last one.
    Done done = Trace.mark(job, "~put:" + shelf + ":" + number, Trace.ANYWHERE);
    return new Stored(name, key, characters, done);
  }

  private static Task<Done> get(Job job, Stored stored) {
    return Task.step("get", () -> got(job, stored)).retry(UNTIL_IT_IS_BACK);
  }

  private static Done got(Job job, Stored stored) throws IOException, InterruptedException {
    byte[] bytes =
        Bucket.of(BUCKET)
            .read(stored.key())
            .orElseThrow(() -> new IllegalStateException(stored.key() + " is not there"));
    Content.checked(stored.name(), stored.characters(), new String(bytes, StandardCharsets.UTF_8));
    String what = stored.done().what().replace("put", "got");
    return Trace.mark(job, what, Trace.ANYWHERE);
  }
}
