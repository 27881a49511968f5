package dev.kappa.coordinator.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A partition before another one, which has all that holds no values of runs. An interface, since
 * those that are such are somebody's index as well.
 */
public interface ForwardingPartition extends Partition {
  /** {@return the other one} */
  Partition partition();

  @Override
  default int number() {
    return partition().number();
  }

  @Override
  default CompletableFuture<List<String>> due(long nowMillis, int limit) {
    return partition().due(nowMillis, limit);
  }

  @Override
  default CompletableFuture<Long> nextWake() {
    return partition().nextWake();
  }

  @Override
  default CompletableFuture<Integer> purge(int limit) {
    return partition().purge(limit);
  }

  @Override
  default CompletableFuture<Void> check() {
    return partition().check();
  }

  @Override
  default CompletableFuture<Boolean> reaffirm() {
    return partition().reaffirm();
  }

  @Override
  default CompletableFuture<Void> release() {
    return partition().release();
  }
}
