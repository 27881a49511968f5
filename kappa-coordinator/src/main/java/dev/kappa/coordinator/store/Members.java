package dev.kappa.coordinator.store;

import java.util.concurrent.CompletableFuture;

/**
 * The coordinators that share a store. Each shows by heartbeats that it lives; by the store's
 * clock, not by theirs, it is forgotten when its lease is over. To be forgotten takes nothing from
 * it but its name here: a partition is lost by {@link Store#takeOver} alone. But from then on
 * others may take over what it has, so it must have stopped to speak for its partitions when its
 * lease, by its own clock from the moment that it asked, is over; and may go on only with those
 * that it could {@link Partition#reaffirm}.
 *
 * <p>Futures complete on the event loop that the store was made for, and fail with {@link
 * java.util.concurrent.CancellationException} when it is closed.
 */
public interface Members {
  /** The longest lease, in milliseconds. */
  long MAX_LEASE_MILLIS = 60 * 60 * 1000;

  /**
   * Registers a member, or renews its lease and replaces what it said of itself.
   *
   * @param leaseMillis how long it counts as alive from now on, 1 to {@link #MAX_LEASE_MILLIS}
   * @return the live members; fails with {@code REDIS_UNREACHABLE} when the store did not answer
   *     for as long as the lease, and with {@code UNSUPPORTED_STORE} if what is stored has a format
   *     that {@code self} does not read
   */
  CompletableFuture<Beat> heartbeat(Member self, long leaseMillis);

  /**
   * Forgets a member at once. A heartbeat of the same id would register it again.
   *
   * @return fails with {@code REDIS_UNREACHABLE} when the store did not answer for 10 seconds
   */
  CompletableFuture<Void> leave(String id);
}
