package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.RunState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at runs that have changed since they were looked at, for tasks that wait in vain and for
 * what nobody can reach; and drops the blobs that lost attempts left behind. Most of the first is
 * found before, while commands are applied.
 *
 * <p>Each run has its turn, the one that has waited longest first. However many runs there are and
 * however large they are, all looks together take a hundredth of the time.
 */
final class Looks {
  private static final Logger LOG = LoggerFactory.getLogger(Looks.class);

  /** After so long at once, there is a pause a hundred times as long. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long PAUSE = 100;

  /** A sweep reads the store: so many at once. */
  private static final int MOST_SWEEPS = 1000;

  private final Engine engine;
  private final Commands commands;
  private final Time time;
  private final Set<LoadedRun> changed = new LinkedHashSet<>();
  private final Set<LoadedRun> littered = new LinkedHashSet<>();
  private final Set<LoadedRun> sweeping = new LinkedHashSet<>();
  private long restUntil;

  Looks(Engine engine, Time time) {
    this.engine = engine;
    this.commands = engine.commands();
    this.time = time;
    this.restUntil = time.nanoTime();
  }

  /** A run has changed. */
  void changed(LoadedRun run) {
    RunState state = run.state();
    if (state != null && state.wantsLook()) {
      changed.add(run);
    }
  }

  /** An attempt that is over may have left blobs behind. */
  void littered(LoadedRun run) {
    littered.add(run);
  }

  /** {@return whether a run is still to be looked at} */
  boolean wants(LoadedRun run) {
    return changed.contains(run) || littered.contains(run) || sweeping.contains(run);
  }

  /** A run is no more in memory. */
  void forget(LoadedRun run) {
    changed.remove(run);
    littered.remove(run);
    sweeping.remove(run);
  }

  /** Looks at those whose turn it is. To be called every second. */
  void look() {
    for (int i = Math.min(MOST_SWEEPS, littered.size()); i > 0; i--) {
      LoadedRun run = next(littered);
      if (engine.overload().isAway(run.id)) {
        littered.add(run);
      } else {
        sweep(run);
      }
    }
    long begin = time.nanoTime();
    if (begin - restUntil < 0) {
      return;
    }
    long took = 0;
    // Not until none is left: a look may change a run, which then wants another.
    for (int i = changed.size(); i > 0 && took < SLICE_NANOS; i--) {
      commands.submit(next(changed).id, new Command.Look(), reply -> {});
      took = time.nanoTime() - begin;
    }
    if (took >= SLICE_NANOS) {
      restUntil = begin + PAUSE * took;
    }
  }

  private static LoadedRun next(Set<LoadedRun> runs) {
    LoadedRun run = runs.iterator().next();
    runs.remove(run);
    return run;
  }

  /** What is not named may be on its way to a commit, or have come once more: it is seen again. */
  private void swept(LoadedRun run, List<String> blobs) {
    RunState state = run.state();
    boolean gone = run.partition.runs.get(run.id) != run;
    if (!gone && state != null && !state.namesAll(blobs)) {
      littered(run);
    }
  }

  private void sweep(LoadedRun run) {
    if (!sweeping.add(run)) {
      littered.add(run);
      return;
    }
    run.partition
        .partition
        .blobs(run.id)
        .whenComplete(
            (blobs, error) -> {
              Partitions.failed(run.partition, error);
              if (!sweeping.remove(run)) {
                return;
              }
              if (blobs == null) {
                LOG.warn("run {}: what attempts left behind stays for now", run.id, error);
                littered(run);
              } else if (!blobs.isEmpty()) {
                commands.submit(run.id, new Command.Sweep(blobs), reply -> swept(run, blobs));
              }
            });
  }
}
