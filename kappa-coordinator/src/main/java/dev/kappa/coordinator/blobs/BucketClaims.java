package dev.kappa.coordinator.blobs;

import dev.kappa.coordinator.store.ClaimStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Carried;
import dev.kappa.wire.AttemptRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What invocations are given and return, in a bucket, beside the blobs of their runs. A bucket that
 * is away is asked again; what it refuses is told at once.
 */
final class BucketClaims implements ClaimStore {
  private static final Logger LOG = LoggerFactory.getLogger(BucketClaims.class);

  /** With the pauses between them 30 s, where each fails at once. */
  static final int TRIES = 20;

  /** None is begun later, where each takes long to fail. */
  private static final long MOST_MILLIS = 60_000;

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final BucketBlobs blobs;
  private final ScheduledExecutorService loop;
  private final int tries;

  BucketClaims(BucketBlobs blobs, ScheduledExecutorService loop, int tries) {
    this.blobs = blobs;
    this.loop = loop;
    this.tries = tries;
  }

  @Override
  public int inlineBytes() {
    return blobs.place().payloadBytes();
  }

  @Override
  public CompletableFuture<Carried.Claim> put(AttemptRef attempt, Supplier<byte[]> messages) {
    boolean seals = blobs.place().seals();
    return blobs
        .ask(() -> Carried.Checked.of(attempt, Carried.Way.ORDER, messages.get(), seals))
        .thenCompose(
            checked ->
                patiently(
                        () -> blobs.put(attempt.run(), checked.claim().name(), checked.object()),
                        () -> false)
                    .thenApply(done -> checked.claim()));
  }

  @Override
  public CompletableFuture<byte[]> get(Carried.Claim claim, BooleanSupplier wanted) {
    return patiently(
        () -> blobs.ask(() -> claim.open(blobs.read(claim.run(), claim.name(), claim.bytes()))),
        wanted);
  }

  @Override
  public void drop(Carried.Claim claim) {
    blobs.drop(claim.run(), List.of(claim.name()));
  }

  private <T extends @Nullable Object> CompletableFuture<T> patiently(
      Supplier<CompletableFuture<T>> request, BooleanSupplier wanted) {
    Trial<T> trial = new Trial<>(request, wanted);
    trial.run();
    return trial.answer;
  }

  /** A request that is tried until it goes through, or is refused, or nobody wants it any more. */
  private final class Trial<T extends @Nullable Object> {
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final Supplier<CompletableFuture<T>> request;
    private final BooleanSupplier wanted;
    private final long began = blobs.millis();
    private int number;
    private long pause = FIRST_PAUSE_MILLIS;

    Trial(Supplier<CompletableFuture<T>> request, BooleanSupplier wanted) {
      this.request = request;
      this.wanted = wanted;
    }

    void run() {
      number++;
      request.get().whenComplete(this::tried);
    }

    private void tried(T done, @Nullable Throwable error) {
      if (error == null) {
        answer.complete(done);
      } else if (isPassing(error) && (mayGoOn() || wanted.getAsBoolean())) {
        again(error);
      } else {
        answer.completeExceptionally(error);
      }
    }

    private boolean mayGoOn() {
      return number < tries && blobs.millis() - began < MOST_MILLIS;
    }

    private void again(Throwable error) {
      if (number == 1) {
        LOG.warn("what goes through the bucket waits for it: {}", error.getMessage());
      }
      var unused = loop.schedule(this::run, pause, TimeUnit.MILLISECONDS);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private static boolean isPassing(Throwable error) {
    Throwable why = error instanceof CompletionException e ? e.getCause() : error;
    return why instanceof KappaException e
        && (e.code() == ErrorCode.BUCKET_UNREACHABLE || e.code() == ErrorCode.BUCKET_THROTTLED);
  }
}
