package dev.kappa.coordinator.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps runs, divided into partitions that each have one owner at a time. All futures complete on
 * the event loop that the store was made for.
 */
public interface Store extends AutoCloseable {
  /** The largest blob, in bytes. */
  int MAX_BLOB_BYTES = 64 << 20;

  /** How long a blob lives whose run is not (or not any more) stored, in milliseconds. */
  long BLOB_GRACE_MILLIS = 10 * 60 * 1000;

  /** {@return the partition of a run, of so many} */
  static int partitionOf(String run, int partitions) {
    return Math.floorMod(run.hashCode(), partitions);
  }

  /** {@return the number of partitions, fixed when the store was created} */
  int partitions();

  /** Takes a partition over for a coordinator that has no other beside it. */
  default CompletableFuture<Partition> takeOver(int partition) {
    return takeOver(partition, "alone");
  }

  /**
   * Makes the caller the owner of a partition: from the moment that the future completes, no batch
   * of an owner before is stored. Stays pending while the store can't be reached.
   *
   * @param member the caller's {@link Member#id}, by which others see whose the partition is
   */
  CompletableFuture<Partition> takeOver(int partition, String member);

  /**
   * As {@link #takeOver(int, String)}, if the partition is still in these hands.
   *
   * @return empty if it is not
   */
  CompletableFuture<Optional<Partition>> takeOver(int partition, String member, Holding from);

  /**
   * {@return in whose hands a partition is}
   *
   * <p>Fails with {@code REDIS_UNREACHABLE} when the store did not answer for half a minute. What
   * it says may be outdated when it arrives.
   */
  CompletableFuture<Holding> holding(int partition);

  /**
   * {@return what is stored of a partition's runs, whoever owns it} It may be outdated when it
   * arrives.
   */
  RunIndex index(int partition);

  /** {@return a random text that all coordinators of this store know, and nobody else} */
  String secret();

  /** {@return the coordinators that share this store} */
  Members members();

  /**
   * Stores a blob of a run, as durable as a batch when the future completes. One whose run is not
   * listed within {@link #BLOB_GRACE_MILLIS} goes by itself; the others go with the run, or by
   * {@link Change.DropBlob}. Sent again, it replaces itself.
   *
   * @throws dev.kappa.error.KappaException {@code PAYLOAD_TOO_LARGE} past {@link #MAX_BLOB_BYTES}
   */
  CompletableFuture<Void> putBlob(int partition, String run, String name, byte[] bytes);

  /** {@return a blob, or null if there is none of that name} */
  CompletableFuture<byte @Nullable []> blob(int partition, String run, String name);

  /**
   * {@return where what is too large for an invocation is while it is on its way; null if there is
   * no such place}
   */
  default @Nullable ClaimStore claims() {
    return null;
  }

  /** {@return whether the store answered when it was last asked, whatever it was asked for} */
  boolean reachable();

  /**
   * {@return whether the store answered when it was last asked for a partition, and for its
   * members} Where partitions are on several servers, some may be away while the others are there.
   */
  boolean reachable(int partition);

  /** {@return why it is not reachable, for people; nothing if it is} */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /** {@return how often it was not reachable since it was made, and for how long} */
  default Outages outages() {
    return Outages.NONE;
  }

  /** {@return a line for people: what and where the store is, and what it promises} */
  String describe();

  /** Gives up all that is pending and closes all connections. Doesn't wait. */
  @Override
  void close();
}
