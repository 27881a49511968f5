package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.InvokeRule;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Priority;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings ready tasks and workers together: a worker that waits is given the next task, else the
 * function is invoked, up to the cap. A worker is asked for by invoking the function; which task it
 * is given is decided when it asks.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** So long a worker of another coordinator may be without a connection. */
  private static final long FOREIGN_GRACE_MILLIS = 5_000;

  /** After so many turns a task gives way to those of lower priorities, too. */
  private static final int LONG_TURNS = 16;

  private final SecureRandom random = new SecureRandom();
  private final Engine engine;
  private final Commands commands;
  private final Attempts attempts;
  private final ScheduledExecutorService loop;
  private final MissedStarts missed;
  private final Duration limit;
  private final ReadyByVersion ready;
  private final Versions versions;
  private final boolean invokesAtOnce;
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final Map<Worker, ScheduledFuture<?>> lingering = new HashMap<>();
  private final Connections connections = new Connections();
  private final Invocations invocations;
  private final Residents residents;

  /**
   * Tasks that ran out of time in an invocation that had done others before, while the core is told
   * of it.
   */
  private final Set<ReadyTasks.Ready> cutShort = new HashSet<>();

  private boolean asking;

  Dispatcher(
      Engine engine,
      ScheduledExecutorService loop,
      Platform platform,
      Functions functions,
      Invitations invitations,
      int concurrency,
      MissedStarts missed,
      Time time) {
    this.engine = engine;
    this.commands = engine.commands();
    this.attempts = engine.attempts();
    this.loop = loop;
    this.missed = missed;
    this.ready = new ReadyByVersion(time);
    this.invokesAtOnce = functions.invokesAtOnce();
    this.limit = platform.functionTimeout();
    this.versions = engine.versions();
    this.invocations =
        new Invocations(
            loop, functions, invitations, concurrency, missed, versions, time, new Ends());
    this.residents = new Residents(loop, platform, invitations, time, this::ended, this::soon);
  }

  // ---- tasks

  void ready(String run, Handle task) {
    ReadyTasks tasks = ready.of(new ReadyByVersion.Kind(versions.of(run), isResident(run, task)));
    if (cutShort.remove(new ReadyTasks.Ready(run, task))) {
      tasks.addForFresh(run, task);
    } else {
      tasks.add(run, task, priority(run));
    }
    serve();
    // A worker's request may be right behind the commit that made the task ready.
    soon();
  }

  private Priority priority(String run) {
    RunState state = state(run);
    return state == null ? Priority.NONE : state.header().priority();
  }

  private boolean isResident(String run, Handle task) {
    RunState state = state(run);
    return state != null && state.isResident(task);
  }

  private @Nullable RunState state(String run) {
    LoadedRun loaded = engine.partitions().loaded(run);
    return loaded == null ? null : loaded.state();
  }

  private void soon() {
    if (!asking) {
      asking = true;
      loop.execute(this::ask);
    }
  }

  /** {@return a task of the run that no worker has; null if there is none} */
  @Nullable Handle first(String run) {
    return ready.first(run);
  }

  /**
   * {@return a task of the run that waits for a resident worker, while none is connected; null if
   * there is none}
   */
  @Nullable Handle withoutResident(String run) {
    return ready.first(
        run,
        kind ->
            kind.resident()
                && residents.areMissing(kind.version(), residentsWithTasks(kind.version()) > 0));
  }

  /** {@return how many resident workers of a version are connected and have a task} */
  private long residentsWithTasks(String version) {
    return workers().stream()
        .filter(worker -> worker.isResident() && !worker.isGone() && worker.task() != null)
        .filter(worker -> worker.version().equals(version))
        .count();
  }

  /** {@return how many resident workers that a run could have are connected and have a task} */
  long busyResidents(String run) {
    return residentsWithTasks(versions.of(run));
  }

  /** Sees to it that tasks that wait for resident workers are not forgotten. */
  void lookForResidents() {
    ready.versions(true).forEach(residents::want);
  }

  /** {@return since when resident workers are missing, in milliseconds since 1970} */
  long residentsMissingSince(String run) {
    return residents.missingSince(versions.of(run));
  }

  void forget(String run) {
    ready.forget(run);
  }

  private void serve() {
    for (Worker worker : List.copyOf(idle)) {
      if (ready.size() == 0) {
        return;
      }
      ReadyTasks own = ready.of(new ReadyByVersion.Kind(worker.version(), worker.isResident()));
      boolean fresh = worker.tasks() == 0 || worker.isResident();
      ReadyTasks.Ready next = fresh ? own.pollFresh() : own.poll();
      if (next != null) {
        stopLingering(worker);
        give(next, worker);
      } else if (invocations.full() && !worker.isResident()) {
        // What waits is for another version of the code, or for a fresh invocation.
        release(worker);
      }
    }
  }

  private void ask() {
    asking = false;
    for (ReadyTasks.Ready task : ready.takeAllBut(versions::has)) {
      ready(task.run(), task.task());
    }
    serve();
    boolean begun = true;
    while (begun) {
      begun = false;
      // One for each in turn: no version waits for the others' end.
      for (String version : ready.versions(false)) {
        int waiting = ready.of(new ReadyByVersion.Kind(version, false)).size();
        if (!invocations.full(version) && invocations.starting(version) < waiting) {
          if (invokesAtOnce) {
            engine.tally().invoked();
          }
          invocations.begin(version);
          begun = true;
        }
      }
    }
    lookForResidents();
  }

  /** A run goes on with another version of the code: so do those of its tasks that wait. */
  void moved(String run, Iterable<Handle> waiting) {
    ready.forget(run);
    waiting.forEach(task -> ready(run, task));
  }

  private void give(ReadyTasks.Ready next, Worker worker) {
    Worker.Poll poll = worker.takePoll();
    if (poll == null) {
      throw new IllegalStateException("a worker waits for a task that it did not ask for");
    }
    commands.submit(
        next.run(),
        new Command.Dispatch(
            next.task(), worker.tasks() == 0 && !worker.isResident(), random.nextLong()),
        reply -> {
          if (reply instanceof Reply.Assigned a) {
            engine.workers().assigned(worker, a.assignment().ref());
            worker.promised();
          } else {
            worker.poll(poll);
            enqueue(worker);
            soon();
          }
        },
        reply -> {
          if (reply instanceof Reply.Assigned a) {
            if (a.assignment().ref().equals(worker.task())) {
              worker.told();
            }
            poll.slot()
                .fill(
                    new Message.Assigned(a.assignment()), engine.partitions().voiceOf(next.run()));
          } else if (reply instanceof Reply.Moved) {
            worker.close();
          }
        });
  }

  // ---- workers

  void connected(Worker worker) {
    if (worker.isResident()) {
      String said = worker.resident();
      worker.version(said.isEmpty() ? versions.present() : said);
      residents.came(worker);
      connections.add(worker);
      return;
    }
    worker.version(invocations.versionOf(worker.invocation()));
    if (worker.isFunction()) {
      invocations.came(worker.invocation());
    } else {
      invocations.placed(worker.invocation());
    }
    connections.add(worker);
  }

  /** A resident worker is still there; one that waits for no task is busy, or ending, or stuck. */
  void sees(Worker worker) {
    if (!worker.isGone() && worker.polls()) {
      residents.came(worker);
    }
  }

  /** A function has answered that had a task before it was invoked. */
  void answered(String invocation) {
    missed.end(invocations.versionOf(invocation));
    invocations.came(invocation);
  }

  /** No function was invoked: there was no task for it. */
  void needless(String invocation) {
    invocations.needless(invocation);
  }

  /** {@return whether another worker was given an attempt here} */
  boolean isWithAnother(AttemptRef attempt, Worker than) {
    return connections.isWithAnother(attempt, than);
  }

  /** {@return those that are connected, or may come back} */
  List<Worker> workers() {
    return connections.all();
  }

  /**
   * {@return workers that are to give their tasks back} They have had them for a turn, and no
   * worker can come for tasks of their priority or a higher one that wait; or for {@value
   * #LONG_TURNS} turns, and others wait. For each of those one worker is asked, of the lowest
   * priority first, and each time one more: who was asked may be busy with a long step.
   */
  Set<Worker> toGiveWay(long nanoTime, Duration turn) {
    if (!invocations.full() || ready.size() <= invocations.starting()) {
      return Set.of();
    }
    List<Worker> late = haveHadTheirTurn(nanoTime - turn.toNanos());
    long longSince = nanoTime - turn.multipliedBy(LONG_TURNS).toNanos();
    int served = invocations.starting();
    for (Worker worker : late) {
      boolean tooLong = worker.since() - longSince <= 0;
      int waiting = ready.sizeDownTo(tooLong ? Priority.LOWEST : level(worker));
      if (!worker.wasAsked() && waiting > served) {
        worker.ask();
        served++;
        if (tooLong) {
          ready.overdue(level(worker));
        }
      }
    }
    return late.stream().filter(Worker::wasAsked).collect(Collectors.toSet());
  }

  /** {@return those that have had a task since {@code nanoTime}, the lowest priority first} */
  private List<Worker> haveHadTheirTurn(long nanoTime) {
    return workers().stream()
        .filter(worker -> worker.task() != null && !worker.isGone() && isOurs(worker))
        .filter(worker -> worker.since() - nanoTime <= 0)
        .sorted(
            Comparator.comparingInt((Worker worker) -> -level(worker))
                .thenComparingLong(worker -> worker.since() - nanoTime))
        .toList();
  }

  private int level(Worker worker) {
    AttemptRef task = worker.task();
    return task == null ? Priority.USUAL : priority(task.run()).effectiveLevel();
  }

  /** {@return workers whose tasks are to go on with another version of the code} */
  Set<Worker> ofOtherVersions() {
    return workers().stream()
        .filter(worker -> !worker.isGone() && !worker.version().isEmpty())
        .filter(
            worker -> {
              AttemptRef task = worker.task();
              return task != null && !versions.of(task.run()).equals(worker.version());
            })
        .collect(Collectors.toSet());
  }

  void disconnected(Worker worker) {
    worker.leave();
    stopLingering(worker);
    if (worker.task() == null) {
      connections.remove(worker);
    } else if (isForeign(worker)) {
      // Nobody tells us how its invocation ends.
      loop.schedule(() -> stayedAway(worker), FOREIGN_GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void stayedAway(Worker worker) {
    AttemptRef task = worker.task();
    if (task != null) {
      worker.task(null);
      attempts.lost(
          task, Command.Loss.ORPHANED, "the worker, another coordinator's, did not come back");
    }
    connections.remove(worker);
  }

  /** The lease of an attempt is over: its worker has lost it, also if it is still connected. */
  void silent(AttemptRef attempt) {
    connections.part(attempt::equals);
  }

  /** Runs are no more here: nor are those that work for them. */
  void part(Predicate<String> runs) {
    connections.part(task -> runs.test(task.run()));
  }

  /** Whether another coordinator invoked a worker; it came with its task. */
  private boolean isForeign(Worker worker) {
    return !worker.isResident() && !isOurs(worker);
  }

  private boolean isOurs(Worker worker) {
    return invocations.isOurs(worker.invocation());
  }

  /** A worker wants a task, and waits for it for a while. */
  void waits(Worker worker) {
    if (worker.isFunction()) {
      missed.end(worker.version());
    }
    // One that has little time left ends: another invocation is given a whole limit.
    boolean late = worker.tasks() > 0 && worker.remainingMillis() < limit.toMillis() / 2;
    if (late || isForeign(worker)) {
      release(worker);
      return;
    }
    enqueue(worker);
    serve();
  }

  private void enqueue(Worker worker) {
    if (worker.isGone()) {
      return;
    }
    idle.push(worker);
    long linger = worker.lingerMillis();
    lingering.put(worker, loop.schedule(() -> release(worker), linger, TimeUnit.MILLISECONDS));
  }

  private void stopLingering(Worker worker) {
    idle.remove(worker);
    ScheduledFuture<?> timer = lingering.remove(worker);
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void release(Worker worker) {
    stopLingering(worker);
    Worker.Poll poll = worker.takePoll();
    if (poll != null) {
      poll.slot().fill(new Message.Released());
    }
  }

  /** {@return the tasks that no worker has} */
  ReadyByVersion tasks() {
    return ready;
  }

  // ---- invocations

  /** {@return those that are open} */
  Invocations invocations() {
    return invocations;
  }

  /** Counts an invocation that is no worker's but takes up its room, until it ends. */
  void alongside(CompletableFuture<?> invocation) {
    invocations.alongside(invocation);
  }

  /** {@return completes when no function that was invoked here runs any more} */
  CompletableFuture<Void> ended() {
    return invocations.ended();
  }

  /** Workers that came with what was begun under that name don't come back. */
  private void ended(String id, InvokeOutcome how) {
    connections.removeAll(id).forEach(worker -> lost(worker, how));
    soon();
  }

  private final class Ends implements Invocations.Listener {
    @Override
    public void ended(String id, InvokeOutcome how) {
      if (invokesAtOnce) {
        engine.tally().invocationEnded(how);
      }
      // Of one that can't be told to have ended, workers may go on, or come back for their tasks.
      if (isOver(how)) {
        connections.removeAll(id).forEach(worker -> lost(worker, how));
      }
    }

    @Override
    public void free() {
      ask();
    }
  }

  private static boolean isOver(InvokeOutcome how) {
    return switch (how) {
      case InvokeOutcome.Returned r -> true;
      case InvokeOutcome.Failed f -> f.error().rule().task() != InvokeRule.Effect.UNKNOWN;
    };
  }

  private void lost(Worker worker, InvokeOutcome how) {
    AttemptRef attempt = worker.task();
    if (attempt == null) {
      return;
    }
    boolean mayHaveBegun = worker.mayHaveBegun();
    worker.task(null);
    LossOf loss = LossOf.by(how, limit);
    LOG.info("worker of {} is gone: {}", attempt, loss.message());
    if (!mayHaveBegun) {
      // While the store does not answer, workers wait for their tasks until they end.
      attempts.lost(
          attempt, Command.Loss.ORPHANED, "the worker was not told of it, and " + loss.message());
    } else if (loss.kind() == Command.Loss.TIMED_OUT && worker.tasks() > 1) {
      cutShort(attempt, loss.message());
    } else {
      attempts.lost(attempt, loss.kind(), loss.message());
    }
  }

  /**
   * A worker had only what others had left of the limit: the next one has all. That is known until
   * the core has said whether there is a next one.
   */
  private void cutShort(AttemptRef attempt, String message) {
    ReadyTasks.Ready task = new ReadyTasks.Ready(attempt.run(), attempt.task());
    cutShort.add(task);
    Runnable over = () -> cutShort.remove(task);
    attempts.lost(attempt, Command.Loss.ORPHANED, message, said -> loop.execute(over));
  }
}
