package dev.kappa.handler;

import dev.kappa.Checkpoint;
import dev.kappa.Checkpoints;
import dev.kappa.Step;
import dev.kappa.Workflow;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.Machine;
import dev.kappa.interpreter.Outcome;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a task until it ends, waits, or is taken away: the interpreter's driver. */
final class TaskRunner {
  /** Turns between two looks at the clock. */
  private static final int FUEL = 128;

  /** A task that only computes commits so often. */
  private static final long PAUSE_NANOS = 5_000_000_000L;

  /** Of what is asked for in one commit, so that it fits in one batch of the store. */
  private static final int MOST_OPERATIONS = 50_000;

  /** A task that only spawns commits when it asks for so many bytes. */
  private static final long MANY_BYTES = 1 << 20;

  private final WorkerHost host;
  private final Attempt attempt;
  private final TimeLimit time;
  private final StepThreads threads;
  private final Bodies bodies;
  private final boolean first;
  private final Machine machine;
  private final Checkpoint mode;
  private final Checkpoints policy;
  private List<Operation> operations = new ArrayList<>();
  private long operationBytes;

  /** Whether a commit may be unanswered that promises a finalizer to what runs next. */
  private boolean promised;

  private long committedAt = System.nanoTime();

  private TaskRunner(
      WorkerHost host,
      Attempt attempt,
      Surroundings surroundings,
      Machine machine,
      Checkpoints policy,
      boolean first) {
    this.host = host;
    this.attempt = attempt;
    this.time = surroundings.time();
    this.threads = surroundings.threads();
    this.bodies = new Bodies(attempt, host, surroundings);
    this.first = first;
    this.machine = machine;
    this.policy = policy;
    this.mode = policy.mode();
  }

  /**
   * Runs {@code task} until its attempt is over.
   *
   * @param first whether it is the invocation's first
   */
  static void run(Assignment task, Requests link, Surroundings surroundings, boolean first) {
    Attempt attempt = new Attempt(link, task);
    WorkerHost host = new WorkerHost(surroundings, attempt, task.accepted());
    Machine machine;
    try {
      machine = new Machine(host, task);
    } catch (KappaException e) {
      attempt.park(host.failure(e, null));
      return;
    }
    Checkpoints policy =
        surroundings
            .application()
            .workflows()
            .find(task.workflow())
            .<Checkpoints>map(Workflow::checkpoints)
            .orElse(Checkpoints.eachStep());
    TaskRunner runner = new TaskRunner(host, attempt, surroundings, machine, policy, first);
    try {
      runner.run();
    } finally {
      runner.bodies.close();
    }
    // Of an attempt that was superseded, commits may be unanswered.
    attempt.settle();
  }

  private void run() {
    while (!attempt.over()) {
      if (attempt.cancel()) {
        machine.cancel();
      }
      Outcome outcome;
      try {
        outcome = machine.run(policy.atOperations() ? 1 : FUEL);
      } catch (KappaException e) {
        park(e);
        return;
      }
      if (takeOperations()) {
        act(outcome);
      }
    }
  }

  private void act(Outcome outcome) {
    switch (outcome) {
      case Outcome.RunStep step -> step(step);
      case Outcome.BeginStep begin -> begin(begin);
      case Outcome.Wait wait -> await();
      case Outcome.Save save -> saveOrRelease(save.mode());
      case Outcome.NeedFrames need -> load(attempt.frames(need.depth()));
      case Outcome.Paused paused -> pause();
      case Outcome.Ended ended -> end();
    }
  }

  private void load(List<Payload> frames) {
    if (!attempt.over()) {
      machine.load(frames);
    }
  }

  // ---- steps

  private void step(Outcome.RunStep step) {
    if (isCutOff()) {
      return;
    }
    // One that has begun was looked at before.
    KappaException refusal =
        step.how().atMostOnce() ? null : bodies.refusal(step.name(), step.how());
    if (refusal != null) {
      machine.stepThrew(step.name(), refusal);
    } else if (isToEnd() || (!step.how().atMostOnce() && needsAnother(step.how()))) {
      release();
    } else if ((hasNews() && isDue()) || machine.promisesMore()) {
      // The step is met again after this: a cancellation may come with the reply.
      save(mode);
    } else if ((mode == Checkpoint.SYNC || promised) && !attempt.settled()) {
      // A commit before did not wait for its reply. This step does.
      attempt.settle();
    } else {
      promised = false;
      runBody(step);
    }
  }

  /** Makes it durable that a step begins, so that it is run here or nowhere. */
  private void begin(Outcome.BeginStep step) {
    if (isCutOff()) {
      return;
    }
    KappaException refusal = bodies.refusal(step.name(), step.how());
    if (refusal != null) {
      machine.stepThrew(step.name(), refusal);
    } else if (isToEnd() || needsAnother(step.how())) {
      release();
    } else {
      save(Checkpoint.SYNC, machine::begin);
    }
  }

  /** {@return whether what the replies so far say comes before the step} */
  private boolean isCutOff() {
    boolean cancelBefore = attempt.cancel();
    attempt.drain();
    return attempt.over() || attempt.cancel() != cancelBefore;
  }

  /**
   * {@return whether a step is to be left to another invocation, which has all its time yet} This
   * one then ends. One that has done nothing yet can't leave it to another: it would be no better.
   */
  private boolean needsAnother(Step how) {
    if ((first && !attempt.hasCommitted()) || !bodies.isShort(how)) {
      return false;
    }
    time.end();
    return true;
  }

  private void runBody(Outcome.RunStep step) {
    Object value;
    try {
      value = bodies.run(step);
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
        throw fatal;
      }
      machine.stepThrew(step.name(), e);
      return;
    }
    machine.stepReturned(value);
  }

  // ---- commits

  /** Whether the task is to be given back: there is no time, or others wait for a worker. */
  private boolean isToEnd() {
    return ends() || attempt.wanted();
  }

  /** Whether the invocation is to take no other task. */
  private boolean ends() {
    return time.isNear() || threads.areSpent();
  }

  private boolean hasNews() {
    return machine.steps() != attempt.steps() || !operations.isEmpty();
  }

  /**
   * Whether what is new is to be committed before the next step. After the first step here it is:
   * if the next one kills its worker, the one after that begins with it, and knows which it was.
   */
  private boolean isDue() {
    return !attempt.hasCommitted() || sinceCommit() >= policy.interval().toNanos();
  }

  private long sinceCommit() {
    return System.nanoTime() - committedAt;
  }

  private void saveOrRelease(Checkpoint how) {
    if (isToEnd()) {
      release();
    } else {
      save(how);
    }
  }

  private void save(Checkpoint how) {
    save(how, machine::snapshot);
  }

  private void save(Checkpoint how, Supplier<Continuation> what) {
    promised |= machine.promisesMore();
    Continuation continuation = snapshot(what);
    if (continuation == null) {
      return;
    }
    attempt.commit(continuation, takenOperations(), false);
    if (how == Checkpoint.SYNC) {
      attempt.settle();
    }
  }

  private void await() {
    boolean near = isToEnd();
    Continuation continuation = snapshot();
    if (continuation == null) {
      return;
    }
    if (near) {
      attempt.commit(continuation, takenOperations(), true);
      attempt.settle();
    } else {
      attempt.commitAndPoll(continuation, takenOperations());
    }
    if (!attempt.over()) {
      machine.resume(attempt.takeResumed());
      if (near) {
        release();
      }
    }
  }

  private void end() {
    Continuation continuation = snapshot();
    if (continuation == null) {
      return;
    }
    if (ends()) {
      attempt.commit(continuation, takenOperations(), false);
      attempt.settle();
    } else {
      attempt.commitAndPoll(continuation, takenOperations());
    }
    attempt.demandOver();
  }

  private void pause() {
    attempt.drain();
    if (attempt.over()) {
      return;
    }
    if (isToEnd()) {
      release();
    } else if (operationBytes > MANY_BYTES || isPauseDue()) {
      save(mode);
    }
  }

  private boolean isPauseDue() {
    return (policy.atOperations() && !operations.isEmpty())
        || sinceCommit() > Math.max(PAUSE_NANOS, policy.interval().toNanos());
  }

  private void release() {
    Continuation continuation = snapshot();
    if (continuation != null) {
      attempt.commit(continuation, takenOperations(), true);
      attempt.settle();
      attempt.demandOver();
    }
  }

  private void park(KappaException e) {
    if (hasNews() && !attempt.over()) {
      save(Checkpoint.ASYNC);
    }
    if (!attempt.over()) {
      attempt.park(host.failure(e, null));
    }
  }

  /** {@return what is left of the task; null if that can't be stored: then it fails there} */
  private @Nullable Continuation snapshot() {
    return snapshot(machine::snapshot);
  }

  private @Nullable Continuation snapshot(Supplier<Continuation> what) {
    try {
      Continuation continuation = host.within(WorkerHost.MAX_COMMIT - operationBytes, what);
      committedAt = System.nanoTime();
      return continuation;
    } catch (KappaException e) {
      machine.fail(e);
      return null;
    }
  }

  // ---- operations

  /** {@return false if there are too many of them: then the task fails where it stands} */
  private boolean takeOperations() {
    if (!machine.hasOperations()) {
      return true;
    }
    List<Operation> taken = machine.takeOperations();
    long bytes = size(taken);
    if (operationBytes + bytes > WorkerHost.MAX_COMMIT) {
      machine.fail(
          WorkerHost.tooLarge(
              taken.size() + " spawned tasks or channels",
              bytes,
              "all that a checkpoint adds",
              WorkerHost.MAX_COMMIT));
      return false;
    }
    if (operations.size() + taken.size() > MOST_OPERATIONS) {
      machine.fail(
          new KappaException(
              ErrorCode.PAYLOAD_TOO_LARGE,
              "%d tasks or channels in one checkpoint (expected: at most %d); spawn them in several turns"
                  .formatted(operations.size() + taken.size(), MOST_OPERATIONS)));
      return false;
    }
    operations.addAll(taken);
    operationBytes += bytes;
    return true;
  }

  private List<Operation> takenOperations() {
    List<Operation> taken = operations;
    operations = new ArrayList<>();
    operationBytes = 0;
    return taken;
  }

  private static long size(List<Operation> operations) {
    long bytes = 0;
    for (Operation operation : operations) {
      ByteWriter out = new ByteWriter();
      Operation.write(out, operation);
      bytes += out.size();
    }
    return bytes;
  }
}
