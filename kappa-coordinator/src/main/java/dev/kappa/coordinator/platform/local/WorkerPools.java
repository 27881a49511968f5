package dev.kappa.coordinator.platform.local;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a function, by the version of its jar. The present version's are there from the
 * beginning, another's from its first invocation on. All methods are called on the event loop.
 */
final class WorkerPools {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPools.class);

  private final EventLoop loop;
  private final LocalLambdaSettings settings;
  private final WorkerFiles files;
  private final @Nullable KeptJars jars;
  private final String present;
  private final Room room;
  private final WorkerPool latest;
  private final Map<String, CompletableFuture<Optional<WorkerPool>>> others = new HashMap<>();
  private boolean closed;

  /**
   * Of the function's present version and, if {@code jars} are given, of those.
   *
   * @param present its version
   */
  WorkerPools(EventLoop loop, WorkerLauncher latest, String present, @Nullable KeptJars jars) {
    this.loop = loop;
    this.settings = latest.settings();
    this.files = latest.files();
    this.jars = jars;
    this.present = present;
    this.room = new Room(settings.concurrency());
    this.latest = new WorkerPool(loop, latest, room);
  }

  EventLoop loop() {
    return loop;
  }

  /** {@return the workers of a version, if there is such a version} */
  CompletableFuture<Optional<WorkerPool>> of(String version) {
    if (version.equals(FunctionName.LATEST) || version.equals(present)) {
      return CompletableFuture.completedFuture(Optional.of(latest));
    }
    CompletableFuture<Optional<WorkerPool>> known = others.get(version);
    if (known == null || (known.isDone() && known.join().isEmpty())) {
      known = made(version);
      if (known.isDone()) {
        others.remove(version);
      } else {
        others.put(version, known);
      }
    }
    return known;
  }

  /** A jar may have to be copied first, which takes a while. */
  private CompletableFuture<Optional<WorkerPool>> made(String version) {
    KeptJars kept = jars;
    if (kept == null || closed || !kept.has(version)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return CompletableFuture.supplyAsync(
            () -> launcher(kept, version), task -> Thread.ofVirtual().start(task))
        .thenApplyAsync(
            launcher ->
                launcher.filter(made -> !closed).map(made -> new WorkerPool(loop, made, room)),
            loop);
  }

  private Optional<WorkerLauncher> launcher(KeptJars kept, String version) {
    try {
      FunctionCopy copy = FunctionCopy.of(kept.file(version), version, settings.cacheDirectory());
      loop.scheduleWithFixedDelay(copy::keep, 1, 1, TimeUnit.DAYS);
      return Optional.of(WorkerLauncher.of(settings, files, copy, version));
    } catch (IOException | RuntimeException e) {
      LOG.warn("version {} of {} can't be had: {}", version, settings.jar(), e.toString());
      return Optional.empty();
    }
  }

  private List<WorkerPool> all() {
    List<WorkerPool> all = new ArrayList<>(List.of(latest));
    for (CompletableFuture<Optional<WorkerPool>> other : others.values()) {
      other.getNow(Optional.empty()).ifPresent(all::add);
    }
    return all;
  }

  /** {@return how many workers there are} */
  LocalLambda.Census census() {
    return all().stream().map(WorkerPool::census).reduce(LocalLambda.Census::plus).orElseThrow();
  }

  /** Kills all workers. {@return completes when none is left} */
  CompletableFuture<Void> close() {
    closed = true;
    List<WorkerPool> all = all();
    all.forEach(WorkerPool::close);
    return CompletableFuture.allOf(
        all.stream().map(WorkerPool::emptied).toArray(CompletableFuture[]::new));
  }
}
