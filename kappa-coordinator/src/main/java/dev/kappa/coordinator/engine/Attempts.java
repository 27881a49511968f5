package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.KappaException;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import dev.kappa.wire.Payload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What workers get and give beside commits, and how their attempts are lost. */
final class Attempts {
  private final Engine engine;
  private final Commands commands;
  private final Partitions partitions;
  private final Store store;
  private final Core core;
  private final Leases leases;
  private final Duration lease;

  Attempts(Engine engine, Store store, Core core, Leases leases, Duration lease) {
    this.engine = engine;
    this.commands = engine.commands();
    this.partitions = engine.partitions();
    this.store = store;
    this.core = core;
    this.leases = leases;
    this.lease = lease;
  }

  /**
   * The worker of an attempt says nothing. If another coordinator gave it its task, that one is
   * gone, and may have been all that the worker had: a function that returns what it did can't tell
   * anyone else. Nothing says then that the worker died.
   */
  void silent(Leases.Silence silence) {
    AttemptRef attempt = silence.attempt();
    engine.dispatcher().silent(attempt);
    if (silence.given()) {
      lost(attempt, Command.Loss.SILENT, "it was silent for " + lease);
    } else {
      lost(
          attempt,
          Command.Loss.ORPHANED,
          "its coordinator is gone, and it was silent for " + lease);
    }
  }

  /** The worker of an attempt is gone. */
  void lost(AttemptRef attempt, Command.Loss loss, String message) {
    lost(attempt, loss, message, early -> {});
  }

  /**
   * As {@link #lost(AttemptRef, Command.Loss, String)}; {@code early} hears it when it is applied.
   */
  void lost(AttemptRef attempt, Command.Loss loss, String message, Consumer<Reply> early) {
    leases.end(attempt);
    commands.submit(
        attempt.run(),
        new Command.Lost(attempt, loss, message),
        early,
        reply -> littered(attempt.run()));
  }

  /** Attempts may have left blobs behind that nobody wants. */
  void littered(String run) {
    LoadedRun known = partitions.loaded(run);
    if (known != null) {
      engine.looks().littered(known);
    }
  }

  /**
   * Gives frames just below {@code below}; null if another worker or attempt has the task.
   *
   * @param base what the attempt's next commit builds on
   * @param away what is to be done if the run is not here
   */
  void frames(
      AttemptRef attempt,
      long instance,
      long base,
      int below,
      Consumer<@Nullable List<Payload>> answer,
      Runnable away) {
    Owned owner = partitions.ownerOf(attempt.run());
    if (owner == null) {
      away.run();
      return;
    }
    LoadedRun loaded = engine.loaded().load(owner, attempt.run());
    loaded.whenLoaded(
        () -> {
          RunState state = loaded.state();
          boolean current = state != null && state.has(attempt, instance, base);
          List<Payload> frames =
              state != null && current ? core.frames(state, attempt.task(), below) : null;
          commands.behind(owner, () -> answer.accept(frames), away);
        });
  }

  /**
   * {@return whether a worker may speak of an attempt} It was given it here, or made its first
   * commit; or nobody has made that, and no other worker was given it here: then the coordinator
   * that gave it is gone. Of runs that are not in memory nothing is known.
   */
  boolean mayBeOf(Worker worker, AttemptRef attempt) {
    LoadedRun loaded = partitions.loaded(attempt.run());
    RunState state = loaded == null ? null : loaded.state();
    return state == null
        || attempt.equals(worker.task())
        || (state.has(attempt, worker.instance())
            && !engine.dispatcher().isWithAnother(attempt, worker));
  }

  /**
   * {@return whether an attempt goes on that is not a worker's} Of one that is over nothing is
   * said: its worker may not have heard that its last commit was applied, and says all again.
   */
  boolean isOfAnother(Worker worker, AttemptRef attempt) {
    LoadedRun loaded = partitions.loaded(attempt.run());
    RunState state = loaded == null ? null : loaded.state();
    return state != null && state.isRunning(attempt) && !mayBeOf(worker, attempt);
  }

  /** Says, when that is durable, that nobody wants what {@code attempt} does, if that is so. */
  void unwanted(AttemptRef attempt, long instance, Consumer<Message.Unwanted> said) {
    LoadedRun run = partitions.loaded(attempt.run());
    RunState state = run == null ? null : run.state();
    Message.Unwanted word = state == null ? null : state.unwanted(attempt, instance);
    if (run != null && word != null) {
      commands.behind(run.partition, () -> said.accept(word), () -> {});
    }
  }

  /** Stores a blob; one of an attempt that is over is swept. */
  CompletableFuture<Void> putBlob(AttemptRef attempt, long instance, String name, byte[] bytes) {
    String run = attempt.run();
    Owned partition = partitions.ownerOf(run);
    if (partition == null) {
      return CompletableFuture.failedFuture(Fencing.moved(run));
    }
    CompletableFuture<Void> storing;
    try {
      storing = store.putBlob(partition.partition.number(), run, name, bytes);
    } catch (KappaException e) {
      // A name that can't be, before it counts.
      return CompletableFuture.failedFuture(e);
    }
    partition.arriving += bytes.length;
    return storing.whenComplete(
        (stored, error) -> {
          partition.arriving -= bytes.length;
          if (error == null) {
            engine.tally().blobStored(bytes.length);
          }
          engine.overload().readAgain();
          LoadedRun known = partitions.loaded(run);
          RunState state = known == null ? null : known.state();
          if (state == null || !state.has(attempt, instance)) {
            littered(run);
          }
        });
  }

  /** {@return a blob of a run; null if there is none of that name} */
  CompletableFuture<byte @Nullable []> blob(String run, String name) {
    try {
      return store.blob(partitions.numberOf(run), run, name);
    } catch (KappaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
