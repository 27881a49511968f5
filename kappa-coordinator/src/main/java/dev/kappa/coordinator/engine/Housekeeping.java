package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Store;
import dev.kappa.wire.AttemptRef;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done every second: find workers that are silent, drop runs from memory that only
 * wait, load those that are due, remove those whose retention time is over, look for what is in
 * vain.
 */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int PAGE = 1000;
  private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * A sleeping run is loaded so long before it is due: longer than it takes until the next look.
   */
  private static final long AHEAD_MILLIS = 2500;

  /** While memory is short, runs that only wait stay so long. */
  private static final long HURRY_MILLIS = 1_000;

  /** So often runs are removed whose retention time is over. */
  private static final long PURGE_MILLIS = 60_000;

  private final Engine engine;
  private final Store store;
  private final Leases leases;
  private final Looks looks;
  private final Time time;
  private final Duration idle;
  private final DueRuns due;
  private @Nullable ScheduledFuture<?> rounds;
  private long looked;

  Housekeeping(Engine engine, Store store, Leases leases, Looks looks, Time time, Duration idle) {
    this.engine = engine;
    this.store = store;
    this.leases = leases;
    this.looks = looks;
    this.time = time;
    this.idle = idle;
    this.due = new DueRuns(engine);
  }

  void begin(ScheduledExecutorService loop) {
    looked = time.nanoTime();
    rounds = loop.scheduleWithFixedDelay(this::sweep, 0, ROUND_NANOS, TimeUnit.NANOSECONDS);
  }

  void close() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  private void sweep() {
    try {
      look();
    } catch (RuntimeException e) {
      engine.defects().found("while looking for what is due", e);
    }
  }

  private void look() {
    forgiveAfterAStandstill();
    Set<Integer> deaf = deaf();
    if (!deaf.isEmpty()) {
      int all = store.partitions();
      leases.renewAll(time.nanoTime(), run -> deaf.contains(Partitions.numberOf(run, all)));
    }
    hearOut();
    leases.expired(time.nanoTime()).forEach(engine.attempts()::silent);
    long now = time.now();
    for (Owned partition : List.copyOf(engine.partitions().all())) {
      evict(partition, now - (engine.overload().memoryIsFull() ? HURRY_MILLIS : idle.toMillis()));
      wakeSleepers(partition, now + AHEAD_MILLIS);
      purge(partition, now);
    }
    // Which stores are away, and so what others may take, changes by itself.
    engine.overload().readAgain();
    engine.fetches().begin();
    due.begin();
    looks.look();
  }

  /** What workers said while this process stood still is on its way, or they are on theirs. */
  private void forgiveAfterAStandstill() {
    long now = time.nanoTime();
    if (now - looked > ROUND_NANOS + leases.length() / 3) {
      LOG.warn("stood still for {} ms", TimeUnit.NANOSECONDS.toMillis(now - looked - ROUND_NANOS));
      leases.renewAll(now);
    }
    looked = now;
  }

  /** Those live whose words wait until there is room for a large message that is before them. */
  private void hearOut() {
    for (Worker worker : engine.dispatcher().workers()) {
      AttemptRef task = worker.task();
      if (task != null && worker.isUnheard()) {
        leases.beat(task, time.nanoTime());
      }
    }
  }

  /**
   * {@return the partitions whose workers wait for the store} That they say nothing says nothing.
   */
  private Set<Integer> deaf() {
    Set<Integer> deaf = new HashSet<>();
    for (Owned partition : engine.partitions().all()) {
      int number = partition.partition.number();
      if (!partition.slowed.isEmpty() || !store.reachable(number)) {
        deaf.add(number);
      }
    }
    return deaf;
  }

  /** Begins with what a partition holds that was just taken over. */
  void adopt(Owned partition) {
    wakeSleepers(partition, time.now() + AHEAD_MILLIS);
  }

  private void evict(Owned partition, long unusedSince) {
    partition
        .runs
        .values()
        .removeIf(
            run -> {
              boolean unused = run.idleSince(unusedSince) && engine.loaded().drop(run);
              partition.sleepers |= unused;
              if (unused && run.alwaysDue()) {
                partition.tried.add(run.id);
              }
              return unused;
            });
  }

  private void wakeSleepers(Owned partition, long until) {
    if (due.has(partition)) {
      return;
    }
    if (!partition.adopted) {
      loadDue(partition, until);
    } else if (partition.sleepers) {
      partition.sleepers = false;
      partition
          .partition
          .nextWake()
          .whenComplete(
              (next, error) -> {
                Partitions.failed(partition, error);
                partition.sleepers |= next == null || next < Long.MAX_VALUE;
                if (next != null && next <= until) {
                  loadDue(partition, until);
                }
              });
    }
  }

  private void loadDue(Owned partition, long until) {
    // Active runs come first, and are here already: they must not crowd out the others.
    int limit = partition.runs.size() + partition.tried.size() + PAGE;
    partition
        .partition
        .due(until, limit)
        .whenComplete(
            (runs, error) -> {
              Partitions.failed(partition, error);
              if (runs != null && !due.has(partition)) {
                due.add(partition, runs, runs.size() < limit);
              }
            });
  }

  private void purge(Owned partition, long now) {
    if (now < partition.purgeAt) {
      return;
    }
    partition.purgeAt = now + PURGE_MILLIS;
    partition
        .partition
        .purge(PAGE)
        .whenComplete(
            (removed, error) -> {
              Partitions.failed(partition, error);
              if (removed != null && removed == PAGE) {
                partition.purgeAt = 0;
              }
            });
  }
}
