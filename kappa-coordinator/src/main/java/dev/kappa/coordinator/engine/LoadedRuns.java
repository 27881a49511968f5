package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.store.Formats;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.AttemptRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs in memory: they are loaded when something is to happen to them, and dropped when idle.
 */
final class LoadedRuns {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedRuns.class);

  private static final Set<ErrorCode> KEYS =
      Set.of(ErrorCode.UNKNOWN_KEY, ErrorCode.NOT_AUTHENTIC, ErrorCode.NOT_ENCRYPTED);

  private final Engine engine;
  private final Commands commands;
  private final Partitions partitions;
  private final ScheduledExecutorService loop;
  private final Platform platform;
  private final Memory memory;
  private final Leases leases;
  private final Time time;
  private Formats reader = Formats.CURRENT;

  LoadedRuns(
      Engine engine,
      ScheduledExecutorService loop,
      Platform platform,
      Memory memory,
      Leases leases,
      Time time) {
    this.engine = engine;
    this.commands = engine.commands();
    this.partitions = engine.partitions();
    this.loop = loop;
    this.platform = platform;
    this.memory = memory;
    this.leases = leases;
    this.time = time;
  }

  /** Sets what is read: what the others were told. */
  void reading(Formats formats) {
    reader = formats;
  }

  /** {@return a run that is in memory, or on its way there from now on} */
  LoadedRun load(Owned owner, String id) {
    LoadedRun known = owner.runs.get(id);
    if (known != null) {
      return known;
    }
    LoadedRun run = new LoadedRun(id, owner, memory.share(), time.now(), engine.defects());
    owner.runs.put(id, run);
    fetch(run);
    return run;
  }

  private void fetch(LoadedRun run) {
    run.partition
        .partition
        .load(run.id)
        .whenComplete(
            (fields, error) -> {
              if (run.partition.gone || Partitions.failed(run.partition, error)) {
                run.broken("it is no more here");
              } else if (fields == null && isFinal(error)) {
                LOG.error("run {} can't be read; it stands still", run.id, error);
                run.broken("run %s can't be read: %s".formatted(run.id, causeOf(error)));
              } else if (fields == null) {
                LOG.warn("run {} can't be loaded, trying again", run.id, error);
                loop.schedule(() -> fetch(run), 1, TimeUnit.SECONDS);
              } else {
                loaded(run, fields);
              }
            });
  }

  /** What was stored with a key that is not here, or was altered, does not become readable. */
  private static boolean isFinal(@Nullable Throwable error) {
    return causeOf(error) instanceof KappaException e && KEYS.contains(e.code());
  }

  private static @Nullable Throwable causeOf(@Nullable Throwable error) {
    return error instanceof CompletionException e ? e.getCause() : error;
  }

  private void loaded(LoadedRun run, Map<String, byte[]> fields) {
    boolean tried = run.partition.tried.remove(run.id);
    try {
      RunState state = fields.isEmpty() ? null : RunState.load(run.id, fields, reader);
      run.loaded(state);
      if (state != null && !state.over()) {
        adopt(run, state, tried);
      }
      RunState present = run.state();
      if (present != null) {
        engine.alarms().set(run, present);
      }
    } catch (RuntimeException e) {
      engine.defects().found("run %s can't be read; it stands still".formatted(run.id), e);
      run.broken("run " + run.id + " can't be read: " + e.getMessage());
    }
  }

  /**
   * Goes on with a run that is not in memory.
   *
   * @param tried whether its parked tasks were tried here already, with the code that there is
   */
  private void adopt(LoadedRun run, RunState state, boolean tried) {
    for (AttemptRef attempt : state.running()) {
      boolean survives = platform.workersSurvive() || state.isResident(attempt.task());
      if (survives || run.partition.orderly) {
        leases.expect(attempt, time.nanoTime());
      } else {
        engine.attempts().lost(attempt, Command.Loss.ORPHANED, "its coordinator is gone");
      }
    }
    engine.errands().adopt(state);
    state.ready().forEach(task -> engine.dispatcher().ready(run.id, task));
    if (state.parked() && !tried) {
      commands.submit(run.id, new Command.Unpark(), reply -> {});
    }
    engine.looks().changed(run);
    engine.looks().littered(run);
  }

  /**
   * Drops an idle run from memory, unless someone waits for it, it is to be looked at, or it can't
   * be read: that is to be told. {@return whether it did}
   */
  boolean drop(LoadedRun run) {
    boolean wanted = engine.watchers().any(run.id) || engine.looks().wants(run);
    if (wanted || run.defect() != null) {
      return false;
    }
    engine.alarms().remove(run);
    engine.looks().forget(run);
    run.left();
    return true;
  }

  /** A partition is no more here: nor are its runs. */
  void part(Owned partition) {
    partition.gone = true;
    partition.log.close();
    List<LoadedRun> runs = List.copyOf(partition.runs.values());
    partition.runs.clear();
    for (LoadedRun run : runs) {
      engine.alarms().remove(run);
      engine.looks().forget(run);
      engine.dispatcher().forget(run.id);
      run.broken("it is no more here");
      run.left();
    }
    Predicate<String> its = run -> partitions.numberOf(run) == partition.partition.number();
    engine.watchers().failed(its, Fencing::moved);
    leases.forget(its);
    engine.errands().forget(its);
    engine.dispatcher().part(its);
    engine.overload().parted(partition);
  }
}
