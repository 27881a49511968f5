package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.Effect;
import dev.kappa.coordinator.core.Format;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.core.ScheduleCommand;
import dev.kappa.coordinator.core.ScheduleState;
import dev.kappa.wire.PermitVerb;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command goes through the core at once; its changes go to the store with those of other
 * commands; its reply and what the world sees of it leave when they are durable.
 */
final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private final Engine engine;
  private final Partitions partitions;
  private Core core;
  private @Nullable Format written;
  private final Time time;

  Commands(Engine engine, Core core, Time time) {
    this.engine = engine;
    this.partitions = engine.partitions();
    this.core = core;
    this.time = time;
  }

  /**
   * What changes is stored in {@code format} from now on. It does not go back, not even if the
   * store has lost that it was raised: what runs have by it would be lost with it.
   */
  void write(Format format) {
    if (written == null || format.number() > written.number()) {
      written = format;
      core = core.writing(format);
      LOG.info("entities are stored in format {} from now on", format.number());
    }
  }

  /** Applies {@code command}; {@code reply} is given what it came to when that is durable. */
  void submit(String run, Command command, Consumer<Reply> reply) {
    submit(run, command, early -> {}, reply);
  }

  /** As {@link #submit(String, Command, Consumer)}; {@code early} sees it before it is durable. */
  void submit(String run, Command command, Consumer<Reply> early, Consumer<Reply> reply) {
    Owned owner = partitions.ownerOf(run);
    if (owner == null) {
      early.accept(new Reply.Moved());
      reply.accept(new Reply.Moved());
      return;
    }
    LoadedRun loaded = engine.loaded().load(owner, run);
    loaded.whenLoaded(() -> apply(loaded, command, early, reply));
  }

  private void apply(LoadedRun run, Command command, Consumer<Reply> early, Consumer<Reply> reply) {
    Reply refusal = refusal(run, command);
    if (refusal == null) {
      try {
        Applied applied = core.apply(run.id, run.state(), command, time.now());
        if (command instanceof Command.Committed && applied.changes().isEmpty()) {
          // Refused, or sent again: its blobs, too, may have been stored too late, or once more.
          engine.looks().littered(run);
        }
        applied(run, command, applied, early, reply);
        return;
      } catch (RuntimeException e) {
        engine.defects().found("run %s: %s can't be applied".formatted(run.id, command), e);
        refusal = new Reply.Broken(e.toString());
      }
    }
    early.accept(refusal);
    Reply refused = refusal;
    behind(run.partition, () -> reply.accept(refused), () -> reply.accept(new Reply.Moved()));
  }

  /** Says something when all before it is durable. */
  void behind(Owned partition, Runnable said, Runnable lost) {
    partition.log.add(
        List.of(),
        () -> {
          engine.overload().readAgain();
          said.run();
        },
        lost);
  }

  private static @Nullable Reply refusal(LoadedRun run, Command command) {
    if (run.partition.gone) {
      return new Reply.Moved();
    }
    String defect = run.defect();
    if (defect != null) {
      return new Reply.Broken(defect);
    }
    boolean begins =
        command instanceof Command.Start
            || (command instanceof Command.OfSchedule c && c.what() instanceof ScheduleCommand.Put)
            || (command instanceof Command.OfLimit c && c.request().verb() == PermitVerb.ACQUIRE);
    boolean unknown = run.state() == null && !begins;
    return unknown ? new Reply.Unknown() : null;
  }

  private void applied(
      LoadedRun run,
      Command command,
      Applied applied,
      Consumer<Reply> early,
      Consumer<Reply> reply) {
    run.state(applied.state(), time.now());
    run.writing(1);
    run.partition.log.add(
        applied.changes(),
        () -> durable(run, applied, reply),
        () -> reply.accept(new Reply.Moved()));
    engine.alarms().set(run, applied.state());
    if (!applied.changes().isEmpty()) {
      engine.looks().changed(run);
      if (command instanceof Command.Lost lost) {
        engine.tally().lost(lost.loss());
      }
    }
    // Only now: a worker that is free may be given a task at once, and that is a later change.
    early.accept(applied.reply());
    if (command instanceof Command.Move) {
      engine.dispatcher().moved(run.id, applied.state().ready());
      return;
    }
    for (Effect effect : applied.effects()) {
      if (effect instanceof Effect.Ready ready) {
        engine.dispatcher().ready(run.id, ready.task());
      }
    }
  }

  private void durable(LoadedRun run, Applied applied, Consumer<Reply> reply) {
    run.writing(-1);
    run.durable(applied.state().header());
    engine.tally().durable(applied);
    engine.overload().readAgain();
    reply.accept(applied.reply());
    applied.effects().forEach(effect -> afterwards(run, effect));
  }

  private void afterwards(LoadedRun run, Effect effect) {
    switch (effect) {
      case Effect.Ready e -> {}
      case Effect.Elsewhere e -> engine.errands().add(run.id, e.task(), e.what());
      case Effect.Offered e -> engine.errands().offered(e.permit());
      case Effect.Parked e -> {
        engine.tally().parked();
        LOG.warn("run {}: task {} is parked: {}", run.id, e.task(), e.failure().message());
      }
      case Effect.Ended e -> {
        engine.errands().ended(run.id);
        RunState state = run.state();
        if (state != null) {
          engine.tally().ended(state.header().status());
          engine.watchers().ended(run.id, state.header());
        }
      }
      case Effect.Over e -> over(run);
    }
  }

  private void over(LoadedRun run) {
    if (ScheduleState.isId(run.id)) {
      engine.errands().forget(run.id::equals);
    }
    RunState state = run.state();
    if (state != null && state.over()) {
      run.partition.runs.remove(run.id, run);
      run.left();
      engine.alarms().remove(run);
      engine.looks().forget(run);
      engine.dispatcher().forget(run.id);
    }
  }

  /** Something in a run is due. */
  void due(String run) {
    LoadedRun known = partitions.loaded(run);
    if (known != null) {
      known.scheduled(Long.MAX_VALUE);
    }
    submit(run, new Command.Tick(), reply -> {});
  }
}
