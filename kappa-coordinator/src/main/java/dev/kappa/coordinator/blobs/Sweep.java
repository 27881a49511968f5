package dev.kappa.coordinator.blobs;

import dev.kappa.coordinator.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the bucket, now and then, for what is left there. Blobs of runs that are over or
 * forgotten are deleted; runs that go on are looked at by who has them in memory.
 *
 * <p>It looks for runs of the partitions that are this coordinator's alone, and asks their owner's
 * view of the store, which fails once another has the partition. A run is stored before its first
 * worker is invoked: blobs of a run that is not stored belong to one that was.
 */
final class Sweep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Headers are asked for of so many runs at once. */
  private static final int PAGE = 500;

  private final BucketBlobs blobs;
  private final int partitions;
  private final ScheduledExecutorService loop;
  private final Map<Integer, PartitionWithBucket> owned = new HashMap<>();
  private Consumer<String> littered = run -> {};
  private Predicate<byte[]> over = header -> false;
  private @Nullable ScheduledFuture<?> rounds;
  private boolean looking;

  Sweep(BucketBlobs blobs, int partitions, ScheduledExecutorService loop) {
    this.blobs = blobs;
    this.partitions = partitions;
    this.loop = loop;
  }

  /** A partition is in this coordinator's hands; on the loop. */
  void owns(PartitionWithBucket partition) {
    owned.put(partition.number(), partition);
  }

  void begin(Consumer<String> littered, Predicate<byte[]> over) {
    this.littered = littered;
    this.over = over;
    long pause = blobs.place().sweepSeconds();
    rounds = loop.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  void look() {
    if (looking) {
      return;
    }
    looking = true;
    // This process may stand still before it deletes, and others begin runs meanwhile.
    long before = blobs.oldEnough();
    blobs
        .runs()
        .whenComplete(
            (runs, error) -> {
              looking = false;
              if (runs == null) {
                LOG.warn("{} was not looked through: {}", blobs.place(), String.valueOf(error));
              } else {
                found(runs, before);
              }
            });
  }

  private void found(List<String> runs, long before) {
    Map<Integer, List<String>> byPartition = new HashMap<>();
    for (String run : runs) {
      byPartition
          .computeIfAbsent(Store.partitionOf(run, partitions), number -> new ArrayList<>())
          .add(run);
    }
    byPartition.forEach((number, some) -> look(number, some, before));
  }

  private void look(int number, List<String> runs, long before) {
    PartitionWithBucket partition = owned.get(number);
    for (int from = 0; partition != null && from < runs.size(); from += PAGE) {
      List<String> some = runs.subList(from, Math.min(runs.size(), from + PAGE));
      partition.headers(some).whenComplete((known, error) -> look(partition, some, known, before));
    }
  }

  private void look(
      PartitionWithBucket partition,
      List<String> runs,
      @Nullable Map<String, byte[]> known,
      long before) {
    if (known == null) {
      // It is another's by now, or does not answer: that is looked at the next time.
      return;
    }
    for (String run : runs) {
      byte[] header = known.get(run);
      if (header != null && !isOver(run, header)) {
        littered.accept(run);
      } else {
        blobs.dropAll(run, before);
      }
    }
    LOG.debug("partition {}: {} runs have blobs", partition.number(), runs.size());
  }

  private boolean isOver(String run, byte[] header) {
    try {
      return over.test(header);
    } catch (RuntimeException e) {
      LOG.warn("run {} can't be read: its blobs stay", run, e);
      return false;
    }
  }
}
