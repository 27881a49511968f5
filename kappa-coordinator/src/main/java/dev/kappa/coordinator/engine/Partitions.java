package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Partition;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that this coordinator owns: all of the store's, until another takes one. */
final class Partitions {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  private final Store store;
  private final Executor loop;
  private final Consumer<Owned> part;
  private final Map<Integer, Owned> owned = new HashMap<>();
  private final CompletableFuture<Void> failed = new CompletableFuture<>();

  Partitions(Store store, Executor loop, Consumer<Owned> part) {
    this.store = store;
    this.loop = loop;
    this.part = part;
  }

  CompletableFuture<Void> open() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < store.partitions(); i++) {
      int number = i;
      all.add(store.takeOver(number).thenAccept(partition -> taken(number, partition)));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  private void taken(int number, Partition partition) {
    GroupCommit log = new GroupCommit(partition, loop, error -> fenced(number, error));
    owned.put(number, new Owned(partition, log));
  }

  void close() {
    owned.values().forEach(partition -> partition.log.close());
    owned.clear();
  }

  CompletableFuture<Void> failed() {
    return failed;
  }

  private void fenced(int partition, @Nullable Throwable error) {
    LOG.error("partition {} has another owner", partition, error);
    // All that waits is told, for the others will not be here either.
    List<Owned> all = List.copyOf(owned.values());
    owned.clear();
    all.forEach(part);
    failed.completeExceptionally(
        error != null
            ? error
            : new KappaException(
                ErrorCode.FENCED,
                "another coordinator has taken over partition %d; this one stops"
                    .formatted(partition)));
  }

  int numberOf(String run) {
    return numberOf(run, store.partitions());
  }

  static int numberOf(String run, int partitions) {
    return Math.floorMod(run.hashCode(), partitions);
  }

  /** {@return the partition that {@code run} belongs to; null if it is another coordinator's} */
  @Nullable Owned ownerOf(String run) {
    return owned.get(numberOf(run));
  }

  Collection<Owned> all() {
    return owned.values();
  }
}
