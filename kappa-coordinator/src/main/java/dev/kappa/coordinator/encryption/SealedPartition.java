package dev.kappa.coordinator.encryption;

import dev.kappa.coordinator.store.BatchResult;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.ForwardingPartition;
import dev.kappa.coordinator.store.Partition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A partition in its owner's hands, in clear: all that it stores is encrypted. */
final class SealedPartition extends SealedIndex implements ForwardingPartition {
  private final Partition partition;

  SealedPartition(Partition partition, PartitionKeys keys, Unwrapping unwrapping) {
    super(partition, keys, unwrapping);
    this.partition = partition;
  }

  @Override
  public CompletableFuture<BatchResult> write(List<Change> changes) {
    return partition.write(changes.stream().map(this::sealed).toList());
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> load(String run) {
    return partition.load(run).thenCompose(fields -> clear(run, fields));
  }

  // ---- what holds no values

  @Override
  public CompletableFuture<List<String>> blobs(String run) {
    return partition.blobs(run);
  }

  @Override
  public Partition partition() {
    return partition;
  }
}
