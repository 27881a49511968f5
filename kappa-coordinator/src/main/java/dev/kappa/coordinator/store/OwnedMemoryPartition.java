package dev.kappa.coordinator.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A partition in memory as one owner sees it. */
final class OwnedMemoryPartition implements Partition {
  private final MemoryPartition state;
  private final PartitionOwner owner;
  private final Executor loop;
  private final AtomicBoolean pending = new AtomicBoolean();

  OwnedMemoryPartition(MemoryPartition state, PartitionOwner owner, Executor loop) {
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
    return read(() -> state.load(run));
  }

  @Override
  public CompletableFuture<List<String>> due(long nowMillis, int limit) {
    Names.checkLimit(limit);
    return read(() -> state.due(nowMillis, limit));
  }

  @Override
  public CompletableFuture<Long> nextWake() {
    return read(state::nextWake);
  }

  @Override
  public CompletableFuture<List<String>> list(long startedBeforeMillis, int limit) {
    Names.checkLimit(limit);
    return read(() -> state.list(startedBeforeMillis, limit));
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> headers(List<String> runs) {
    List<String> asked = List.copyOf(runs);
    return read(() -> state.headers(asked));
  }

  @Override
  public CompletableFuture<FieldPage> fields(String run, String from) {
    return read(() -> new FieldPage(state.load(run), null));
  }

  @Override
  public CompletableFuture<byte @Nullable []> blob(String run, String name) {
    return this.<byte @Nullable []>read(() -> state.blob(run, name));
  }

  @Override
  public CompletableFuture<byte @Nullable []> result(String run) {
    return this.<byte @Nullable []>read(() -> state.result(run));
  }

  @Override
  public CompletableFuture<List<String>> blobs(String run) {
    return read(() -> state.blobs(run));
  }

  @Override
  public CompletableFuture<Integer> purge(int limit) {
    Names.checkLimit(limit);
    return read(() -> state.purge(limit));
  }

  @Override
  public CompletableFuture<Void> check() {
    return read(() -> null);
  }

  @Override
  public CompletableFuture<Boolean> reaffirm() {
    return MemoryStore.soon(loop, () -> state.reaffirm(owner));
  }

  @Override
  public CompletableFuture<Void> release() {
    if (pending.get()) {
      throw new IllegalStateException("partition " + number() + ": a batch is still pending");
    }
    return MemoryStore.soon(
        loop,
        () -> {
          state.release(owner);
          return null;
        });
  }

  private <T extends @Nullable Object> CompletableFuture<T> read(Supplier<T> what) {
    return MemoryStore.soon(
        loop,
        () -> {
          state.checkOwner(owner);
          return what.get();
        });
  }
}
