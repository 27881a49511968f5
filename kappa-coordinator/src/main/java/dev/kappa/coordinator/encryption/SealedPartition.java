package dev.kappa.coordinator.encryption;

import dev.kappa.coordinator.store.BatchResult;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.Partition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A partition in its owner's hands, in clear: all that it stores is encrypted. */
final class SealedPartition extends SealedIndex implements Partition {
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
  public int number() {
    return partition.number();
  }

  @Override
  public CompletableFuture<List<String>> due(long nowMillis, int limit) {
    return partition.due(nowMillis, limit);
  }

  @Override
  public CompletableFuture<Long> nextWake() {
    return partition.nextWake();
  }

  @Override
  public CompletableFuture<List<String>> blobs(String run) {
    return partition.blobs(run);
  }

  @Override
  public CompletableFuture<Integer> purge(int limit) {
    return partition.purge(limit);
  }

  @Override
  public CompletableFuture<Void> check() {
    return partition.check();
  }

  @Override
  public CompletableFuture<Boolean> reaffirm() {
    return partition.reaffirm();
  }

  @Override
  public CompletableFuture<Void> release() {
    return partition.release();
  }
}
