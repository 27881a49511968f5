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

/**
 * What invocations are given and return, in a bucket, beside the blobs of their runs. A bucket that
 * is away is asked again; what it refuses is told at once.
 */
final class BucketClaims implements ClaimStore {
  /** With the pauses between them, 30 s, beside what each takes. */
  static final int TRIES = 20;

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
    CompletableFuture<T> answer = new CompletableFuture<>();
    attempt(request, wanted, 1, FIRST_PAUSE_MILLIS, answer);
    return answer;
  }

  private <T extends @Nullable Object> void attempt(
      Supplier<CompletableFuture<T>> request,
      BooleanSupplier wanted,
      int number,
      long pause,
      CompletableFuture<T> answer) {
    request
        .get()
        .whenComplete(
            (done, error) -> {
              if (error == null) {
                answer.complete(done);
              } else if (isPassing(error) && (number < tries || wanted.getAsBoolean())) {
                long next = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                Runnable again = () -> attempt(request, wanted, number + 1, next, answer);
                var unused = loop.schedule(again, pause, TimeUnit.MILLISECONDS);
              } else {
                answer.completeExceptionally(error);
              }
            });
  }

  private static boolean isPassing(Throwable error) {
    Throwable why = error instanceof CompletionException e ? e.getCause() : error;
    return why instanceof KappaException e
        && (e.code() == ErrorCode.BUCKET_UNREACHABLE || e.code() == ErrorCode.BUCKET_THROTTLED);
  }
}
