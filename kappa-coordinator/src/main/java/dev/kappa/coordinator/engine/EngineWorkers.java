package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What workers ask, answered by the engine. All methods are called on its loop. */
public final class EngineWorkers {
  private final Engine engine;
  private final Dispatcher dispatcher;
  private final Leases leases;
  private final EngineSettings settings;
  private final Time time;

  EngineWorkers(
      Engine engine, Dispatcher dispatcher, Leases leases, EngineSettings settings, Time time) {
    this.engine = engine;
    this.dispatcher = dispatcher;
    this.leases = leases;
    this.settings = settings;
    this.time = time;
  }

  /** A worker has said who it is. */
  public void connected(Worker worker) {
    dispatcher.connected(worker);
    long heartbeat = Math.max(1, settings.lease().toMillis() / 3);
    worker.reserve().fill(new Message.Welcome(heartbeat, settings.linger().toMillis(), List.of()));
  }

  /** A worker's connection is gone; the worker may come back. */
  public void disconnected(Worker worker) {
    dispatcher.disconnected(worker);
  }

  /** A worker lives. */
  public void heartbeat(AttemptRef attempt) {
    leases.beat(attempt, time.nanoTime());
  }

  // ---- tasks

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

  /** A worker has a task from now on. */
  void assigned(Worker worker, AttemptRef attempt) {
    worker.task(attempt);
    leases.renew(attempt, time.nanoTime());
  }

  // ---- commits

  /** A worker commits. */
  public void commit(Worker worker, Commit commit) {
    AttemptRef attempt = commit.ref();
    Worker.Slot slot = worker.reserve();
    worker.applying(1);
    if (engine.backlogged(attempt.run())) {
      worker.slow(true);
    }
    engine.submit(
        attempt.run(),
        new Command.Committed(commit, worker.instance()),
        reply -> applied(worker, attempt, reply),
        reply -> {
          slot.fill(messageOf(commit, reply));
          worker.slow(engine.backlogged(attempt.run()));
        });
  }

  private void applied(Worker worker, AttemptRef attempt, Reply reply) {
    worker.applying(-1);
    Message message = reply instanceof Reply.ToWorker r ? r.message() : null;
    if (message instanceof Message.Committed) {
      assigned(worker, attempt);
    } else {
      worker.task(null);
    }
    // A refused commit says nothing of who has the task: silence will.
    if (message instanceof Message.Yielded) {
      leases.end(attempt);
    }
    serve(worker);
  }

  private void serve(Worker worker) {
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

  // ---- frames and blobs

  /** Answers with frames just below {@code below}, or that the worker's attempt is over. */
  public void frames(Worker worker, AttemptRef attempt, int below) {
    Worker.Slot slot = worker.reserve();
    engine.frames(
        attempt,
        worker.instance(),
        below,
        frames ->
            slot.fill(
                frames == null
                    ? new Message.Superseded(0, attempt + ": another attempt has the task")
                    : new Message.Frames(frames)));
  }

  /** Stores a blob. */
  public CompletableFuture<Void> putBlob(AttemptRef attempt, String name, byte[] bytes) {
    return engine.putBlob(attempt.run(), name, bytes);
  }

  /** {@return a blob, or null} */
  public CompletableFuture<byte @Nullable []> blob(String run, String name) {
    return engine.blob(run, name);
  }
}
