package dev.kappa.coordinator.blobs;

import dev.kappa.coordinator.store.ClaimStore;
import dev.kappa.coordinator.store.ForwardingStore;
import dev.kappa.coordinator.store.Holding;
import dev.kappa.coordinator.store.Partition;
import dev.kappa.coordinator.store.RunIndex;
import dev.kappa.coordinator.store.Store;
import dev.kappa.objects.BlobPlace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A store whose large values workers put into a bucket. What the store itself has of them goes on
 * as before; a blob's name says where it is.
 *
 * <p>A blob is deleted a while after the batch is stored that no longer names it, never before; so
 * one that should have been deleted may be left when this process dies between. {@link Sweep} finds
 * these, and what attempts put there that were cut off, or were over already.
 */
public final class StoreWithBucket extends ForwardingStore {
  private static final int ID_BYTES = 6;

  private final BucketBlobs blobs;
  private final BucketClaims claims;
  private final Sweep sweep;

  StoreWithBucket(Store store, BucketBlobs blobs, ScheduledExecutorService loop) {
    this(store, blobs, loop, BucketClaims.TRIES);
  }

  /**
   * One before {@code store}.
   *
   * @param tries so often a bucket that is away is asked for what an invocation is given or returns
   */
  StoreWithBucket(Store store, BucketBlobs blobs, ScheduledExecutorService loop, int tries) {
    super(store);
    this.blobs = blobs;
    this.claims = new BucketClaims(blobs, loop, tries);
    this.sweep = new Sweep(blobs, store.partitions(), loop);
  }

  /**
   * {@return a store with a bucket} Other stores may use the same bucket and prefix: each has its
   * own below. Waits for the bucket's answers, so not to be called on the loop.
   *
   * @param store closed with the result, also if there is none
   * @param loop where futures complete
   * @throws dev.kappa.error.KappaException if the bucket can't be written, read, listed or deleted
   *     from
   */
  public static StoreWithBucket of(Store store, BlobPlace place, ScheduledExecutorService loop) {
    try {
      BlobPlace own = place.below(id(store.secret()));
      BucketBlobs blobs =
          new BucketBlobs(
              own,
              own.open(),
              loop,
              Thread::startVirtualThread,
              task -> loop.schedule(task, BucketBlobs.delaySeconds(own), TimeUnit.SECONDS),
              InstantSource.system());
      blobs.check();
      return new StoreWithBucket(store, blobs, loop);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** The name of a store, which tells nothing of its secret. */
  private static String id(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("blobs of " + secret).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@return where workers put large values} */
  public BlobPlace place() {
    return blobs.place();
  }

  /**
   * Begins to look for what is left in the bucket, now and then.
   *
   * @param littered is told, on the event loop, of runs that may have something that nobody wants
   * @param over whether a run is over, by what is stored under {@link
   *     dev.kappa.coordinator.store.Change#HEADER}: then it wants nothing
   */
  public void sweep(Consumer<String> littered, Predicate<byte[]> over) {
    sweep.begin(littered, over);
  }

  /** Looks at once. */
  void sweepNow() {
    sweep.look();
  }

  // ---- with the bucket

  @Override
  public CompletableFuture<Partition> takeOver(int partition, String member) {
    return store.takeOver(partition, member).thenApply(this::with);
  }

  @Override
  public CompletableFuture<Optional<Partition>> takeOver(
      int partition, String member, Holding from) {
    return store.takeOver(partition, member, from).thenApply(taken -> taken.map(this::with));
  }

  private Partition with(Partition taken) {
    PartitionWithBucket owned = new PartitionWithBucket(taken, blobs);
    sweep.owns(owned);
    return owned;
  }

  @Override
  public RunIndex index(int partition) {
    return new IndexWithBucket(store.index(partition), blobs);
  }

  @Override
  public CompletableFuture<byte @Nullable []> blob(int partition, String run, String name) {
    return BlobPlace.has(name) ? blobs.get(run, name) : store.blob(partition, run, name);
  }

  @Override
  public ClaimStore claims() {
    return claims;
  }

  @Override
  public String describe() {
    return store.describe() + ", large values in " + blobs.place();
  }

  @Override
  public void close() {
    sweep.close();
    store.close();
  }

  // ---- without

  @Override
  public CompletableFuture<Void> putBlob(int partition, String run, String name, byte[] bytes) {
    return store.putBlob(partition, run, name, bytes);
  }
}
