package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.Format;
import dev.kappa.coordinator.metrics.Readings;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Owns partitions of a store and the runs in them: {@link Commands} change runs, {@link LoadedRuns}
 * come and go, the {@link Dispatcher} brings tasks to workers, {@link Membership} shares partitions
 * with other coordinators. All methods are called on one thread: that of {@code loop}.
 */
public final class Engine {
  private final ScheduledExecutorService loop;
  private final Store store;
  private final Time time;
  private final Invitations invitations;
  private final Defects defects = new Defects();
  private final Tally tally = new Tally();
  private final Tenure tenure;
  private final Partitions partitions;
  private final CompletableFuture<Membership> membership = new CompletableFuture<>();
  private final Peers peers;
  private final Versions versions;
  private final Commands commands;
  private final LoadedRuns loaded;
  private final Attempts attempts;
  private final Reads reads;
  private final Functions functions;
  private final Dispatcher dispatcher;
  private final EngineWorkers workers;
  private final Alarms alarms;
  private final Looks looks;
  private final Watchers watchers = new Watchers();
  private final Errands errands;
  private final Overload overload;
  private final Fetches fetches;
  private final Housekeeping housekeeping;
  private final NeededVersions needed;

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
    this.time = time;
    this.invitations = invitations;
    Core core = new Core(settings.core());
    Memory memory = new Memory(settings.memory());
    Leases leases = new Leases(settings.lease().toNanos());
    MissedStarts missed = new MissedStarts(time);
    this.tenure = new Tenure(time);
    this.partitions = new Partitions(store, loop, tenure, new Hands(), defects, tally);
    this.peers = new Peers(partitions, membership);
    this.versions = new Versions(platform, partitions);
    this.commands = new Commands(this, core, time);
    this.loaded = new LoadedRuns(this, loop, platform, memory, leases, time);
    this.attempts = new Attempts(this, store, core, leases, settings.lease());
    this.reads = new Reads(this, store, missed);
    this.functions =
        switch (settings.workers()) {
          case CALLBACK -> Functions.callingBack(platform);
          case RETURN ->
              new ReturningWorkers(
                  this, loop, platform, invitations, settings, time, store.claims());
        };
    this.dispatcher =
        new Dispatcher(
            this, loop, platform, functions, invitations, settings.concurrency(), missed, time);
    this.workers = new EngineWorkers(this, dispatcher, leases, invitations, settings, time);
    this.alarms = new Alarms(loop, time, commands::due);
    this.looks = new Looks(this, time);
    this.errands = new Errands(loop, this, time);
    this.overload = new Overload(partitions, store, memory, leases, time, settings.backlog());
    this.fetches = new Fetches(partitions::numberOf, number -> !store.reachable(number));
    this.housekeeping = new Housekeeping(this, store, leases, looks, time, settings.idle());
    this.needed = new NeededVersions(platform, reads);
  }

  /** What becomes of the runs of partitions that come and go. */
  private final class Hands implements Partitions.Hands {
    @Override
    public void taken(Owned partition) {
      housekeeping.adopt(partition);
    }

    @Override
    public void parted(Owned partition) {
      loaded.part(partition);
    }
  }

  /**
   * Joins the coordinators of the store in {@code seat}, takes its share of the partitions over,
   * and goes on with the runs in them. To be called once.
   *
   * @return completes when it has what nobody else has; fails with {@code UNSUPPORTED_STORE} if it
   *     can't read what is stored
   */
  public CompletableFuture<Void> open(Seat seat) {
    loaded.reading(seat.formats());
    Membership joined =
        new Membership(
            loop,
            store,
            partitions,
            tenure,
            time,
            seat,
            format -> commands.write(new Format(format)));
    membership.complete(joined);
    housekeeping.begin(loop);
    workers.begin(loop);
    needed.begin(loop);
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
    needed.close();
    alarms.close();
    errands.close();
    Membership joined = membership.getNow(null);
    return joined == null ? CompletableFuture.completedFuture(null) : joined.leave();
  }

  /** Whom to tell, besides the log, of what goes wrong in the coordinator itself. */
  public void onDefect(BiConsumer<String, RuntimeException> listener) {
    defects.tell(listener);
  }

  /** Says where runs are asked that others have started, whoever has them. */
  public void everywhere(Runs runs) {
    errands.open(runs);
  }

  /** Says how workers' messages reach other coordinators, where workers don't send them. */
  public void reaching(WorkerWays others) {
    functions.reaching(others);
  }

  /** {@return completes exceptionally when this engine can't go on} */
  public CompletableFuture<Void> failed() {
    return membership.thenCompose(Membership::failed);
  }

  /** Counts an invocation of the function that is not the engine's own, until it ends. */
  public void alongside(CompletableFuture<?> invocation) {
    dispatcher.alongside(invocation);
  }

  /** A run that is in memory may have blobs that nobody wants. */
  public void littered(String run) {
    attempts.littered(run);
  }

  /** Adds what the metrics of this engine and its store are now. */
  public void read(Readings all) {
    tally.read(all);
    new Gauges(this, store, tenure).read(all);
  }

  /** {@return what workers ask} */
  public EngineWorkers workers() {
    return workers;
  }

  /** {@return with what a worker connects that nobody invokes, JSON} */
  String invitation() {
    return new String(invitations.nextResident(time.now()).payload(), StandardCharsets.UTF_8);
  }

  /** {@return the other coordinators of the store} */
  public Peers peers() {
    return peers;
  }

  // ---- its parts, which find each other here

  Partitions partitions() {
    return partitions;
  }

  /** {@return which code runs go on with} */
  Versions versions() {
    return versions;
  }

  Commands commands() {
    return commands;
  }

  LoadedRuns loaded() {
    return loaded;
  }

  Attempts attempts() {
    return attempts;
  }

  Reads reads() {
    return reads;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Alarms alarms() {
    return alarms;
  }

  Looks looks() {
    return looks;
  }

  Watchers watchers() {
    return watchers;
  }

  Defects defects() {
    return defects;
  }

  /** {@return what is counted for who watches} */
  Tally tally() {
    return tally;
  }

  Errands errands() {
    return errands;
  }

  Overload overload() {
    return overload;
  }

  /** {@return the blobs on their way to workers} */
  Fetches fetches() {
    return fetches;
  }
}
