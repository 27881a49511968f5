package dev.kappa.coordinator.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A partition of the store in the hands of one owner, from {@link Store#takeOver}. To be used on
 * the owner's event loop; futures complete there.
 *
 * <p>Reads fail with {@code REDIS_UNREACHABLE} when the store did not answer for half a minute;
 * writes never do, they wait. Reads fail with {@code FENCED} when the partition has another owner,
 * or when a fail-over of Redis lost what this owner wrote. All futures fail with {@link
 * java.util.concurrent.CancellationException} when the store is closed.
 */
public interface Partition extends RunIndex {
  /** The largest number of changes in a batch. */
  int MAX_BATCH_CHANGES = 200_000;

  /**
   * The largest sum of {@link Change#size} in a batch, in bytes. All that a run may hold fits, and
   * a commit besides: a cancellation may write every task anew.
   */
  int MAX_BATCH_BYTES = 256 << 20;

  /** {@return the partition's number, from 0} */
  int number();

  /**
   * Writes all changes or none, exactly once. While the store can't be reached the future stays
   * pending and the batch is kept; it is sent again only where the store doesn't have it.
   *
   * @throws IllegalStateException if the batch before is still pending
   * @throws dev.kappa.error.KappaException {@code PAYLOAD_TOO_LARGE} past {@link
   *     #MAX_BATCH_CHANGES} or {@link #MAX_BATCH_BYTES}; {@code INTERNAL} if a run changes after it
   *     was retired
   */
  CompletableFuture<BatchResult> write(List<Change> changes);

  /** {@return all fields of a run; empty if it is unknown or its retention time is over} */
  CompletableFuture<Map<String, byte[]>> load(String run);

  /** {@return the runs whose wake time is at most {@code nowMillis}, oldest first} */
  CompletableFuture<List<String>> due(long nowMillis, int limit);

  /**
   * {@return the earliest wake time that is greater than 0, in milliseconds since 1970, or {@link
   * Long#MAX_VALUE}}
   */
  CompletableFuture<Long> nextWake();

  /** {@return the names of the blobs that are stored for a run} */
  CompletableFuture<List<String>> blobs(String run);

  /**
   * Removes what is left of runs whose retention time is over. To be called now and then, again at
   * once while it removes {@code limit}.
   *
   * @return how many runs were removed
   */
  CompletableFuture<Integer> purge(int limit);

  /** Does nothing, but fails as a read does if the partition is no more this owner's. */
  CompletableFuture<Void> check();

  /**
   * Begins a new term after the owner's lease was over.
   *
   * @return whether the partition is still this owner's: from then on nobody takes it over who had
   *     looked before; fails with {@code REDIS_UNREACHABLE} when the store did not answer for half
   *     a minute
   */
  CompletableFuture<Boolean> reaffirm();

  /**
   * Gives the partition up: from now on this owner's writes are {@link BatchResult#FENCED} and its
   * reads fail with {@code FENCED}, and {@link Store#holding} names nobody. Does nothing if the
   * partition has another owner already.
   *
   * @return fails with {@code REDIS_UNREACHABLE} when the store did not answer for half a minute;
   *     the partition can then still bear this owner's name
   * @throws IllegalStateException if a batch is still pending
   */
  CompletableFuture<Void> release();
}
