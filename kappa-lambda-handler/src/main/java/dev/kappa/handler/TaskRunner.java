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
  private final World world;
  private final StepThreads threads;
  private final boolean resident;
  private final Bodies bodies;
  private final boolean first;
  private final Machine machine;
  private final Checkpoint mode;
  private final Checkpoints policy;
  private List<Operation> operations = new ArrayList<>();
  private long operationBytes;

  /** Whether a commit may be unanswered that promises a finalizer to what runs next. */
  private boolean promised;

  private long committedAt;
  private final Pace pace;

  /** How many frames were here at first. */
  private final int frames;

  /** Whether the step that is met next has begun for this invocation. */
  private boolean begun;

  /** The last commit, if the step is met once more that is to begin after it. */
  private @Nullable Continuation before;

  /**
   * How a task goes on that can't hear replies; of no meaning for one that can.
   *
   * @param begun see {@link Order.Turn}
   * @param careful see {@link Order.Turn}
   * @param whole see {@link Order.Turn}
   */
  private record Pace(boolean begun, boolean careful, boolean whole) {
    static final Pace LIVE = new Pace(false, false, false);
  }

  private TaskRunner(
      WorkerHost host,
      Attempt attempt,
      Surroundings surroundings,
      Machine machine,
      Checkpoints policy,
      boolean first,
      int frames,
      Pace pace) {
    this.host = host;
    this.attempt = attempt;
    this.time = surroundings.time();
    this.world = surroundings.world();
    this.committedAt = world.nanoTime();
    this.threads = surroundings.threads();
    this.resident = surroundings.resident();
    this.bodies = new Bodies(attempt, host, surroundings);
    this.first = first;
    this.frames = frames;
    this.pace = pace;
    this.begun = pace.begun;
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
    run(task, new Attempt(link, task), surroundings, first, Pace.LIVE);
  }

  /** Runs {@code task} until its attempt is over, which it is where a reply is needed. */
  static void turn(Assignment task, Recorder recorder, Surroundings surroundings, Order.Turn how) {
    Attempt attempt = new Attempt(recorder, task);
    try {
      Pace pace = new Pace(how.begun(), how.careful(), how.whole());
      run(task, attempt, surroundings, true, pace);
    } catch (Recorder.MissingException e) {
      attempt.giveBack(how.begun());
    }
  }

  private static void run(
      Assignment task, Attempt attempt, Surroundings surroundings, boolean first, Pace pace) {
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
    TaskRunner runner =
        new TaskRunner(
            host, attempt, surroundings, machine, policy, first, task.top().size(), pace);
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
        outcome = machine.run(policy.atOperations() || !attempt.isLive() ? 1 : FUEL);
      } catch (KappaException e) {
        park(e);
        return;
      } catch (Recorder.MissingException e) {
        // It is met again where the task stands now.
        if (takeOperations()) {
          release();
        }
        continue;
      }
      if (!(outcome instanceof Outcome.BeginStep)) {
        before = null;
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
      case Outcome.NeedFrames need -> load(need.depth());
      case Outcome.Paused paused -> pause();
      case Outcome.Ended ended -> end();
    }
  }

  private void load(int below) {
    if (!attempt.isLive()) {
      askFor(below);
      return;
    }
    List<Payload> frames = attempt.frames(below);
    if (!attempt.over()) {
      machine.load(frames);
    }
  }

  /** The next attempt has more frames, unless this one has all that fit, and came no further. */
  private void askFor(int below) {
    Continuation continuation = snapshot();
    if (continuation == null) {
      return;
    }
    if (pace.whole && continuation.depth() - below >= frames) {
      machine.fail(
          new KappaException(
              ErrorCode.PAYLOAD_TOO_LARGE,
              "a frame below the topmost %d is needed, and no more fit in what an invocation is given; nest less deeply%s, or let workers call back (--workers-mode callback)"
                  .formatted(frames, attempt.remedy())));
      return;
    }
    attempt.askForFrames(below);
    attempt.commit(continuation, takenOperations(), true);
    attempt.settle();
    attempt.demandOver();
  }

  // ---- steps

  private void step(Outcome.RunStep step) {
    if (isCutOff()) {
      return;
    }
    if (isMisplaced()) {
      release();
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
    if (begun) {
      begun = false;
      attempt.begins();
      machine.begin();
      return;
    }
    if (isCutOff()) {
      return;
    }
    if (isMisplaced()) {
      release();
      return;
    }
    KappaException refusal = bodies.refusal(step.name(), step.how());
    if (refusal != null) {
      machine.stepThrew(step.name(), refusal);
    } else if (isToEnd() || needsAnother(step.how())) {
      release();
    } else if (attempt.isLive()) {
      save(Checkpoint.SYNC, machine::begin);
    } else {
      beginNext();
    }
  }

  /**
   * Commits where the task stands, and, when the step is met once more, that it begins. It is run
   * by the next invocation of this attempt, which comes when both are durable.
   */
  private void beginNext() {
    Continuation standing = before;
    Continuation continuation = standing == null ? snapshot() : snapshot(machine::begin);
    if (continuation == null) {
      return;
    }
    attempt.commit(continuation, takenOperations(), false);
    if (standing == null) {
      before = continuation;
    } else {
      attempt.handOver(standing);
    }
  }

  /**
   * {@return whether the step is to be run by a worker of the other kind} A step that has begun is
   * run where that was promised, which is here.
   */
  private boolean isMisplaced() {
    return machine.isResident() != resident;
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
    if (attempt.isLive()) {
      return !attempt.hasCommitted() || sinceCommit() >= policy.interval().toNanos();
    }
    long interval = policy.interval().toNanos();
    long most = mode == Checkpoint.SYNC ? interval : Math.max(interval, PAUSE_NANOS);
    // What was asked for is asked for when this invocation returns.
    return pace.careful || !operations.isEmpty() || sinceCommit() >= most;
  }

  private long sinceCommit() {
    return world.nanoTime() - committedAt;
  }

  private void saveOrRelease(Checkpoint how) {
    if (isToEnd()) {
      release();
    } else {
      save(how);
    }
  }

  private void save(Checkpoint how) {
    if (attempt.isLive()) {
      save(how, machine::snapshot);
    } else {
      release();
    }
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
    boolean near = isToEnd() || !attempt.isLive();
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
    if (!attempt.over() && resumes() && near) {
      release();
    }
  }

  /** {@return whether what it waited for can be read} Else the task is parked. */
  private boolean resumes() {
    try {
      machine.resume(attempt.takeResumed());
      return true;
    } catch (KappaException e) {
      park(e);
      return false;
    }
  }

  private void end() {
    Continuation continuation = snapshot();
    if (continuation == null) {
      return;
    }
    if (ends() || !attempt.isLive()) {
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
    } else if (operationBytes > MANY_BYTES || isFull() || isPauseDue()) {
      save(mode);
    }
  }

  /** Whether the next value, and one where the task then stands, may not fit in the answer. */
  private boolean isFull() {
    return !attempt.isLive() && attempt.roomForBlob() < 2L * attempt.mostOfValue();
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
    if (begun) {
      // The step has not begun: the next attempt is parked before it.
      attempt.giveBack(true);
      return;
    }
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
      Continuation continuation = host.within(attempt.room() - operationBytes, what);
      committedAt = world.nanoTime();
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
    if (operationBytes + bytes > attempt.room()) {
      machine.fail(
          WorkerHost.tooLarge(
              taken.size() + " spawned tasks or channels",
              bytes,
              "all that a checkpoint adds",
              attempt.room(),
              attempt.remedy()));
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
