package dev.kappa.coordinator.blobs;

import dev.kappa.coordinator.store.Store;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.Bucket;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stores with a bucket in a time that is simulated. */
public final class BucketsOfWorlds {
  /** So it is seen what follows when a bucket stays away. */
  private static final int TRIES = 1;

  private BucketsOfWorlds() {}

  /**
   * {@return a store whose large values are in a bucket}
   *
   * @param threads what waits for the bucket is done there
   */
  public static StoreWithBucket store(
      Store store,
      BlobPlace place,
      Bucket bucket,
      ScheduledExecutorService loop,
      Executor threads,
      InstantSource clock) {
    Executor later = task -> loop.schedule(task, BucketBlobs.delaySeconds(place), TimeUnit.SECONDS);
    return new StoreWithBucket(
        store, new BucketBlobs(place, bucket, loop, threads, later, clock), loop, TRIES);
  }
}
