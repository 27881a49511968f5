package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  /** Cold starts take less: who has not come by then is not waited for any more. */
  private static final long START_MILLIS = 30_000;

  /** So long a worker of another coordinator may be without a connection. */
  private static final long FOREIGN_GRACE_MILLIS = 5_000;

  private final SecureRandom random = new SecureRandom();
  private final Engine engine;
  private final ScheduledExecutorService loop;
  private final Platform platform;
  private final Invitations invitations;
  private final int concurrency;
  private final MissedStarts missed;
  private final Time time;
  private final ReadyTasks ready = new ReadyTasks();
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final Map<Worker, ScheduledFuture<?>> lingering = new HashMap<>();

  /** In the order in which they came: a simulation goes the same way again. */
  private final Map<String, Set<Worker>> byInvocation = new LinkedHashMap<>();

  /** Invocations whose workers are on their way, with what happens if they do not come. */
  private final Map<String, ScheduledFuture<?>> starting = new HashMap<>();

  private final Set<String> invited = new HashSet<>();
  private final List<CompletableFuture<Void>> whenEnded = new ArrayList<>();

  /** Tasks that ran out of time in an invocation that had done others before. */
  private final Set<ReadyTasks.Ready> cutShort = new HashSet<>();

  private final long leastRemaining;
  private int invocations;
  private long pauseMillis;
  private boolean paused;
  private boolean asking;

  Dispatcher(
      Engine engine,
      ScheduledExecutorService loop,
      Platform platform,
      Invitations invitations,
      int concurrency,
      MissedStarts missed,
      Time time) {
    this.engine = engine;
    this.loop = loop;
    this.platform = platform;
    this.invitations = invitations;
    this.concurrency = concurrency;
    this.missed = missed;
    this.time = time;
    this.leastRemaining = platform.functionTimeout().toMillis() / 2;
  }

  // ---- tasks

  void ready(String run, Handle task) {
    if (cutShort.remove(new ReadyTasks.Ready(run, task))) {
      ready.addForFresh(run, task);
    } else {
      ready.add(run, task);
    }
    serve();
    // A worker's request may be right behind the commit that made the task ready.
    soon();
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

  void forget(String run) {
    ready.forget(run);
    cutShort.removeIf(task -> task.run().equals(run));
  }

  private void serve() {
    for (Worker worker : List.copyOf(idle)) {
      if (ready.size() == 0) {
        return;
      }
      ReadyTasks.Ready next = worker.tasks() == 0 ? ready.pollFresh() : ready.poll();
      if (next != null) {
        stopLingering(worker);
        give(next, worker);
      }
    }
  }

  private void ask() {
    asking = false;
    serve();
    while (!paused && invocations < concurrency && starting.size() < ready.size()) {
      invoke();
    }
  }

  private void give(ReadyTasks.Ready next, Worker worker) {
    Worker.Poll poll = worker.takePoll();
    if (poll == null) {
      throw new IllegalStateException("a worker waits for a task that it did not ask for");
    }
    engine
        .commands()
        .submit(
            next.run(),
            new Command.Dispatch(next.task(), worker.tasks() == 0, random.nextLong()),
            reply -> {
              if (reply instanceof Reply.Assigned a) {
                engine.workers().assigned(worker, a.assignment().ref());
              } else {
                worker.poll(poll);
                enqueue(worker);
                soon();
              }
            },
            reply -> {
              if (reply instanceof Reply.Assigned a) {
                poll.slot().fill(new Message.Assigned(a.assignment()));
              } else if (reply instanceof Reply.Moved) {
                worker.close();
              }
            });
  }

  // ---- workers

  void connected(Worker worker) {
    hasStarted(worker.invocation());
    pauseMillis = 0;
    missed.end();
    Set<Worker> connections =
        byInvocation.computeIfAbsent(worker.invocation(), i -> new HashSet<>());
    for (Worker earlier : connections) {
      if (earlier.instance() == worker.instance() && earlier.task() != null) {
        worker.inherit(earlier);
      }
    }
    connections.removeIf(earlier -> earlier.isGone() && earlier.task() == null);
    connections.add(worker);
  }

  /** {@return those that are connected, or may come back} */
  List<Worker> workers() {
    byInvocation.values().removeIf(Dispatcher::nobodyIsLeft);
    return byInvocation.values().stream().flatMap(Set::stream).toList();
  }

  private static boolean nobodyIsLeft(Set<Worker> connections) {
    connections.removeIf(worker -> worker.isGone() && worker.task() == null);
    return connections.isEmpty();
  }

  /**
   * {@return workers that are to give their tasks back} They have had them since {@code nanoTime}
   * at the latest, and no worker can come for tasks that wait. For each of those one worker is
   * asked, and each time one more: who was asked may be busy with a long step.
   */
  Set<Worker> toGiveWay(long nanoTime) {
    int waiting = ready.size() - starting.size();
    boolean full = paused || invocations >= concurrency;
    if (!full || waiting <= 0) {
      return Set.of();
    }
    List<Worker> late =
        workers().stream()
            .filter(worker -> worker.task() != null && !worker.isGone() && !isForeign(worker))
            .filter(worker -> worker.since() - nanoTime <= 0)
            .sorted(Comparator.comparingLong(worker -> worker.since() - nanoTime))
            .toList();
    late.stream().filter(worker -> !worker.wasAsked()).limit(waiting).forEach(Worker::ask);
    return late.stream().filter(Worker::wasAsked).collect(Collectors.toSet());
  }

  void disconnected(Worker worker) {
    worker.leave();
    stopLingering(worker);
    if (worker.task() == null) {
      remove(worker);
    } else if (isForeign(worker)) {
      // Nobody tells us how its invocation ends.
      loop.schedule(() -> stayedAway(worker), FOREIGN_GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void stayedAway(Worker worker) {
    AttemptRef task = worker.task();
    if (task != null) {
      worker.task(null);
      engine
          .attempts()
          .lost(
              task, Command.Loss.ORPHANED, "the worker, another coordinator's, did not come back");
    }
    remove(worker);
  }

  /**
   * The lease of an attempt is over: its worker has lost it, also if it is still connected. Word of
   * the attempt that waits behind other replies must not leave: the run may be another
   * coordinator's by then.
   */
  void silent(AttemptRef attempt) {
    for (Worker worker : workers()) {
      if (attempt.equals(worker.task())) {
        worker.task(null);
        worker.close();
      }
    }
  }

  private void remove(Worker worker) {
    Set<Worker> connections = byInvocation.get(worker.invocation());
    if (connections != null && connections.remove(worker) && connections.isEmpty()) {
      byInvocation.remove(worker.invocation());
    }
  }

  /** Whether another coordinator invoked a worker; it came with its task. */
  private boolean isForeign(Worker worker) {
    return !invited.contains(worker.invocation());
  }

  /** A worker wants a task, and waits for it for a while. */
  void waits(Worker worker) {
    missed.end();
    // One that has little time left ends: another invocation is given a whole limit.
    boolean late = worker.tasks() > 0 && worker.remainingMillis() < leastRemaining;
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

  /** Ends the connections of workers that have tasks of runs that are no more here. */
  void part(Predicate<String> run) {
    for (Set<Worker> workers : byInvocation.values()) {
      for (Worker worker : workers) {
        AttemptRef task = worker.task();
        if (task != null && run.test(task.run())) {
          worker.task(null);
          worker.close();
        }
      }
    }
  }

  // ---- invocations

  private void invoke() {
    Invitations.Invitation invitation = invitations.next();
    invocations++;
    invited.add(invitation.id());
    int before = missed.inARow();
    starting.put(
        invitation.id(),
        loop.schedule(() -> overdue(invitation.id(), before), START_MILLIS, TimeUnit.MILLISECONDS));
    platform
        .invoke(invitation.payload())
        .whenComplete(
            (outcome, error) -> loop.execute(() -> ended(invitation.id(), before, outcome, error)));
  }

  /** {@return whether it was waited for} */
  private boolean hasStarted(String invocation) {
    ScheduledFuture<?> timer = starting.remove(invocation);
    if (timer != null) {
      timer.cancel(false);
    }
    return timer != null;
  }

  /** It takes up its room until it ends; its worker may yet come. */
  private void overdue(String invocation, int before) {
    starting.remove(invocation);
    missed.addOverdue(before, START_MILLIS);
    LOG.warn("a worker did not come within {} s; it may hang", START_MILLIS / 1000);
    pause();
  }

  private void ended(
      String id, int before, @Nullable InvokeOutcome outcome, @Nullable Throwable error) {
    invocations--;
    invited.remove(id);
    boolean neverCame = hasStarted(id);
    InvokeOutcome how =
        outcome == null ? new InvokeOutcome.Unreachable(String.valueOf(error)) : outcome;
    if (neverCame) {
      missed(before, how);
    }
    Set<Worker> workers = byInvocation.get(id);
    // Of one that can't be told to have ended, workers may go on, or come back for their tasks.
    if (workers != null && !(how instanceof InvokeOutcome.Unreachable)) {
      byInvocation.remove(id);
      workers.forEach(worker -> lost(worker, how));
    }
    ask();
    tellEnd();
  }

  /**
   * A platform that throttles does what it should: it is asked again later, more and more rarely.
   */
  private void missed(int before, InvokeOutcome how) {
    boolean told = missed.add(before, how);
    if (how instanceof InvokeOutcome.Throttled t && !told) {
      LOG.debug("the platform throttles: {}", t.message());
    } else {
      LOG.warn("a worker did not come: {}", how);
    }
    pause();
  }

  /** Takes an invocation into account, until it ends, that is no worker's but takes up its room. */
  void alongside(CompletableFuture<?> invocation) {
    if (!invocation.isDone()) {
      invocations++;
      invocation.whenComplete((done, error) -> loop.execute(this::besidesIt));
    }
  }

  private void besidesIt() {
    invocations--;
    ask();
    tellEnd();
  }

  /** {@return completes when no function that was invoked here runs any more} */
  CompletableFuture<Void> ended() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    whenEnded.add(end);
    tellEnd();
    return end;
  }

  private void tellEnd() {
    if (invocations == 0) {
      whenEnded.forEach(end -> end.complete(null));
      whenEnded.clear();
    }
  }

  private void lost(Worker worker, InvokeOutcome how) {
    AttemptRef attempt = worker.task();
    if (attempt != null) {
      int tasks = worker.tasks();
      worker.task(null);
      LOG.info("worker of {} is gone: {}", attempt, how);
      Command.Loss loss = lossOf(how);
      if (loss == Command.Loss.TIMED_OUT && tasks > 1) {
        // It had only what others had left of the limit: the next time it has all.
        cutShort.add(new ReadyTasks.Ready(attempt.run(), attempt.task()));
        loss = Command.Loss.ORPHANED;
      }
      engine.attempts().lost(attempt, loss, told(how));
    }
  }

  private String told(InvokeOutcome how) {
    if (lossOf(how) == Command.Loss.TIMED_OUT) {
      String limit = platform.functionTimeout().toString().substring(2).toLowerCase(Locale.ROOT);
      return "it was ended after " + limit;
    }
    return how instanceof InvokeOutcome.FunctionFailed f
        ? f.kind() + ", " + f.message()
        : how.toString();
  }

  /** A function that returned while it had a task did not get through to us: it did not die. */
  private static Command.Loss lossOf(InvokeOutcome how) {
    if (how instanceof InvokeOutcome.Returned) {
      return Command.Loss.ORPHANED;
    }
    boolean late =
        how instanceof InvokeOutcome.FunctionFailed f && f.kind() == InvokeOutcome.Kind.TIMEOUT;
    return late ? Command.Loss.TIMED_OUT : Command.Loss.CRASHED;
  }

  /** Those that were refused together are one reason to pause, not many. */
  private void pause() {
    if (!paused) {
      pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, 2 * pauseMillis));
      paused = true;
      loop.schedule(this::resume, pauseMillis - jitter(pauseMillis / 2), TimeUnit.MILLISECONDS);
    }
  }

  /** Coordinators that a platform throttles together do not all come back together. */
  private long jitter(long most) {
    long mixed = time.nanoTime() * 0x9E3779B97F4A7C15L;
    return (mixed >>> 32) % (most + 1);
  }

  private void resume() {
    paused = false;
    ask();
  }
}
