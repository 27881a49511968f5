package dev.kappa.coordinator.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What is stored of a partition's runs in memory, whoever owns it. */
record MemoryRunIndex(MemoryPartition state, Executor loop) implements RunIndex {
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
  public CompletableFuture<FieldPage> fields(String run, String from) {
    return MemoryStore.soon(loop, () -> new FieldPage(state.load(run), null));
  }

  @Override
  public CompletableFuture<byte @Nullable []> blob(String run, String name) {
    return MemoryStore.<byte @Nullable []>soon(loop, () -> state.blob(run, name));
  }

  @Override
  public CompletableFuture<byte @Nullable []> result(String run) {
    return MemoryStore.<byte @Nullable []>soon(loop, () -> state.result(run));
  }
}
