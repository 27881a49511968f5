package dev.kappa.coordinator.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A partition in memory as one owner sees it. */
final class OwnedMemoryPartition implements Partition {
  private final MemoryPartition state;
  private final String owner;
  private final Executor loop;
  private final AtomicBoolean pending = new AtomicBoolean();

  OwnedMemoryPartition(MemoryPartition state, String owner, Executor loop) {
    this.state = state;
    this.owner = owner;
    this.loop = loop;
  }

  @Override
  public int number() {
    return state.number();
  }

  @Override
  public CompletableFuture<BatchResult> write(List<Change> changes) {
    Batch batch = Batch.of(changes);
    if (!pending.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "partition " + number() + ": the batch before is still pending");
    }
    return MemoryStore.soon(
        loop,
        () -> {
          pending.set(false);
          return state.write(owner, batch);
        });
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> load(String run) {
    return MemoryStore.soon(loop, () -> state.load(run));
  }

  @Override
  public CompletableFuture<List<String>> due(long nowMillis, int limit) {
    Names.checkLimit(limit);
    return MemoryStore.soon(loop, () -> state.due(nowMillis, limit));
  }

  @Override
  public CompletableFuture<Long> nextWake() {
    return MemoryStore.soon(loop, state::nextWake);
  }

  @Override
  public CompletableFuture<List<String>> list(long startedBeforeMillis, int limit) {
    Names.checkLimit(limit);
    return MemoryStore.soon(loop, () -> state.list(startedBeforeMillis, limit));
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> headers(List<String> runs) {
    List<String> asked = List.copyOf(runs);
    return MemoryStore.soon(loop, () -> state.headers(asked));
  }

  @Override
  public CompletableFuture<List<String>> blobs(String run) {
    return MemoryStore.soon(loop, () -> state.blobs(run));
  }

  @Override
  public CompletableFuture<Integer> purge(int limit) {
    Names.checkLimit(limit);
    return MemoryStore.soon(loop, () -> state.purge(limit));
  }
}
