package dev.kappa.coordinator.blobs;

import dev.kappa.error.KappaException;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.ObjectEntry;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blobs of runs that are in a bucket. Requests wait on threads of their own; futures complete
 * on the event loop. What can't be deleted now is found by a later sweep.
 */
final class BucketBlobs {
  private static final Logger LOG = LoggerFactory.getLogger(BucketBlobs.class);

  /** So many blobs of a run are listed at once, and so many runs. */
  private static final int MOST_LISTED = 100_000;

  private static final int MOST_DELAY_SECONDS = 60;

  /** Deletions that wait; more are left to the sweep. */
  private static final int MOST_WAITING = 10_000;

  private final BlobPlace place;
  private final Bucket bucket;
  private final Executor loop;
  private final Executor threads;
  private final Executor afterAWhile;
  private final InstantSource clock;

  /** The keys of what is soon deleted; used on the event loop. */
  private final Set<String> doomed = new HashSet<>();

  private final Semaphore delayed = new Semaphore(MOST_WAITING);
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final Semaphore deleting = new Semaphore(4);

  /**
   * Those at a place.
   *
   * @param loop where futures complete
   * @param threads where requests wait
   * @param afterAWhile what is given there is done on the event loop, {@link #delaySeconds} later
   */
  BucketBlobs(
      BlobPlace place,
      Bucket bucket,
      Executor loop,
      Executor threads,
      Executor afterAWhile,
      InstantSource clock) {
    this.place = place;
    this.bucket = bucket;
    this.loop = loop;
    this.threads = threads;
    this.afterAWhile = afterAWhile;
    this.clock = clock;
  }

  BlobPlace place() {
    return place;
  }

  /** {@return the time, in milliseconds since 1970} */
  long millis() {
    return clock.millis();
  }

  /**
   * Writes, reads, lists and deletes an object.
   *
   * @throws KappaException if one of these can't be done
   */
  void check() {
    String key = place.base() + "check";
    bucket.write(key, new byte[] {1});
    bucket.read(key);
    bucket.list(key, 1);
    bucket.delete(List.of(key));
  }

  // ---- reading

  CompletableFuture<byte @Nullable []> get(String run, String blob) {
    return ask(() -> bucket.read(place.key(run, blob)).orElse(null));
  }

  /**
   * {@return what has that name, and one byte more than it should have, at most; null if there is
   * nothing} Waits for it.
   */
  byte @Nullable [] read(String run, String name, int bytes) {
    return bucket.readAtMost(place.key(run, name), bytes + 1).orElse(null);
  }

  /** Puts something of a run there. {@return completes when it is durable} */
  CompletableFuture<Boolean> put(String run, String name, byte[] bytes) {
    return ask(
        () -> {
          bucket.write(place.key(run, name), bytes);
          return true;
        });
  }

  /** {@return the names of a run's blobs, without those that are soon deleted} */
  CompletableFuture<List<String>> of(String run) {
    CompletableFuture<List<ObjectEntry>> all =
        ask(() -> bucket.list(place.prefixOf(run), MOST_LISTED));
    return all.thenApply(
        entries ->
            entries.stream()
                .map(ObjectEntry::key)
                .filter(key -> !doomed.contains(key))
                .map(key -> place.blobAt(run, key))
                .filter(Objects::nonNull)
                .toList());
  }

  /** {@return the runs that have blobs} */
  CompletableFuture<List<String>> runs() {
    int base = place.base().length();
    return ask(
        () ->
            bucket.folders(place.base(), MOST_LISTED).stream()
                .map(folder -> folder.substring(base, folder.length() - 1))
                .toList());
  }

  /** {@return what {@code request} gives, which may wait} */
  <T extends @Nullable Object> CompletableFuture<T> ask(Supplier<T> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            T found = request.get();
            onLoop(() -> answer.complete(found));
          } catch (RuntimeException | Error e) {
            // What does not fit in memory is an answer, too: else somebody would wait for ever.
            onLoop(() -> answer.completeExceptionally(e));
          }
        });
    return answer;
  }

  private void onLoop(Runnable what) {
    try {
      loop.execute(what);
    } catch (RejectedExecutionException e) {
      LOG.debug("the coordinator has ended: nobody wants the answer");
    }
  }

  // ---- deleting

  /** {@return how long what is not wanted any more stays} */
  static int delaySeconds(BlobPlace place) {
    return Math.min(MOST_DELAY_SECONDS, place.sweepSeconds());
  }

  /**
   * Deletes blobs after a while, if the store then still has what it had: one that was set back
   * meanwhile, by a fail-over or a crash, may name again what is to be deleted.
   *
   * @param stillHolds fails if it has not
   */
  void dropLater(String run, List<String> names, Supplier<CompletableFuture<Void>> stillHolds) {
    List<String> keys = names.stream().map(name -> place.key(run, name)).toList();
    boolean waits =
        afterAWhile(stillHolds, () -> drop(run, names), () -> keys.forEach(doomed::remove));
    if (waits) {
      doomed.addAll(keys);
    }
  }

  /** As {@link #dropLater}, for all that a run has. */
  void dropAllLater(String run, Supplier<CompletableFuture<Void>> stillHolds) {
    // What comes later is of a run that began anew.
    long before = clock.millis();
    afterAWhile(stillHolds, () -> dropAll(run, before), () -> {});
  }

  private boolean afterAWhile(
      Supplier<CompletableFuture<Void>> stillHolds, Runnable deletion, Runnable over) {
    if (!delayed.tryAcquire()) {
      return false;
    }
    // One that throws has not said that it holds.
    afterAWhile.execute(
        () ->
            CompletableFuture.completedFuture(null)
                .thenCompose(nothing -> stillHolds.get())
                .whenComplete(
                    (holds, error) -> {
                      delayed.release();
                      over.run();
                      if (error == null) {
                        deletion.run();
                      }
                    }));
    return true;
  }

  /** Deletes blobs of a run. Only what no stored payload names, and none ever will. */
  void drop(String run, Collection<String> blobs) {
    later(run, () -> bucket.delete(blobs.stream().map(blob -> place.key(run, blob)).toList()));
  }

  /**
   * {@return the time of the youngest of what a look may delete that begins now} What is put there
   * while it goes on is younger, however long that takes.
   */
  long oldEnough() {
    return clock.millis() - TimeUnit.SECONDS.toMillis(place.sweepSeconds());
  }

  /**
   * Deletes what a run has.
   *
   * @param before what was put there later stays, in milliseconds since 1970: another run may have
   *     begun under the same id
   */
  void dropAll(String run, long before) {
    later(run, () -> deleteAll(run, before));
  }

  private void deleteAll(String run, long before) {
    List<String> old =
        bucket.list(place.prefixOf(run), MOST_LISTED).stream()
            .filter(entry -> entry.modified() <= before)
            .map(ObjectEntry::key)
            .toList();
    bucket.delete(old);
  }

  private void later(String run, Runnable deletion) {
    if (waiting.tryAcquire()) {
      threads.execute(() -> delete(run, deletion));
    }
  }

  private void delete(String run, Runnable deletion) {
    deleting.acquireUninterruptibly();
    try {
      deletion.run();
    } catch (RuntimeException e) {
      LOG.warn("run {}: blobs in {} stay until the next sweep: {}", run, place, e.getMessage());
    } finally {
      deleting.release();
      waiting.release();
    }
  }
}
