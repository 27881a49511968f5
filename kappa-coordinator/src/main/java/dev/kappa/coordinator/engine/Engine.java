package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.Effect;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.store.Member;
import dev.kappa.coordinator.store.RunIndex;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Payload;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns partitions of a store and the runs in them. A command goes through the core at once; its
 * changes go to the store with those of other commands; its reply and what the world sees of it
 * leave when they are durable. All methods are called on one thread: that of {@code loop}.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final ScheduledExecutorService loop;
  private final Store store;
  private final Core core;
  private final Platform platform;
  private final EngineSettings settings;
  private final Time time;
  private final Tenure tenure;
  private final Partitions partitions;
  private final Leases leases;
  private final Looks looks;
  private final MissedStarts missed;
  private final Dispatcher dispatcher;
  private final EngineWorkers workers;
  private final Alarms alarms;
  private final Housekeeping housekeeping;
  private final Watchers watchers = new Watchers();
  private final CompletableFuture<Membership> membership = new CompletableFuture<>();
  private final Memory memory;
  private final Overload overload;
  private final Fetches fetches;

  /** Works on {@code loop}, with runs from {@code store} and workers from {@code platform}. */
  public Engine(
      ScheduledExecutorService loop,
      Store store,
      Platform platform,
      Invitations invitations,
      EngineSettings settings,
      Time time) {
    this.loop = loop;
    this.store = store;
    this.core = new Core(settings.core());
    this.platform = platform;
    this.settings = settings;
    this.time = time;
    this.tenure = new Tenure(time);
    this.partitions = new Partitions(store, loop, tenure, new Hands());
    this.memory = new Memory(settings.memory());
    this.leases = new Leases(settings.lease().toNanos());
    this.overload = new Overload(partitions, store, memory, leases, time, settings.backlog());
    this.fetches = new Fetches(partitions::numberOf, number -> !store.reachable(number));
    this.looks = new Looks(this, time);
    this.missed = new MissedStarts(time);
    this.dispatcher =
        new Dispatcher(this, loop, platform, invitations, settings.concurrency(), missed, time);
    this.workers = new EngineWorkers(this, dispatcher, leases, settings, time);
    this.alarms = new Alarms(loop, time, this::due);
    this.housekeeping = new Housekeeping(this, store, leases, looks, time, settings.idle());
  }

  /**
   * Joins the coordinators of the store in {@code seat}, takes its share of the partitions over,
   * and goes on with the runs in them. To be called once.
   *
   * @return completes when it has what nobody else has; fails with {@code UNSUPPORTED_STORE} if it
   *     can't read what is stored
   */
  public CompletableFuture<Void> open(Seat seat) {
    Membership joined = new Membership(loop, store, partitions, tenure, time, seat);
    membership.complete(joined);
    housekeeping.begin(loop);
    workers.begin(loop);
    return joined.begin();
  }

  /**
   * Gives its partitions to the others, if there are any, and lets its workers end what they do.
   *
   * @return completes when both is done, or after {@code atMost}; the engine is then to be closed
   */
  public CompletableFuture<Void> drain(Duration atMost) {
    Membership joined = membership.getNow(null);
    if (joined == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> drained =
        joined
            .drain()
            .thenCompose(
                given ->
                    partitions.numbers().isEmpty()
                        ? dispatcher.ended()
                        : CompletableFuture.completedFuture(null));
    Runnable enough = () -> drained.complete(null);
    loop.schedule(enough, atMost.toMillis(), TimeUnit.MILLISECONDS);
    return drained;
  }

  /**
   * Stops. What is not durable by now was not promised to anyone. {@return completes when the
   * others know}
   */
  public CompletableFuture<Void> close() {
    // From now on the others need not wait; what is being taken over at this moment is theirs, too.
    tenure.lapse();
    partitions.close();
    housekeeping.close();
    workers.close();
    alarms.close();
    Membership joined = membership.getNow(null);
    return joined == null ? CompletableFuture.completedFuture(null) : joined.leave();
  }

  /** {@return completes exceptionally when this engine can't go on} */
  public CompletableFuture<Void> failed() {
    return membership.thenCompose(Membership::failed);
  }

  /** Counts an invocation of the function that is not the engine's own, until it ends. */
  public void alongside(CompletableFuture<?> invocation) {
    dispatcher.alongside(invocation);
  }

  /** {@return what workers ask} */
  public EngineWorkers workers() {
    return workers;
  }

  Collection<Owned> partitions() {
    return partitions.all();
  }

  Watchers watchers() {
    return watchers;
  }

  Overload overload() {
    return overload;
  }

  /** {@return the blobs on their way to workers} */
  Fetches fetches() {
    return fetches;
  }

  /** {@return the partition of the store that a run is in, whoever has it} */
  RunIndex index(int partition) {
    return store.index(partition);
  }

  int countOfPartitions() {
    return store.partitions();
  }

  // ---- other coordinators

  /** {@return where workers reach the others} */
  List<Message.Address> peers() {
    Membership joined = membership.getNow(null);
    return joined == null ? List.of() : joined.peers();
  }

  /** {@return where workers reach who has a run; null if that is not known, or is here} */
  Message.@Nullable Address workersTo(String run) {
    Member holder = holderOf(run);
    return holder == null ? null : Membership.address(holder);
  }

  /** {@return where clients reach who has a run; null if that is not known, or is here} */
  public @Nullable URI clientsTo(String run) {
    Member holder = isAway(run) ? holderOf(run) : null;
    return holder == null ? null : holder.api();
  }

  /** {@return where clients reach the others} */
  public Set<URI> clientsToOthers() {
    Membership joined = membership.getNow(null);
    return joined == null ? Set.of() : joined.apis();
  }

  private @Nullable Member holderOf(String run) {
    Membership joined = membership.getNow(null);
    return joined == null ? null : joined.holderOf(partitions.numberOf(run));
  }

  /** {@return whether a run is another coordinator's} */
  boolean isAway(String run) {
    return partitions.ownerOf(run) == null;
  }

  // ---- commands

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
    LoadedRun loaded = load(owner, run);
    loaded.whenLoaded(() -> apply(loaded, command, early, reply));
  }

  private void apply(LoadedRun run, Command command, Consumer<Reply> early, Consumer<Reply> reply) {
    Reply refusal = refusal(run, command);
    if (refusal == null) {
      try {
        Applied applied = core.apply(run.id, run.state(), command, time.now());
        if (command instanceof Command.Committed && applied.changes().isEmpty()) {
          // Refused, or sent again: its blobs, too, may have been stored too late, or once more.
          looks.littered(run);
        }
        applied(run, applied, early, reply);
        return;
      } catch (RuntimeException e) {
        LOG.error("run {}: {} can't be applied", run.id, command, e);
        refusal = new Reply.Broken(e.toString());
      }
    }
    early.accept(refusal);
    Reply refused = refusal;
    behind(run.partition, () -> reply.accept(refused), () -> reply.accept(new Reply.Moved()));
  }

  /** Says something when all before it is durable. */
  private void behind(Owned partition, Runnable said, Runnable lost) {
    partition.log.add(
        List.of(),
        () -> {
          overload.readAgain();
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
    boolean unknown = run.state() == null && !(command instanceof Command.Start);
    return unknown ? new Reply.Unknown() : null;
  }

  private void applied(
      LoadedRun run, Applied applied, Consumer<Reply> early, Consumer<Reply> reply) {
    run.state(applied.state(), time.now());
    run.writing(1);
    run.partition.log.add(
        applied.changes(),
        () -> durable(run, applied, reply),
        () -> reply.accept(new Reply.Moved()));
    alarms.set(run, applied.state());
    if (!applied.changes().isEmpty()) {
      looks.changed(run);
    }
    // Only now: a worker that is free may be given a task at once, and that is a later change.
    early.accept(applied.reply());
    for (Effect effect : applied.effects()) {
      if (effect instanceof Effect.Ready ready) {
        dispatcher.ready(run.id, ready.task());
      }
    }
  }

  private void durable(LoadedRun run, Applied applied, Consumer<Reply> reply) {
    run.writing(-1);
    run.durable(applied.state().header());
    overload.readAgain();
    reply.accept(applied.reply());
    applied.effects().forEach(effect -> afterwards(run, effect));
  }

  private void afterwards(LoadedRun run, Effect effect) {
    switch (effect) {
      case Effect.Ready e -> {}
      case Effect.Parked e ->
          LOG.warn("run {}: task {} is parked: {}", run.id, e.task(), e.failure().message());
      case Effect.Ended e -> {
        RunState state = run.state();
        if (state != null) {
          watchers.ended(run.id, state.header());
        }
      }
      case Effect.Over e -> {
        run.partition.runs.remove(run.id, run);
        run.left();
        looks.forget(run);
        dispatcher.forget(run.id);
      }
    }
  }

  private void due(String run) {
    LoadedRun known = partitions.loaded(run);
    if (known != null) {
      known.scheduled(Long.MAX_VALUE);
    }
    submit(run, new Command.Tick(), reply -> {});
  }

  // ---- runs in memory

  LoadedRun load(Owned owner, String id) {
    LoadedRun known = owner.runs.get(id);
    if (known != null) {
      return known;
    }
    LoadedRun run = new LoadedRun(id, owner, memory.share(), time.now());
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
              } else if (fields == null) {
                LOG.warn("run {} can't be loaded, trying again", run.id, error);
                loop.schedule(() -> fetch(run), 1, TimeUnit.SECONDS);
              } else {
                loaded(run, fields);
              }
            });
  }

  private void loaded(LoadedRun run, Map<String, byte[]> fields) {
    boolean tried = run.partition.tried.remove(run.id);
    try {
      RunState state = fields.isEmpty() ? null : RunState.load(run.id, fields);
      run.loaded(state);
      if (state != null && !state.over()) {
        adopt(run, state, tried);
      }
      RunState present = run.state();
      if (present != null) {
        alarms.set(run, present);
      }
    } catch (RuntimeException e) {
      LOG.error("run {} can't be read; it stands still", run.id, e);
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
      if (platform.workersSurvive() || run.partition.orderly) {
        leases.renew(attempt, time.nanoTime());
      } else {
        lost(attempt, Command.Loss.ORPHANED, "its coordinator is gone");
      }
    }
    state.ready().forEach(task -> dispatcher.ready(run.id, task));
    if (state.parked() && !tried) {
      submit(run.id, new Command.Unpark(), reply -> {});
    }
    looks.changed(run);
    looks.littered(run);
  }

  /**
   * Drops an idle run from memory, unless someone waits for it or it is to be looked at. {@return
   * whether it did}
   */
  boolean forget(LoadedRun run) {
    if (watchers.any(run.id) || looks.wants(run)) {
      return false;
    }
    alarms.remove(run);
    looks.forget(run);
    run.left();
    return true;
  }

  /**
   * Gives the header of a run as it is stored; from memory if the run is there. The store may have
   * more of it, which is not known to be durable.
   *
   * @return fails with {@code UNKNOWN_RUN}; at once if it would have to wait here for the store
   */
  CompletableFuture<RunHeader> header(String id) {
    Owned owner = partitions.ownerOf(id);
    if (owner == null) {
      return CompletableFuture.failedFuture(Fencing.moved(id));
    }
    LoadedRun run = owner.runs.get(id);
    RunHeader durable = run == null ? null : run.durable();
    if (durable == null) {
      return storedHeader(owner, id);
    }
    if (owner.term.holds()) {
      return CompletableFuture.completedFuture(durable);
    }
    KappaException stuck = overload.stuck(id);
    if (stuck != null) {
      return CompletableFuture.failedFuture(stuck);
    }
    CompletableFuture<RunHeader> answer = new CompletableFuture<>();
    behind(
        owner,
        () -> answer.complete(durable),
        () -> answer.completeExceptionally(Fencing.moved(id)));
    return answer;
  }

  private static CompletableFuture<RunHeader> storedHeader(Owned owner, String id) {
    return owner
        .partition
        .headers(List.of(id))
        .thenApply(
            found -> {
              byte[] bytes = found.get(id);
              if (bytes == null) {
                throw unknown(id);
              }
              return RunHeader.read(bytes);
            });
  }

  /** {@return what a run came to; null if it is not stored} */
  CompletableFuture<byte @Nullable []> result(String id) {
    Owned owner = partitions.ownerOf(id);
    return owner == null
        ? CompletableFuture.failedFuture(Fencing.moved(id))
        : owner.partition.result(id);
  }

  static KappaException unknown(String run) {
    return new KappaException(
        ErrorCode.UNKNOWN_RUN,
        "there is no run '%s', or its retention time is over; 'kappa list' shows those that are"
            .formatted(run));
  }

  /** What becomes of the runs of partitions that come and go. */
  private final class Hands implements Partitions.Hands {
    @Override
    public void taken(Owned partition) {
      housekeeping.adopt(partition);
    }

    @Override
    public void parted(Owned partition) {
      partition.gone = true;
      partition.log.close();
      List<LoadedRun> runs = List.copyOf(partition.runs.values());
      partition.runs.clear();
      for (LoadedRun run : runs) {
        alarms.remove(run);
        looks.forget(run);
        dispatcher.forget(run.id);
        run.broken("it is no more here");
        run.left();
      }
      Predicate<String> its = run -> partitions.numberOf(run) == partition.partition.number();
      watchers.failed(its, Fencing::moved);
      leases.forget(its);
      dispatcher.part(its);
      overload.parted(partition);
    }
  }

  // ---- workers

  /** {@return the warning that no worker comes for a run's ready tasks; null if that is not so} */
  @Nullable WarningView noWorker(String run) {
    LoadedRun loaded = partitions.loaded(run);
    RunState state = loaded == null ? null : loaded.state();
    Handle task = dispatcher.first(run);
    return state == null || task == null ? null : missed.warning(state.title(task));
  }

  /** The worker of an attempt says nothing. */
  void silent(AttemptRef attempt) {
    dispatcher.silent(attempt);
    lost(attempt, Command.Loss.SILENT, "it was silent for " + settings.lease());
  }

  /** The worker of an attempt is gone. */
  void lost(AttemptRef attempt, Command.Loss loss, String message) {
    leases.end(attempt);
    submit(
        attempt.run(), new Command.Lost(attempt, loss, message), reply -> littered(attempt.run()));
  }

  private void littered(String run) {
    LoadedRun known = partitions.loaded(run);
    if (known != null) {
      looks.littered(known);
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
    LoadedRun loaded = load(owner, attempt.run());
    loaded.whenLoaded(
        () -> {
          RunState state = loaded.state();
          boolean current = state != null && state.has(attempt, instance, base);
          List<Payload> frames =
              state != null && current ? core.frames(state, attempt.task(), below) : null;
          behind(owner, () -> answer.accept(frames), away);
        });
  }

  /** Says, when that is durable, that nobody wants what {@code attempt} does, if that is so. */
  void unwanted(AttemptRef attempt, long instance, Consumer<Message.Unwanted> said) {
    LoadedRun run = partitions.loaded(attempt.run());
    RunState state = run == null ? null : run.state();
    Message.Unwanted word = state == null ? null : state.unwanted(attempt, instance);
    if (run != null && word != null) {
      behind(run.partition, () -> said.accept(word), () -> {});
    }
  }

  /** Stores a blob; one of an attempt that is over is swept. */
  CompletableFuture<Void> putBlob(AttemptRef attempt, long instance, String name, byte[] bytes) {
    String run = attempt.run();
    Owned partition = partitions.ownerOf(run);
    if (partition == null) {
      return CompletableFuture.failedFuture(Fencing.moved(run));
    }
    partition.blobBytes += bytes.length;
    return store
        .putBlob(partition.partition.number(), run, name, bytes)
        .whenComplete(
            (stored, error) -> {
              partition.blobBytes -= bytes.length;
              overload.readAgain();
              LoadedRun known = partitions.loaded(run);
              RunState state = known == null ? null : known.state();
              if (state == null || !state.has(attempt, instance)) {
                littered(run);
              }
            });
  }

  CompletableFuture<byte @Nullable []> blob(String run, String name) {
    return store.blob(partitions.numberOf(run), run, name);
  }
}
