package dev.kappa.coordinator.encryption;

import dev.kappa.coordinator.store.BatchResult;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.ForwardingStore;
import dev.kappa.coordinator.store.Holding;
import dev.kappa.coordinator.store.Partition;
import dev.kappa.coordinator.store.RunIndex;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store of which another store has only what is encrypted. Values are, and what a run came to,
 * and blobs; names of runs, fields and blobs, sizes and times are not.
 *
 * <p>Each partition has its data keys, encrypted, beside its runs. An owner stores the one that it
 * writes with before anything else, in a batch of its own.
 */
public final class SealedStore extends ForwardingStore {
  private final Unwrapping unwrapping;
  private final String writing;
  private final List<PartitionKeys> keys;

  SealedStore(Store store, Unwrapping unwrapping, String writing) {
    super(store);
    this.unwrapping = unwrapping;
    this.writing = writing;
    this.keys =
        IntStream.range(0, store.partitions())
            .mapToObj(number -> new PartitionKeys(unwrapping.readsClear()))
            .toList();
  }

  /**
   * The keys of a process, which are opened before a store is connected to; none if nothing is to
   * be encrypted.
   */
  public static final class Opened implements AutoCloseable {
    private final @Nullable Keyring ring;

    private Opened(@Nullable Keyring ring) {
      this.ring = ring;
    }

    /**
     * {@return a store in clear} Closed with it, the store is, and the keys are.
     *
     * @param loop where futures complete
     * @return fails with {@code UNKNOWN_KEY} if there are no keys, and the store is encrypted
     */
    public CompletableFuture<Store> over(Store store, ScheduledExecutorService loop) {
      if (ring == null) {
        return requireClear(store);
      }
      Unwrapping unwrapping =
          new Unwrapping(
              new DataKeys(ring, InstantSource.system()),
              Thread::startVirtualThread,
              loop,
              (task, millis) -> loop.schedule(task, millis, TimeUnit.MILLISECONDS));
      return CompletableFuture.<Store>completedFuture(
          new SealedStore(store, unwrapping, ring.writing().id()));
    }

    @Override
    public void close() {
      if (ring != null) {
        ring.close();
      }
    }
  }

  /**
   * Reads keys, and tries the one to write with. May wait for KMS.
   *
   * @param sources where they are; null if nothing is to be encrypted
   * @throws KappaException if one can't be read, or that to write with can't be used
   */
  public static Opened open(@Nullable KeySources sources) {
    return new Opened(sources == null ? null : sources.open());
  }

  /** Else what is encrypted would be taken for damaged, and other runs stored in clear. */
  private static CompletableFuture<Store> requireClear(Store store) {
    List<CompletableFuture<Map<String, byte[]>>> keys =
        IntStream.range(0, store.partitions())
            .mapToObj(number -> SealedIndex.all(store.index(number), SealedIndex.KEYS))
            .toList();
    return CompletableFuture.allOf(keys.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              if (keys.stream().anyMatch(found -> !found.join().isEmpty())) {
                throw new KappaException(
                    ErrorCode.UNKNOWN_KEY,
                    store.describe()
                        + " is encrypted (expected: --keys with the keys that it was written with)");
              }
              return store;
            })
        .whenComplete(
            (clear, error) -> {
              if (error != null) {
                store.close();
              }
            });
  }

  // ---- encrypted

  @Override
  public CompletableFuture<Partition> takeOver(int partition, String member) {
    return usable(partition)
        .thenCompose(done -> store.takeOver(partition, member))
        .thenCompose(this::with);
  }

  /**
   * Fails if this process can't decrypt a partition: then it stays with whoever has it, who may
   * well be able to. Nothing is taken, either, while the keys are out of reach; for that it waits
   * 10 s at most, so that others can be asked.
   */
  private CompletableFuture<?> usable(int partition) {
    return unwrapping
        .patiently(() -> SealedIndex.all(store.index(partition), SealedIndex.KEYS))
        .thenCompose(unwrapping::owned);
  }

  @Override
  public CompletableFuture<Optional<Partition>> takeOver(
      int partition, String member, Holding from) {
    return usable(partition)
        .thenCompose(done -> store.takeOver(partition, member, from))
        .thenCompose(
            taken ->
                taken.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : with(taken.get()).thenApply(Optional::of));
  }

  private CompletableFuture<Partition> with(Partition taken) {
    PartitionKeys its = keys.get(taken.number());
    return unwrapping
        .patiently(() -> taken.load(SealedIndex.KEYS))
        .thenCompose(unwrapping::owned)
        .thenCompose(found -> stored(taken, found).thenApply(done -> found))
        .<Partition>thenApply(
            found -> {
              its.add(found.clear());
              its.writeWith(found.writing());
              return new SealedPartition(taken, its, unwrapping);
            })
        .exceptionallyCompose(error -> givenBack(taken, error));
  }

  /** The keys may have changed since it was looked: others may still be able to decrypt it. */
  private static CompletableFuture<Partition> givenBack(Partition taken, Throwable error) {
    CompletableFuture<Partition> failed = CompletableFuture.failedFuture(error);
    return taken.release().handle((done, second) -> failed).thenCompose(it -> it);
  }

  /** Fails if the partition is another's by now: nothing may be written with a key that is lost. */
  private static CompletableFuture<?> stored(Partition taken, DataKeys.Found found) {
    Stream<Change> changes =
        found.toStore().stream()
            .map(key -> new Change.Put(SealedIndex.KEYS, key.field(), key.toBytes()));
    return found.toStore().isEmpty()
        ? CompletableFuture.completedFuture(null)
        : taken
            .write(changes.toList())
            .thenAccept(
                result -> {
                  if (result != BatchResult.APPLIED) {
                    throw new KappaException(
                        ErrorCode.FENCED,
                        "partition %d was taken over meanwhile".formatted(taken.number()));
                  }
                });
  }

  @Override
  public RunIndex index(int partition) {
    return sealed(partition);
  }

  private SealedIndex sealed(int partition) {
    return new SealedIndex(store.index(partition), keys.get(partition), unwrapping);
  }

  @Override
  public CompletableFuture<Void> putBlob(int partition, String run, String name, byte[] bytes) {
    byte[] sealed = keys.get(partition).seal(run, SealedIndex.blobPlace(name), bytes);
    return store.putBlob(partition, run, name, sealed);
  }

  @Override
  public CompletableFuture<byte @Nullable []> blob(int partition, String run, String name) {
    return store
        .blob(partition, run, name)
        .thenCompose(stored -> sealed(partition).clearBlob(run, name, stored));
  }

  @Override
  public String describe() {
    return store.describe() + ", encrypted with " + writing;
  }

  @Override
  public void close() {
    store.close();
    unwrapping.close();
  }
}
