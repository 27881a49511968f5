package dev.kappa.coordinator.blobs;

import dev.kappa.coordinator.store.BatchResult;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.ForwardingPartition;
import dev.kappa.coordinator.store.Partition;
import dev.kappa.objects.BlobPlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A partition in its owner's hands, with the blobs of its runs in the bucket. */
final class PartitionWithBucket extends IndexWithBucket implements ForwardingPartition {
  /** A run that is remembered no longer may be begun anew under its id at once. */
  private static final long MEMORABLE_MILLIS = 3_600_000;

  private final Partition partition;
  private final BucketBlobs blobs;

  PartitionWithBucket(Partition partition, BucketBlobs blobs) {
    super(partition, blobs);
    this.partition = partition;
    this.blobs = blobs;
  }

  // ---- with the bucket

  /**
   * What a batch drops is deleted a while after it is known to be stored: until then, if it is
   * refused, and if the store loses it again, what is stored may still name it.
   */
  @Override
  public CompletableFuture<BatchResult> write(List<Change> changes) {
    Dropped dropped = Dropped.by(changes);
    CompletableFuture<BatchResult> written = partition.write(changes);
    return dropped.isEmpty()
        ? written
        : written.thenApply(
            result -> {
              if (result == BatchResult.APPLIED) {
                dropped.from(blobs, partition::check);
              }
              return result;
            });
  }

  @Override
  public CompletableFuture<List<String>> blobs(String run) {
    return partition
        .blobs(run)
        .thenCombine(
            blobs.of(run),
            (here, there) -> {
              List<String> all = new ArrayList<>(here);
              all.addAll(there);
              return all;
            });
  }

  /**
   * What a batch drops.
   *
   * @param some by run
   * @param all of these runs, that have ended and are remembered for a while; what others leave is
   *     swept
   */
  private record Dropped(Map<String, List<String>> some, List<String> all) {
    static Dropped by(List<Change> changes) {
      Map<String, List<String>> some = new LinkedHashMap<>();
      List<String> all = new ArrayList<>();
      for (Change change : changes) {
        if (change instanceof Change.DropBlob drop && BlobPlace.has(drop.name())) {
          some.computeIfAbsent(drop.run(), run -> new ArrayList<>()).add(drop.name());
        } else if (change instanceof Change.Retire retire
            && retire.retentionMillis() >= MEMORABLE_MILLIS) {
          all.add(retire.run());
        }
      }
      return new Dropped(some, all);
    }

    boolean isEmpty() {
      return some.isEmpty() && all.isEmpty();
    }

    void from(BucketBlobs blobs, Supplier<CompletableFuture<Void>> stillHolds) {
      some.forEach((run, names) -> blobs.dropLater(run, names, stillHolds));
      all.forEach(run -> blobs.dropAllLater(run, stillHolds));
    }
  }

  // ---- without

  @Override
  public CompletableFuture<Map<String, byte[]>> load(String run) {
    return partition.load(run);
  }

  @Override
  public Partition partition() {
    return partition;
  }
}
