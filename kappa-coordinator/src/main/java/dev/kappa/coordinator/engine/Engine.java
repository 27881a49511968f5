package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.Effect;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns all partitions of a store and the runs in them. A command goes through the core at once; its
 * changes go to the store with those of other commands; its reply and what the world sees of it
 * leave when they are durable. All methods are called on the event loop.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final int PAGE = 1000;

  /**
   * A sleeping run is loaded so long before it is due: longer than it takes until the next look.
   */
  private static final long AHEAD_MILLIS = 2500;

  /** So often runs are removed whose retention time is over. */
  private static final long PURGE_MILLIS = 60_000;

  private final EventLoop loop;
  private final Store store;
  private final Core core;
  private final Platform platform;
  private final EngineSettings settings;
  private final LongSupplier clock;
  private final Dispatcher dispatcher;
  private final Leases leases;
  private final Watchers watchers = new Watchers();
  private final Map<Integer, Owned> owned = new HashMap<>();
  private final TreeSet<Alarm> alarms = new TreeSet<>();
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private @Nullable ScheduledFuture<?> sweeper;
  private @Nullable ScheduledFuture<?> alarm;

  private record Alarm(long at, String run) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : run.compareTo(other.run);
    }
  }

  /** Works on {@code loop}, with runs from {@code store} and workers from {@code platform}. */
  public Engine(
      EventLoop loop,
      Store store,
      Platform platform,
      Invitations invitations,
      EngineSettings settings,
      LongSupplier clock) {
    this.loop = loop;
    this.store = store;
    this.core = new Core(settings.core());
    this.platform = platform;
    this.settings = settings;
    this.clock = clock;
    this.leases = new Leases(settings.lease().toNanos());
    this.dispatcher = new Dispatcher(this, loop, platform, invitations, settings.concurrency());
  }

  // ---- opening and closing

  /** Takes all partitions over, and goes on with the runs in them. */
  public CompletableFuture<Void> open() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < store.partitions(); i++) {
      int number = i;
      all.add(
          store
              .takeOver(number)
              .thenAccept(
                  partition -> {
                    GroupCommit log =
                        new GroupCommit(partition, loop, error -> fenced(number, error));
                    owned.put(number, new Owned(partition, log));
                  }));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).thenRun(this::begin);
  }

  private void begin() {
    sweeper = loop.scheduleWithFixedDelay(this::sweep, 0, 1, TimeUnit.SECONDS);
  }

  /** Stops. What is not durable by now was not promised to anyone. */
  public void close() {
    owned.values().forEach(partition -> partition.log.close());
    owned.clear();
    cancel(sweeper);
    cancel(alarm);
  }

  private static void cancel(@Nullable ScheduledFuture<?> future) {
    if (future != null) {
      future.cancel(false);
    }
  }

  /** {@return completes exceptionally when this engine can't go on} */
  public CompletableFuture<Void> failed() {
    return failed;
  }

  private void fenced(int partition, @Nullable Throwable error) {
    LOG.error("partition {} has another owner", partition, error);
    close();
    failed.completeExceptionally(
        error != null
            ? error
            : new KappaException(
                ErrorCode.FENCED,
                "another coordinator has taken over partition %d; this one stops"
                    .formatted(partition)));
  }

  // ---- commands

  /** Applies {@code command}; {@code reply} is given what it came to when that is durable. */
  void submit(String run, Command command, Consumer<Reply> reply) {
    submit(run, command, early -> {}, reply);
  }

  /** As {@link #submit(String, Command, Consumer)}; {@code early} sees it before it is durable. */
  void submit(String run, Command command, Consumer<Reply> early, Consumer<Reply> reply) {
    LoadedRun loaded = load(run);
    loaded.whenLoaded(() -> apply(loaded, command, early, reply));
  }

  private void apply(LoadedRun run, Command command, Consumer<Reply> early, Consumer<Reply> reply) {
    String defect = run.defect();
    if (defect != null) {
      early.accept(new Reply.Broken(defect));
      reply.accept(new Reply.Broken(defect));
      return;
    }
    RunState before = run.state();
    if (before == null && !(command instanceof Command.Start)) {
      early.accept(new Reply.Unknown());
      reply.accept(new Reply.Unknown());
      return;
    }
    Applied applied;
    try {
      applied = core.apply(run.id, before, command, clock.getAsLong());
    } catch (RuntimeException e) {
      LOG.error("run {}: {} can't be applied", run.id, command, e);
      early.accept(new Reply.Broken(e.toString()));
      reply.accept(new Reply.Broken(e.toString()));
      return;
    }
    run.state(applied.state(), clock.getAsLong());
    early.accept(applied.reply());
    run.writing(1);
    run.partition.log.add(applied.changes(), () -> durable(run, applied, reply));
    schedule(run, applied.state());
    for (Effect effect : applied.effects()) {
      if (effect instanceof Effect.Ready ready) {
        dispatcher.ready(run.id, ready.task());
      }
    }
  }

  private void durable(LoadedRun run, Applied applied, Consumer<Reply> reply) {
    run.writing(-1);
    run.durable(applied.state().header());
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
        dispatcher.forget(run.id);
      }
    }
  }

  // ---- runs in memory

  int partitionOf(String run) {
    return Math.floorMod(run.hashCode(), store.partitions());
  }

  private Owned ownerOf(String run) {
    Owned partition = owned.get(partitionOf(run));
    if (partition == null) {
      throw new KappaException(
          ErrorCode.FENCED, "this coordinator owns no partition, not yet or not any more");
    }
    return partition;
  }

  private LoadedRun load(String id) {
    Owned owner = ownerOf(id);
    LoadedRun known = owner.runs.get(id);
    if (known != null) {
      return known;
    }
    LoadedRun run = new LoadedRun(id, owner, clock.getAsLong());
    owner.runs.put(id, run);
    owner.partition.load(id).whenComplete((fields, error) -> loaded(run, fields, error));
    return run;
  }

  private void loaded(
      LoadedRun run, @Nullable Map<String, byte[]> fields, @Nullable Throwable error) {
    if (fields == null) {
      LOG.warn("run {} can't be loaded, trying again", run.id, error);
      loop.schedule(
          () -> run.partition.partition.load(run.id).whenComplete((f, e) -> loaded(run, f, e)),
          1,
          TimeUnit.SECONDS);
      return;
    }
    try {
      RunState state = fields.isEmpty() ? null : RunState.load(run.id, fields);
      run.loaded(state);
      if (state != null && !state.over()) {
        adopt(run, state);
      }
      RunState present = run.state();
      if (present != null) {
        schedule(run, present);
      }
    } catch (RuntimeException e) {
      LOG.error("run {} can't be read; it stands still", run.id, e);
      run.broken("run " + run.id + " can't be read: " + e.getMessage());
    }
  }

  /** Goes on with a run that this engine did not have before. */
  private void adopt(LoadedRun run, RunState state) {
    for (AttemptRef attempt : state.running()) {
      if (platform.workersSurvive()) {
        leases.renew(attempt, System.nanoTime());
      } else {
        lost(attempt, Command.Loss.ORPHANED, "the coordinator was restarted");
      }
    }
    state.ready().forEach(task -> dispatcher.ready(run.id, task));
    if (state.parked()) {
      submit(run.id, new Command.Unpark(), reply -> {});
    }
  }

  /**
   * Gives the header of a run as it is stored; at once if the run is in memory.
   *
   * @return fails with {@code UNKNOWN_RUN}
   */
  CompletableFuture<RunHeader> header(String id) {
    Owned owner = ownerOf(id);
    LoadedRun run = owner.runs.get(id);
    RunHeader durable = run == null ? null : run.durable();
    if (durable != null) {
      return CompletableFuture.completedFuture(durable);
    }
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

  static KappaException unknown(String run) {
    return new KappaException(
        ErrorCode.UNKNOWN_RUN,
        "there is no run '%s', or its retention time is over; 'kappa list' shows those that are"
            .formatted(run));
  }

  Iterable<Owned> partitions() {
    return owned.values();
  }

  Watchers watchers() {
    return watchers;
  }

  // ---- time

  private void schedule(LoadedRun run, RunState state) {
    long wake = state.header().wake();
    long due = wake <= 0 ? state.nextTimer() : wake;
    if (due == run.scheduled()) {
      return;
    }
    alarms.remove(new Alarm(run.scheduled(), run.id));
    run.scheduled(due);
    if (due != Long.MAX_VALUE) {
      alarms.add(new Alarm(due, run.id));
    }
    setAlarm();
  }

  private void setAlarm() {
    cancel(alarm);
    alarm = null;
    if (!alarms.isEmpty()) {
      long delay = Math.max(0, alarms.first().at() - clock.getAsLong());
      alarm = loop.schedule(this::ring, delay, TimeUnit.MILLISECONDS);
    }
  }

  private void ring() {
    long now = clock.getAsLong();
    while (!alarms.isEmpty() && alarms.first().at() <= now) {
      String id = alarms.removeFirst().run();
      LoadedRun run = ownerOf(id).runs.get(id);
      if (run != null) {
        run.scheduled(Long.MAX_VALUE);
      }
      submit(id, new Command.Tick(), reply -> {});
    }
    setAlarm();
  }

  private void sweep() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("while looking for what is due", e);
    }
  }

  private void look() {
    if (!store.reachable()) {
      // Workers wait for the store, too: that they say nothing says nothing.
      leases.renewAll(System.nanoTime());
    }
    for (AttemptRef silent : leases.expired(System.nanoTime())) {
      lost(silent, Command.Loss.SILENT, "it was silent for " + settings.lease());
    }
    long now = clock.getAsLong();
    for (Owned partition : owned.values()) {
      evict(partition, now - settings.idle().toMillis());
      wakeSleepers(partition, now + AHEAD_MILLIS);
      purge(partition, now);
    }
  }

  private void evict(Owned partition, long unusedSince) {
    partition
        .runs
        .values()
        .removeIf(
            run -> {
              boolean idle = run.idleSince(unusedSince) && !watchers.any(run.id);
              if (idle) {
                alarms.remove(new Alarm(run.scheduled(), run.id));
                partition.sleepers = true;
              }
              return idle;
            });
  }

  private void wakeSleepers(Owned partition, long until) {
    if (!partition.adopted) {
      loadDue(partition, until);
    } else if (partition.sleepers) {
      partition.sleepers = false;
      partition
          .partition
          .nextWake()
          .whenComplete(
              (next, error) -> {
                partition.sleepers |= next == null || next < Long.MAX_VALUE;
                if (next != null && next <= until) {
                  loadDue(partition, until);
                }
              });
    }
  }

  private void loadDue(Owned partition, long until) {
    // Active runs come first, and are here already: they must not crowd out the others.
    int limit = partition.runs.size() + PAGE;
    partition
        .partition
        .due(until, limit)
        .whenComplete(
            (runs, error) -> {
              if (runs != null) {
                runs.forEach(this::load);
                partition.adopted |= runs.size() < limit;
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
              if (removed != null && removed == PAGE) {
                partition.purgeAt = 0;
              }
            });
  }

  // ---- workers

  /** A worker has said who it is. */
  public void connected(Worker worker) {
    dispatcher.connected(worker);
    long heartbeat = Math.max(1, settings.lease().toMillis() / 3);
    worker.reserve().fill(new Message.Welcome(heartbeat, settings.linger().toMillis()));
  }

  /** A worker's connection is gone; the worker may come back. */
  public void disconnected(Worker worker) {
    dispatcher.disconnected(worker);
  }

  /** A worker wants a task, unless it has one. */
  public void poll(Worker worker, long lingerMillis) {
    if (worker.task() != null && !worker.isApplying()) {
      return;
    }
    Worker.Poll earlier = worker.takePoll();
    if (earlier != null) {
      earlier.slot().fill(null);
    }
    worker.poll(new Worker.Poll(worker.reserve(), Math.max(0, lingerMillis)));
    if (!worker.isApplying()) {
      dispatcher.waits(worker);
    }
  }

  /** A worker commits. */
  public void commit(Worker worker, Commit commit) {
    AttemptRef attempt = commit.ref();
    Worker.Slot slot = worker.reserve();
    worker.applying(1);
    if (backlogged(attempt.run())) {
      worker.slow(true);
    }
    submit(
        attempt.run(),
        new Command.Committed(commit, worker.instance()),
        reply -> applied(worker, attempt, reply),
        reply -> {
          slot.fill(messageOf(commit, reply));
          worker.slow(backlogged(attempt.run()));
        });
  }

  private void applied(Worker worker, AttemptRef attempt, Reply reply) {
    worker.applying(-1);
    boolean goesOn = reply instanceof Reply.ToWorker r && r.message() instanceof Message.Committed;
    if (goesOn) {
      assigned(worker, attempt);
    } else {
      worker.task(null);
    }
    // A refused commit says nothing of who has the task: silence will.
    if (reply instanceof Reply.ToWorker r && r.message() instanceof Message.Yielded) {
      leases.end(attempt);
    }
    if (!worker.polls() || worker.isApplying()) {
      return;
    }
    if (worker.task() == null) {
      dispatcher.waits(worker);
    } else {
      Worker.Poll needless = worker.takePoll();
      if (needless != null) {
        needless.slot().fill(null);
      }
    }
  }

  private static Message messageOf(Commit commit, Reply reply) {
    return reply instanceof Reply.ToWorker r
        ? r.message()
        : new Message.Superseded(commit.seq(), commit.ref() + ": " + reply);
  }

  private boolean backlogged(String run) {
    return ownerOf(run).log.backlog() > settings.backlog();
  }

  void refuseIfBacklogged(String run) {
    if (backlogged(run)) {
      throw new KappaException(
          ErrorCode.OVERLOADED,
          "more than %d bytes wait for the store (%s); try again later"
              .formatted(settings.backlog(), store.describe()));
    }
  }

  /** A worker has a task from now on. */
  void assigned(Worker worker, AttemptRef attempt) {
    worker.task(attempt);
    leases.renew(attempt, System.nanoTime());
  }

  /** A worker lives. */
  public void heartbeat(AttemptRef attempt) {
    leases.beat(attempt, System.nanoTime());
  }

  /** The worker of an attempt is gone. */
  void lost(AttemptRef attempt, Command.Loss loss, String message) {
    leases.end(attempt);
    submit(attempt.run(), new Command.Lost(attempt, loss, message), reply -> {});
  }

  /** Answers with frames just below {@code below}, or that the worker's attempt is over. */
  public void frames(Worker worker, AttemptRef attempt, int below) {
    Worker.Slot slot = worker.reserve();
    LoadedRun loaded = load(attempt.run());
    loaded.whenLoaded(
        () -> {
          RunState state = loaded.state();
          boolean current = state != null && state.has(attempt, worker.instance());
          slot.fill(
              state != null && current
                  ? new Message.Frames(core.frames(state, attempt.task(), below))
                  : new Message.Superseded(0, attempt + ": another attempt has the task"));
        });
  }

  /** Stores a blob. */
  public CompletableFuture<Void> putBlob(AttemptRef attempt, String name, byte[] bytes) {
    return store.putBlob(partitionOf(attempt.run()), attempt.run(), name, bytes);
  }

  /** {@return a blob, or null} */
  public CompletableFuture<byte @Nullable []> blob(String run, String name) {
    return store.blob(partitionOf(run), run, name);
  }
}
