package dev.kappa.coordinator.platform.local;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker processes: as many as there are invocations at once, the last one used is used first.
 * All methods are called on the event loop, unless they say otherwise.
 */
final class WorkerPool {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

  /** How many events wait for a worker at most. */
  static final int MAXIMUM_EVENTS = 1_000;

  private static final int LOG_CHECK_SECONDS = 5;

  private final EventLoop loop;
  private final WorkerLauncher launcher;
  private final Set<Worker> workers = new LinkedHashSet<>();
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final Deque<Invocation> events = new ArrayDeque<>();
  private final CompletableFuture<Void> emptied = new CompletableFuture<>();
  private final Room room;
  private int started;
  private boolean closed;

  /**
   * Of workers that {@code launcher} starts.
   *
   * @param room what all pools of a function have together
   */
  WorkerPool(EventLoop loop, WorkerLauncher launcher, Room room) {
    this.loop = loop;
    this.launcher = launcher;
    this.room = room;
    room.whenFree(this::runEvents);
    loop.scheduleWithFixedDelay(
        this::boundLogs, LOG_CHECK_SECONDS, LOG_CHECK_SECONDS, TimeUnit.SECONDS);
  }

  EventLoop loop() {
    return loop;
  }

  /** {@return what starts its workers} */
  WorkerLauncher launcher() {
    return launcher;
  }

  /** {@return the version of the function that its workers run} */
  String version() {
    return launcher.version();
  }

  /** Runs the invocation now. {@return false if as many run as may} */
  boolean submit(Invocation invocation) {
    if (closed || room.isFull()) {
      return false;
    }
    room.take();
    dispatch(invocation);
    return true;
  }

  /** Runs the invocation when a worker is free. {@return false if too many wait already} */
  boolean enqueue(Invocation event) {
    if (submit(event)) {
      return true;
    }
    if (closed || events.size() >= MAXIMUM_EVENTS) {
      return false;
    }
    events.add(event);
    return true;
  }

  private void dispatch(Invocation invocation) {
    Worker warm = idle.pollFirst();
    if (warm != null) {
      warm.assign(invocation);
      return;
    }
    started++;
    Worker cold = new Worker(this, launcher, launcher.log(started), invocation);
    workers.add(cold);
    cold.start();
  }

  /** The worker is about to answer: it can take another invocation. */
  void free(Worker worker) {
    idle.addFirst(worker);
    worker.stopIn(launcher.settings().idle());
  }

  /** The worker is to get nothing more. */
  void retire(Worker worker) {
    idle.remove(worker);
  }

  /** The worker's process has ended. */
  void gone(Worker worker) {
    idle.remove(worker);
    workers.remove(worker);
    if (closed && workers.isEmpty()) {
      emptied.complete(null);
    }
  }

  /** The invocation was not delivered to the worker that it was meant for. */
  void again(Invocation invocation) {
    if (!closed) {
      dispatch(invocation);
    }
  }

  /** The invocation is over. After the close nobody hears of it: it did not fail by itself. */
  void answered(Invocation invocation, InvocationResult result) {
    if (closed) {
      return;
    }
    room.give();
    invocation.result().complete(result);
    room.tellFree();
  }

  private void runEvents() {
    while (!closed && !events.isEmpty() && !room.isFull()) {
      room.take();
      dispatch(events.removeFirst());
    }
  }

  /** {@return completes when the pool is closed and no worker is left; any thread may ask} */
  CompletableFuture<Void> emptied() {
    return emptied;
  }

  /** Kills all workers. */
  void close() {
    closed = true;
    events.clear();
    List.copyOf(workers).forEach(Worker::end);
    if (workers.isEmpty()) {
      emptied.complete(null);
    }
  }

  LocalLambda.Census census() {
    return new LocalLambda.Census(workers.size(), idle.size(), room.taken(), started);
  }

  private void boundLogs() {
    List<WorkerLog> logs = new ArrayList<>();
    workers.forEach(worker -> logs.add(worker.log()));
    Thread.ofVirtual().start(() -> logs.forEach(WorkerPool::bound));
  }

  private static void bound(WorkerLog log) {
    try {
      log.bound();
    } catch (IOException e) {
      LOG.warn("the log {} can't be kept within its bound: {}", log.file(), e.toString());
    }
  }
}
