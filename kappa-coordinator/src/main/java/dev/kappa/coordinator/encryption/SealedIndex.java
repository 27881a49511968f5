package dev.kappa.coordinator.encryption;

import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.FieldPage;
import dev.kappa.coordinator.store.RunIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is stored of a partition's runs, in clear. */
class SealedIndex implements RunIndex {
  /** Under this name, a field each, a partition's data keys are stored; no run has it. */
  static final String KEYS = "keys";

  private static final String FIELD = "field ";
  private static final String RESULT = "result";
  private static final String BLOB = "blob ";

  private final RunIndex index;
  private final PartitionKeys keys;
  private final Unwrapping unwrapping;

  SealedIndex(RunIndex index, PartitionKeys keys, Unwrapping unwrapping) {
    this.index = index;
    this.keys = keys;
    this.unwrapping = unwrapping;
  }

  /** {@return what is stored for a change} */
  final Change sealed(Change change) {
    return switch (change) {
      case Change.Put put ->
          new Change.Put(put.run(), put.field(), seal(put.run(), field(put.field()), put.value()));
      case Change.Result result ->
          new Change.Result(result.run(), seal(result.run(), RESULT, result.value()));
      case Change.Retire retire ->
          new Change.Retire(
              retire.run(),
              seal(retire.run(), field(Change.HEADER), retire.header()),
              retire.retentionMillis());
      case Change.Remove remove -> remove;
      case Change.Listed listed -> listed;
      case Change.Wake wake -> wake;
      case Change.Unwake unwake -> unwake;
      case Change.DropBlob drop -> drop;
    };
  }

  private byte[] seal(String run, String place, byte[] clear) {
    return keys.seal(run, place, clear);
  }

  private static String field(String name) {
    return FIELD + name;
  }

  static String blobPlace(String name) {
    return BLOB + name;
  }

  // ---- in clear

  /** {@return a run's fields in clear} */
  final CompletableFuture<Map<String, byte[]>> clear(String run, Map<String, byte[]> fields) {
    return withKeysFor(
        fields.values(),
        () -> {
          Map<String, byte[]> clear = LinkedHashMap.newLinkedHashMap(fields.size());
          fields.forEach((name, value) -> clear.put(name, keys.open(run, field(name), value)));
          return clear;
        });
  }

  private CompletableFuture<byte @Nullable []> clearValue(
      String run, String place, byte @Nullable [] stored) {
    return stored == null
        ? CompletableFuture.completedFuture(null)
        : withKeysFor(List.of(stored), () -> keys.open(run, place, stored));
  }

  final CompletableFuture<byte @Nullable []> clearBlob(
      String run, String name, byte @Nullable [] stored) {
    return clearValue(run, blobPlace(name), stored);
  }

  /** Data keys that came into the store since it was looked at are fetched first. */
  private <T extends @Nullable Object> CompletableFuture<T> withKeysFor(
      Iterable<byte[]> stored, Supplier<T> opening) {
    Set<Long> absent = new HashSet<>();
    for (byte[] value : stored) {
      if (!keys.hasKeyOf(value)) {
        absent.add(Envelope.key(value));
      }
    }
    if (absent.isEmpty()) {
      return CompletableFuture.completedFuture(null).thenApply(nothing -> opening.get());
    }
    return all(index, KEYS)
        .thenCompose(found -> unwrapping.some(found, absent))
        .thenApply(
            found -> {
              keys.add(found);
              return opening.get();
            });
  }

  /** {@return all fields of a run as they are stored} */
  static CompletableFuture<Map<String, byte[]>> all(RunIndex index, String run) {
    return all(index, run, FieldPage.FIRST, new HashMap<>());
  }

  private static CompletableFuture<Map<String, byte[]>> all(
      RunIndex index, String run, String from, Map<String, byte[]> found) {
    return index
        .fields(run, from)
        .thenCompose(
            page -> {
              found.putAll(page.fields());
              String next = page.next();
              return next == null
                  ? CompletableFuture.completedFuture(found)
                  : all(index, run, next, found);
            });
  }

  // ---- what is asked

  @Override
  public final CompletableFuture<List<String>> list(long startedBeforeMillis, int limit) {
    return index.list(startedBeforeMillis, limit);
  }

  @Override
  public final CompletableFuture<Map<String, byte[]>> headers(List<String> runs) {
    return index
        .headers(runs)
        .thenCompose(
            found ->
                withKeysFor(
                    new ArrayList<>(found.values()),
                    () -> {
                      Map<String, byte[]> clear = LinkedHashMap.newLinkedHashMap(found.size());
                      found.forEach(
                          (run, header) ->
                              clear.put(run, keys.open(run, field(Change.HEADER), header)));
                      return clear;
                    }));
  }

  @Override
  public final CompletableFuture<FieldPage> fields(String run, String from) {
    return index
        .fields(run, from)
        .thenCompose(
            page ->
                clear(run, page.fields()).thenApply(clear -> new FieldPage(clear, page.next())));
  }

  @Override
  public final CompletableFuture<byte @Nullable []> blob(String run, String name) {
    return index.blob(run, name).thenCompose(stored -> clearValue(run, blobPlace(name), stored));
  }

  @Override
  public final CompletableFuture<byte @Nullable []> result(String run) {
    return index.result(run).thenCompose(stored -> clearValue(run, RESULT, stored));
  }
}
