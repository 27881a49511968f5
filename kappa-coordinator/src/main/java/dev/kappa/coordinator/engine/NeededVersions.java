package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.store.RunIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the platform from time to time which versions of the code are needed: those of all stored
 * runs that have not ended, whoever has them. If that can't be found out, nothing is given up.
 */
final class NeededVersions {
  private static final Logger LOG = LoggerFactory.getLogger(NeededVersions.class);
  private static final int PAGE = 500;
  private static final long HOURS = 6;

  private final Platform platform;
  private final Reads reads;
  private @Nullable ScheduledFuture<?> rounds;

  NeededVersions(Platform platform, Reads reads) {
    this.platform = platform;
    this.reads = reads;
  }

  void begin(ScheduledExecutorService loop) {
    if (platform.version().isEmpty()) {
      return;
    }
    rounds = loop.scheduleWithFixedDelay(this::look, 0, HOURS, TimeUnit.HOURS);
  }

  void close() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  private void look() {
    if (!platform.keepsOthers()) {
      return;
    }
    of(reads.indexes())
        .whenComplete(
            (needed, error) -> {
              if (needed == null) {
                LOG.warn("versions that no run needs are not given up", error);
              } else {
                Thread.ofVirtual().start(() -> platform.keep(needed));
              }
            });
  }

  /** {@return the versions that runs in {@code partitions} need} */
  static CompletableFuture<Set<String>> of(List<? extends RunIndex> partitions) {
    Set<String> needed = new HashSet<>();
    return partition(partitions, 0, Long.MAX_VALUE, needed).thenApply(done -> needed);
  }

  private static CompletableFuture<Void> partition(
      List<? extends RunIndex> partitions, int number, long before, Set<String> needed) {
    if (number == partitions.size()) {
      return CompletableFuture.completedFuture(null);
    }
    RunIndex index = partitions.get(number);
    return index
        .list(before, PAGE)
        .thenCompose(
            found ->
                index
                    .headers(found)
                    .thenCompose(
                        headers -> {
                          long oldest = add(headers, needed);
                          boolean last = found.size() < PAGE || oldest == Long.MAX_VALUE;
                          return last
                              ? partition(partitions, number + 1, Long.MAX_VALUE, needed)
                              : partition(partitions, number, oldest, needed);
                        }));
  }

  /** {@return when the oldest of them was started} */
  private static long add(Map<String, byte[]> headers, Set<String> needed) {
    long oldest = Long.MAX_VALUE;
    for (byte[] bytes : headers.values()) {
      RunHeader header = RunHeader.read(bytes);
      oldest = Math.min(oldest, header.startedAt());
      if (!header.status().ended() && !header.code().isEmpty()) {
        needed.add(header.code());
      }
    }
    return oldest;
  }
}
