package dev.kappa.tests.simulation;

import dev.kappa.Checkpoint;
import dev.kappa.Checkpoints;
import dev.kappa.interpreter.Machine;
import dev.kappa.interpreter.Outcome;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A worker's attempt at a task: the real interpreter, a turn at a time. */
final class SimulatedAttempt {
  private static final int MOST_UNANSWERED = 4;

  private final World world;
  private final SimulatedWorker worker;
  private final Workers workers;
  private final Checkpoints policy;
  private final AttemptRef ref;
  private final Machine machine;
  private final long given;
  private final Deque<Continuation> uncertain = new ArrayDeque<>();
  private List<Operation> operations = new ArrayList<>();
  private Pending pending = Pending.NOTHING;
  private long seq;
  private long base;
  private long steps;
  private long committedAt;
  private boolean promised;
  private boolean cancel;
  private boolean wanted;
  private boolean over;

  /** What the worker can't go on without. */
  private enum Pending {
    NOTHING,
    ALL_REPLIES,
    WHAT_IT_WAITS_FOR,
    THE_END,
    FRAMES
  }

  SimulatedAttempt(World world, SimulatedWorker worker, Workers workers, Assignment task) {
    this.world = world;
    this.worker = worker;
    this.workers = workers;
    this.policy = workers.checkpoints();
    this.committedAt = world.now();
    this.ref = task.ref();
    this.seq = task.seq();
    this.base = task.base();
    this.given = task.base();
    this.steps = task.steps();
    this.cancel = task.cancel();
    this.machine = new Machine(workers.host(worker, ref), task);
    workers.monitor().begun(this, task);
    soon();
  }

  AttemptRef ref() {
    return ref;
  }

  /** Others wait for a worker: a commit after the first is the last. */
  void giveBack() {
    wanted = true;
  }

  /** Nobody wants what it does: the task is to be cancelled. */
  void cancel() {
    cancel = true;
  }

  private boolean wanted() {
    return wanted && base != given;
  }

  private void soon() {
    worker.later(world.random.nextInt(4), this::turn);
  }

  private void turn() {
    if (over || pending != Pending.NOTHING) {
      return;
    }
    if (world.strikes(Fault.WORKER_CRASH)) {
      worker.crash("crash");
      return;
    }
    if (world.strikes(Fault.WORKER_FREEZE)) {
      worker.freeze(world.some(20_000));
      soon();
      return;
    }
    if (cancel) {
      machine.cancel();
    }
    try {
      Outcome outcome = machine.run(policy.atOperations() ? 1 : world.some(30));
      operations.addAll(machine.takeOperations());
      act(outcome);
    } catch (AttemptBlobs.GoneException e) {
      worker.crash(String.valueOf(e.getMessage()));
    }
    if (worker.live() && pending == Pending.NOTHING) {
      soon();
    }
  }

  private void act(Outcome outcome) {
    switch (outcome) {
      case Outcome.RunStep step -> step(step);
      case Outcome.BeginStep begin -> {
        if (isMisplaced() || world.strikes(Fault.RELEASE) || wanted()) {
          commit(true, Pending.THE_END);
        } else {
          commit(machine.begin(), false, Pending.ALL_REPLIES);
        }
      }
      case Outcome.Wait wait -> {
        boolean release = world.strikes(Fault.RELEASE) || wanted();
        commit(release, Pending.WHAT_IT_WAITS_FOR);
        if (!release) {
          worker.poll();
        }
      }
      case Outcome.Save save -> {
        if (wanted()) {
          commit(true, Pending.THE_END);
        } else {
          save(save.mode());
        }
      }
      case Outcome.NeedFrames need -> fetch(need.depth());
      case Outcome.Paused paused -> {
        if (wanted()) {
          commit(true, Pending.THE_END);
        } else if ((policy.atOperations() && !operations.isEmpty()) || world.chance(0.1)) {
          save(policy.mode());
        }
      }
      case Outcome.Ended ended -> {
        commit(false, Pending.THE_END);
        worker.poll();
      }
    }
  }

  /** Whether a step is for workers of the other kind. */
  private boolean isMisplaced() {
    return machine.isResident() != worker.isResident();
  }

  private void step(Outcome.RunStep step) {
    if (isMisplaced() || world.strikes(Fault.RELEASE) || wanted()) {
      commit(true, Pending.THE_END);
    } else if (hasNews() && isDue()) {
      save(policy.mode());
    } else if ((policy.mode() == Checkpoint.SYNC || promised) && !worker.settled()) {
      // A commit before did not wait for its reply. This step does.
      pending = Pending.ALL_REPLIES;
    } else {
      promised = false;
      run(step);
    }
  }

  private boolean hasNews() {
    return machine.steps() != steps || !operations.isEmpty() || machine.promisesMore();
  }

  /** The first step of an attempt is followed by a commit, whatever the policy says. */
  private boolean isDue() {
    return base == given
        || machine.promisesMore()
        || world.now() - committedAt >= policy.interval().toMillis();
  }

  private void run(Outcome.RunStep step) {
    Journal.time(world.now());
    Journal.place(worker.isResident());
    world.tell(worker + " runs step " + step.ordinal() + " '" + step.name() + "'");
    workers.monitor().ran(ref, step.ordinal(), key(policy, step));
    Object value;
    try {
      value = step.run();
    } catch (Journal.Fatal e) {
      worker.crash("fatal step");
      return;
    } catch (Throwable e) {
      machine.stepThrew(step.name(), e);
      return;
    }
    machine.stepReturned(value);
  }

  /** What an idempotency key is made of, where all before it is durable. */
  static String key(Checkpoints policy, Outcome.RunStep step) {
    return policy.mode() == Checkpoint.SYNC && policy.interval().isZero()
        ? step.name() + SimulatedHost.identity(step.argument())
        : step.name();
  }

  // ---- commits

  private void save(Checkpoint how) {
    boolean wait = how == Checkpoint.SYNC || worker.unanswered() >= MOST_UNANSWERED;
    commit(false, wait ? Pending.ALL_REPLIES : Pending.NOTHING);
  }

  private void commit(boolean release, Pending then) {
    promised |= machine.promisesMore();
    commit(machine.snapshot(), release, then);
  }

  private void commit(Continuation continuation, boolean release, Pending then) {
    Commit commit = new Commit(ref, seq + 1, base, continuation, operations, release);
    operations = new ArrayList<>();
    seq = commit.seq();
    base = commit.digest();
    committedAt = world.now();
    steps = continuation.steps();
    pending = then;
    uncertain.add(continuation);
    workers.monitor().made(commit, this);
    worker.request(new Message.Commits(commit));
  }

  /** Takes note of a reply. */
  void answered(Message request, Message reply) {
    switch (request) {
      case Message.FetchFrames m -> load(m, reply);
      case Message.PutBlob m -> {}
      case Message.Commits m -> replied(m.commit(), reply);
      default -> throw new AssertionError("an attempt asked for " + request);
    }
    if (over && worker.settled()) {
      worker.over();
    }
  }

  private void replied(Commit commit, Message reply) {
    Continuation continuation = uncertain.remove();
    switch (reply) {
      case Message.Committed m -> {
        durable(commit, m.seq(), continuation);
        cancel |= m.cancel();
        goOn(m);
      }
      case Message.Yielded m -> {
        durable(commit, m.seq(), continuation);
        over = true;
      }
      case Message.Superseded m -> over = true;
      default -> throw new AssertionError("answered to a commit: " + reply);
    }
  }

  private void durable(Commit commit, long acknowledged, Continuation continuation) {
    if (commit.seq() != acknowledged) {
      world.violated("R1: commit %d was answered as %d".formatted(commit.seq(), acknowledged));
    }
    workers.monitor().finished(ref, continuation.steps());
  }

  private void goOn(Message.Committed m) {
    if (over || !worker.settled()) {
      return;
    }
    worker.forgetPoll();
    if (pending == Pending.WHAT_IT_WAITS_FOR) {
      Next next = m.next();
      if (next == null) {
        world.violated("R1: the reply lacks what the task waited for");
        return;
      }
      resume(next);
    } else if (pending == Pending.ALL_REPLIES) {
      goOn();
    } else if (pending == Pending.THE_END) {
      world.violated("R1: " + this + " was to end, but goes on");
    }
  }

  private void resume(Next next) {
    try {
      machine.resume(next);
      goOn();
    } catch (AttemptBlobs.GoneException e) {
      worker.crash(String.valueOf(e.getMessage()));
    }
  }

  private void goOn() {
    pending = Pending.NOTHING;
    soon();
  }

  // ---- frames

  private void fetch(int below) {
    pending = Pending.FRAMES;
    worker.request(new Message.FetchFrames(ref, base, below));
  }

  private void load(Message.FetchFrames asked, Message reply) {
    if (reply instanceof Message.Frames frames) {
      workers.monitor().fetched(asked, given, frames.frames());
      if (!over) {
        machine.load(frames.frames());
        goOn();
      }
    } else {
      over = true;
    }
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
