package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workers ask, answered by the engine. All methods are called on its loop. */
public final class EngineWorkers {
  /** What the store says of names and sizes, whatever is stored. */
  private static final Set<ErrorCode> NEVER_STORED =
      Set.of(ErrorCode.INVALID_ARGUMENT, ErrorCode.PAYLOAD_TOO_LARGE);

  private static final Logger LOG = LoggerFactory.getLogger(EngineWorkers.class);

  /** Three words that are missing are silence, of a worker and of a coordinator. */
  private static final int WORDS = 3;

  /** A resident worker without a task asks so often, and each time may turn to another. */
  private static final long RESIDENT_LINGER_MILLIS = 1_000;

  /** So old what a resident worker shows may get: it comes back with it as long as it holds. */
  private static final long TOKEN_MILLIS = WorkerTokens.LIFE.toMillis() / 4;

  private final Engine engine;
  private final Commands commands;
  private final Attempts attempts;
  private final Dispatcher dispatcher;
  private final Leases leases;
  private final EngineSettings settings;
  private final Time time;
  private final Invitations invitations;
  private @Nullable ScheduledFuture<?> rounds;

  EngineWorkers(
      Engine engine,
      Dispatcher dispatcher,
      Leases leases,
      Invitations invitations,
      EngineSettings settings,
      Time time) {
    this.engine = engine;
    this.commands = engine.commands();
    this.attempts = engine.attempts();
    this.dispatcher = dispatcher;
    this.leases = leases;
    this.invitations = invitations;
    this.settings = settings;
    this.time = time;
  }

  /** A worker has said who it is. */
  public void connected(Worker worker) {
    dispatcher.connected(worker);
    long heartbeat = Math.max(1, settings.lease().toMillis() / WORDS);
    long linger = worker.isResident() ? RESIDENT_LINGER_MILLIS : settings.linger().toMillis();
    List<Message.Address> peers = engine.peers().addresses();
    worker.reserve().fill(new Message.Welcome(heartbeat, heartbeat, linger, peers));
    if (worker.isResident()) {
      // Where it goes from one coordinator to the next, it is with none for long.
      worker.say(new Message.Alive(null, peers, token(worker)));
    }
  }

  /** From now on workers hear that this coordinator is there. */
  void begin(ScheduledExecutorService loop) {
    long pause = Math.max(1, settings.lease().toMillis() / WORDS / WORDS);
    rounds = loop.scheduleWithFixedDelay(this::sayAlive, pause, pause, TimeUnit.MILLISECONDS);
  }

  void close() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  private void sayAlive() {
    try {
      List<Message.Address> peers = engine.peers().addresses();
      Set<Worker> asked = new HashSet<>(dispatcher.toGiveWay(time.nanoTime(), settings.turn()));
      asked.addAll(dispatcher.ofOtherVersions());
      for (Worker worker : dispatcher.workers()) {
        AttemptRef giveBack = asked.contains(worker) ? worker.task() : null;
        worker.say(new Message.Alive(giveBack, peers, token(worker)));
      }
      dispatcher.lookForResidents();
    } catch (RuntimeException e) {
      engine.defects().found("while telling workers that this coordinator is there", e);
    }
  }

  /** {@return what a worker is to show from now on, which lives longer than that holds} */
  private @Nullable String token(Worker worker) {
    if (!worker.isResident()) {
      return null;
    }
    dispatcher.sees(worker);
    long now = time.now();
    if (now - worker.tokenAt() < TOKEN_MILLIS) {
      return null;
    }
    worker.tokenAt(now);
    return invitations.tokens().residentToken(worker.invocation(), now);
  }

  /** {@return whether large messages can be kept now} If not, {@link #whenRoom} says when. */
  public boolean haveRoom() {
    return !engine.overload().isFull();
  }

  /** {@code again} is run whenever there may be room again, before anything is received. */
  public void whenRoom(Runnable again) {
    engine.overload().whenRoom(again);
  }

  /** A worker's connection is gone; the worker may come back. */
  public void disconnected(Worker worker) {
    dispatcher.disconnected(worker);
  }

  /** A worker lives. */
  public void heartbeat(Worker worker, AttemptRef attempt) {
    if (engine.peers().haveTaken(attempt.run())) {
      moved(worker, attempt.run());
      return;
    }
    worker.knows(attempt);
    if (attempts.mayBeOf(worker, attempt)) {
      leases.beat(attempt, time.nanoTime());
    }
    attempts.unwanted(attempt, worker.instance(), word -> unwanted(worker, word));
  }

  private void unwanted(Worker worker, Message.Unwanted word) {
    if (word.superseded()) {
      superseded(worker, word.attempt());
    }
    worker.say(word);
  }

  /** A run is another coordinator's: a worker is told whose, or to ask again in a while. */
  private void moved(Worker worker, String run) {
    Message.Address to = engine.peers().workersTo(run);
    if (to != null) {
      worker.send(new Message.Moved(to));
    }
    worker.close();
  }

  // ---- tasks

  /** A worker wants a task, unless it has one. */
  public void poll(Worker worker, Message.Poll asked) {
    AttemptRef task = worker.task();
    if (task != null && worker.mayNotKnow()) {
      worker.task(null);
      attempts.lost(task, Command.Loss.ORPHANED, "the worker was never told of it");
    } else if (task != null && !worker.isApplying()) {
      return;
    }
    Worker.Poll earlier = worker.takePoll();
    if (earlier != null) {
      earlier.slot().fill(null);
    }
    long linger = Math.max(0, asked.lingerMillis());
    worker.poll(new Worker.Poll(worker.reserve(), linger, asked.remainingMillis()));
    if (!worker.isApplying()) {
      dispatcher.waits(worker);
    }
  }

  /** A worker has a task from now on. */
  void assigned(Worker worker, AttemptRef attempt) {
    worker.task(attempt, time.nanoTime());
    leases.renew(attempt, time.nanoTime());
  }

  // ---- commits

  /** As {@link #commit(Worker, Commit, int)}, of a commit that takes no memory of its own. */
  public void commit(Worker worker, Commit commit) {
    commit(worker, commit, 0);
  }

  /**
   * A worker commits. What it names is in the store before it is.
   *
   * @param bytes how much memory the commit takes until it is in the log
   */
  public void commit(Worker worker, Commit commit, int bytes) {
    AttemptRef attempt = commit.ref();
    long since = time.nanoTime();
    Worker.Slot slot = worker.reserve();
    worker.knows(attempt);
    worker.applying(1);
    Runnable arrived = engine.overload().arriving(attempt.run(), bytes);
    engine.overload().slowIfBacklogged(attempt.run(), worker);
    worker.afterStoring(
        () ->
            commands.submit(
                attempt.run(),
                new Command.Committed(
                    commit,
                    worker.instance(),
                    engine.versions().after(attempt.run(), worker.version())),
                reply -> {
                  arrived.run();
                  applied(worker, attempt, reply);
                },
                reply -> answer(worker, slot, commit, since, reply)),
        arrived);
  }

  private void answer(Worker worker, Worker.Slot slot, Commit commit, long since, Reply reply) {
    String run = commit.ref().run();
    if (reply instanceof Reply.ToWorker answer) {
      if (!(answer.message() instanceof Message.Superseded)) {
        engine.tally().committed(time.nanoTime() - since);
      }
      slot.fill(answer.message(), engine.partitions().voiceOf(run));
    } else if (reply instanceof Reply.Moved) {
      moved(worker, run);
    } else {
      engine.tally().refused();
      Message refusal = new Message.Superseded(commit.seq(), commit.ref() + ": " + reply);
      slot.fill(refusal, engine.partitions().voiceOf(run));
    }
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

  // ---- frames and blobs

  /** Answers with frames, or that the worker's attempt is over. */
  public void frames(Worker worker, Message.FetchFrames asked) {
    Worker.Slot slot = worker.reserve();
    worker.knows(asked.ref());
    // Behind the commits that it builds on.
    worker.afterStoring(() -> fetch(worker, slot, asked), () -> {});
  }

  private void fetch(Worker worker, Worker.Slot slot, Message.FetchFrames asked) {
    AttemptRef attempt = asked.ref();
    attempts.frames(
        attempt,
        worker.instance(),
        asked.base(),
        asked.below(),
        frames -> {
          if (frames == null) {
            superseded(worker, attempt);
          }
          Message answer =
              frames == null
                  ? new Message.Superseded(0, attempt + ": another attempt has the task")
                  : new Message.Frames(frames);
          slot.fill(answer, engine.partitions().voiceOf(attempt.run()));
        },
        () -> moved(worker, attempt.run()));
  }

  /** It has no task any more: its next poll, which may be here already, is to be heard. */
  private void superseded(Worker worker, AttemptRef attempt) {
    if (attempt.equals(worker.task())) {
      worker.task(null);
      serve(worker);
    }
  }

  /** Stores a blob; the worker's commits after it wait until it is. */
  public void putBlob(Worker worker, Message.PutBlob asked) {
    worker.knows(asked.ref());
    Worker.Slot slot = worker.reserve();
    if (attempts.isOfAnother(worker, asked.ref())) {
      LOG.info("{} is not of the worker of {}", asked.ref(), worker.invocation());
      slot.fill(
          new Message.Refused(
              ErrorCode.NOT_ALLOWED.text(), asked.ref() + ": another worker has this task"));
      return;
    }
    worker.storing(1);
    attempts
        .putBlob(asked.ref(), worker.instance(), asked.name(), asked.bytes())
        .thenRun(() -> worker.storing(-1))
        .whenComplete(
            (stored, error) -> {
              if (worker.isGone()) {
                // It may have sent it again meanwhile, and have no more use for it.
                attempts.littered(asked.ref().run());
              }
              if (error == null) {
                slot.fill(new Message.BlobStored());
              } else {
                failed(worker, asked.ref().run(), slot, error);
              }
            });
    engine.overload().slowIfBacklogged(asked.ref().run(), worker);
  }

  /** Answers with a blob. */
  public void blob(Worker worker, Message.FetchBlob asked) {
    Worker.Slot slot = worker.reserve();
    String run = asked.ref().run();
    if (!attempts.mayBeOf(worker, asked.ref())) {
      slot.fill(
          new Message.Superseded(0, asked.ref() + ": another attempt has the task"),
          engine.partitions().voiceOf(run));
      return;
    }
    engine
        .fetches()
        .add(
            run,
            () -> {
              if (worker.isGone()) {
                engine.fetches().done(run);
                return;
              }
              attempts
                  .blob(run, asked.name())
                  .whenComplete((bytes, error) -> fetched(worker, run, slot, bytes, error));
            });
  }

  private void fetched(
      Worker worker,
      String run,
      Worker.Slot slot,
      byte @Nullable [] bytes,
      @Nullable Throwable error) {
    if (error == null) {
      slot.fill(new Message.Blob(bytes), () -> engine.fetches().done(run));
    } else {
      engine.fetches().done(run);
      failed(worker, run, slot, error);
    }
  }

  /** Who names what can't be there is told so; else the worker is to come back. */
  private void failed(Worker worker, String run, Worker.Slot slot, Throwable error) {
    if (Fencing.isCause(error)) {
      moved(worker, run);
      return;
    }
    @Nullable Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof KappaException refused && NEVER_STORED.contains(refused.code())) {
      slot.fill(new Message.Refused(refused.code().text(), String.valueOf(refused.getMessage())));
      return;
    }
    LOG.warn("a blob could not be stored or fetched; the worker is to come back", error);
    worker.close();
  }
}
