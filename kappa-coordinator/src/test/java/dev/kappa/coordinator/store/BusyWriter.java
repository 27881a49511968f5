package dev.kappa.coordinator.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends each batch from the callback of the one before, as a busy coordinator does. What it writes
 * shows which batch was the last, and that each was applied in its turn: batch n replaces the field
 * that batch n-1 put.
 */
final class BusyWriter {
  private final CompletableFuture<BatchResult> ended = new CompletableFuture<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Partition partition;
  private volatile boolean stop;

  BusyWriter(Partition partition) {
    this.partition = partition;
  }

  void next() {
    int number = acknowledged.get() + 1;
    CompletionStage<BatchResult> result =
        partition.write(
            List.of(
                StoreContract.put("r", "h", "" + number),
                StoreContract.put("r", "f" + number, ""),
                new Change.Remove("r", "f" + (number - 1))));
    result.whenComplete(this::answered);
  }

  private void answered(BatchResult result, Throwable error) {
    if (error != null) {
      ended.completeExceptionally(error);
    } else if (result == BatchResult.FENCED) {
      ended.complete(result);
    } else {
      acknowledged.incrementAndGet();
      if (stop) {
        ended.complete(result);
      } else {
        next();
      }
    }
  }

  void awaitMore(int batches) {
    int goal = acknowledged.get() + batches;
    Eventually.holds("batches are written", () -> acknowledged.get() > goal || ended.isDone());
  }

  /** {@return how the last batch will have ended} */
  CompletableFuture<BatchResult> ended() {
    return ended;
  }

  int acknowledged() {
    return acknowledged.get();
  }

  /** {@return how the last batch ended; no more are sent} */
  CompletableFuture<BatchResult> stopped() {
    stop = true;
    return ended;
  }

  /** {@return what must be stored if the last acknowledged batch was the last that was applied} */
  Map<String, String> expected() {
    return after(acknowledged.get());
  }

  /** {@return what must be stored after batch {@code number}} */
  static Map<String, String> after(int number) {
    return Map.of("h", "" + number, "f" + number, "");
  }
}
