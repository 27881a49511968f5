package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is refused or slowed when there is more to do than the store or the memory can take. */
final class Overload {
  private final Partitions partitions;
  private final Store store;
  private final Memory memory;
  private final Leases leases;
  private final Time time;
  private final long backlog;
  private Runnable room = () -> {};

  Overload(
      Partitions partitions, Store store, Memory memory, Leases leases, Time time, long backlog) {
    this.partitions = partitions;
    this.store = store;
    this.memory = memory;
    this.leases = leases;
    this.time = time;
    this.backlog = backlog;
  }

  /**
   * Some partitions' store may be away while the others' is there: each partition has a share of
   * its own, and those that are away take nothing from the others. All together stay bounded.
   */
  private boolean backlogged(Owned partition) {
    return partition.backlog() > backlog || isAllBacklogged(partition);
  }

  private boolean isAllBacklogged(Owned partition) {
    long most = EngineSettings.BACKLOGS * backlog;
    long all = all();
    return all > most && (all > 2 * most || sum(away(partition)) > most);
  }

  private long all() {
    long all = 0;
    for (Owned owned : partitions.all()) {
      all += owned.backlog();
    }
    return all;
  }

  /**
   * Counts bytes that were received for a run and are not in its partition's log yet.
   *
   * @return to be run once, when they are, or never will be
   */
  Runnable arriving(String run, int bytes) {
    Owned partition = partitions.ownerOf(run);
    if (partition == null) {
      return () -> {};
    }
    partition.arriving += bytes;
    return () -> partition.arriving -= bytes;
  }

  /** {@return whether all partitions are behind, so that nothing large should be begun} */
  boolean isFull() {
    return all() > 2 * EngineSettings.BACKLOGS * backlog;
  }

  /** {@code again} is run whenever the store may have caught up. */
  void whenRoom(Runnable again) {
    room = again;
  }

  private long sum(boolean away) {
    return partitions.all().stream()
        .filter(owned -> away(owned) == away)
        .mapToLong(Owned::backlog)
        .sum();
  }

  private boolean away(Owned partition) {
    return !store.reachable(partition.partition.number());
  }

  /** {@return about how many bytes the runs in memory take} */
  long memoryUsed() {
    return memory.used();
  }

  /** {@return how many they may take} */
  long memoryLimit() {
    return memory.most();
  }

  /** {@return how many bytes may wait for one partition's store} */
  long backlogLimit() {
    return backlog;
  }

  /** {@return whether no more runs should be loaded} */
  boolean memoryIsFull() {
    return memory.full();
  }

  /** Refuses what a client asks of a run for which there is no room in memory. */
  void refuseIfMemoryIsFull(String run) {
    if (memory.full() && partitions.loaded(run) == null) {
      throw new KappaException(
          ErrorCode.OVERLOADED,
          "the runs that go on take %d bytes of memory (expected: at most %d); try again later"
              .formatted(memory.used(), memory.most()));
    }
  }

  /** Reads no more from a worker until the store has caught up. */
  void slowIfBacklogged(String run, Worker worker) {
    Owned partition = partitions.ownerOf(run);
    if (partition != null && backlogged(partition) && partition.slowed.add(worker)) {
      worker.behind(true);
    }
  }

  /** Reads on where the store has caught up. */
  void readAgain() {
    for (Owned partition : partitions.all()) {
      if (!partition.slowed.isEmpty() && !backlogged(partition)) {
        readAgain(partition);
        // What they said meanwhile is still on its way.
        int number = partition.partition.number();
        leases.renewAll(time.nanoTime(), run -> partitions.numberOf(run) == number);
      }
    }
    room.run();
  }

  /** Reads on from workers that a partition kept waiting which is here no more. */
  void parted(Owned partition) {
    readAgain(partition);
    // What it had not written counts no more for the others.
    readAgain();
  }

  private static void readAgain(Owned partition) {
    List<Worker> workers = List.copyOf(partition.slowed);
    partition.slowed.clear();
    workers.forEach(worker -> worker.behind(false));
  }

  /** {@return whether what is stored of a run can't be had now} */
  boolean isAway(String run) {
    return !store.reachable(partitions.numberOf(run));
  }

  /** Refuses what a client asks of a run while it could only be kept waiting in memory. */
  void refuseIfAway(String run) {
    LoadedRun known = partitions.loaded(run);
    if (isAway(run) && (known == null || !known.loaded())) {
      throw away();
    }
  }

  /** {@return why nothing that is to wait for the store should be added to what does; else null} */
  @Nullable KappaException stuck(String run) {
    return isAway(run) ? away() : overloaded(run);
  }

  KappaException away() {
    return new KappaException(
        ErrorCode.REDIS_UNREACHABLE,
        "%s does not answer or has no memory left; try again".formatted(store.describe()));
  }

  /** Refuses what a client asks of a run while too much waits for the store. */
  void refuseIfBacklogged(String run) {
    KappaException overloaded = overloaded(run);
    if (overloaded != null) {
      throw overloaded;
    }
  }

  private @Nullable KappaException overloaded(String run) {
    Owned partition = partitions.ownerOf(run);
    return partition == null || !backlogged(partition)
        ? null
        : new KappaException(
            ErrorCode.OVERLOADED,
            "more than %d bytes wait for the store (%s); try again later"
                .formatted(backlog, store.describe()));
  }
}
