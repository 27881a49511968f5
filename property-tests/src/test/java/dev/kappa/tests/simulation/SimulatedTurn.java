package dev.kappa.tests.simulation;

import dev.kappa.Checkpoints;
import dev.kappa.StepContext;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.handler.Deadline;
import dev.kappa.handler.DrivenWorker;
import dev.kappa.interpreter.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One invocation without a connection: the worker that is deployed, with the world's chance, and a
 * time that goes on from the world's. All that it does is done at once; what it returns is there
 * when its time has passed.
 */
final class SimulatedTurn implements dev.kappa.handler.World, Deadline {
  private static final int LONGEST_FREEZE = 20_000;
  private static final int EARLY = 30;

  private final World world;
  private final Monitor monitor;
  private final Checkpoints policy;
  private final TurnText turn;
  private final @Nullable SimulatedBucket bucket;
  private final long killedAfter;
  private long passed;
  private boolean hurried;
  private InvokeOutcome outcome = new InvokeOutcome.Returned(new byte[0]);

  /** The function is no more. The worker takes it for an error of the JVM. */
  private static final class GoneError extends VirtualMachineError {
    private static final long serialVersionUID = 1;

    private final InvokeError kind;

    GoneError(InvokeError kind, String message) {
      super(message);
      this.kind = kind;
    }
  }

  SimulatedTurn(
      World world,
      Monitor monitor,
      Checkpoints policy,
      TurnText turn,
      @Nullable SimulatedBucket bucket) {
    this.world = world;
    this.monitor = monitor;
    this.policy = policy;
    this.turn = turn;
    this.bucket = bucket;
    this.killedAfter =
        world.strikes(Fault.TIMED_OUT) ? world.some(EARLY) : SimulatedPlatform.LIMIT_MILLIS;
  }

  /** Works. */
  void run(DrivenWorker worker) {
    monitor.begun(this, turn.task());
    try {
      live();
      byte[] answer = worker.turn(turn.payload(), this, this);
      TurnText.commits(answer, bucket).forEach(commit -> monitor.made(commit, this));
      world.tell(this + " returns " + text(answer));
      live();
      outcome =
          world.strikes(Fault.TOO_LARGE)
              ? new InvokeOutcome.Failed(InvokeError.RESPONSE_TOO_LARGE, "too large")
              : new InvokeOutcome.Returned(answer);
    } catch (GoneError e) {
      world.tell(this + " is gone: " + e.getMessage());
      outcome = new InvokeOutcome.Failed(e.kind, String.valueOf(e.getMessage()));
    }
  }

  private String text(byte[] answer) {
    return TurnText.messages(answer, bucket).stream()
        .map(Line::text)
        .collect(Collectors.joining("; "));
  }

  /** {@return how it ended} */
  InvokeOutcome outcome() {
    return outcome;
  }

  /** {@return how long it took} */
  long millis() {
    return passed;
  }

  /** Time passes, in which it may die or stand still, or come near to its end. */
  private void live() {
    if (world.strikes(Fault.WORKER_CRASH)) {
      throw new GoneError(InvokeError.CRASH, "crash");
    }
    pass(world.random.nextInt(4));
    if (world.strikes(Fault.WORKER_FREEZE)) {
      pass(world.some(LONGEST_FREEZE));
    }
    hurried |= world.strikes(Fault.RELEASE);
  }

  /** It is to end. */
  void hurry() {
    hurried = true;
  }

  private void pass(int millis) {
    passed = Math.min(killedAfter, passed + millis);
    if (passed == killedAfter) {
      throw new GoneError(InvokeError.TIMEOUT, "too long");
    }
  }

  // ---- what the worker asks of its world

  @Override
  public long now() {
    return world.now() + passed;
  }

  @Override
  public long nanoTime() {
    return TimeUnit.MILLISECONDS.toNanos(now());
  }

  @Override
  public long remainingMillis() {
    return hurried ? 0 : SimulatedPlatform.LIMIT_MILLIS - passed;
  }

  @Override
  public double random() {
    return world.random.nextDouble();
  }

  @Override
  public boolean endsSteps() {
    return true;
  }

  @Override
  public @Nullable Object run(Outcome.RunStep step, StepContext context) throws Throwable {
    live();
    Journal.time(now());
    Journal.place(false);
    world.tell(this + " runs step " + step.ordinal() + " '" + step.name() + "'");
    monitor.ran(turn.task().ref(), step.ordinal(), SimulatedAttempt.key(policy, step));
    Object value;
    try {
      value = step.run();
    } catch (Journal.Fatal e) {
      throw new GoneError(InvokeError.CRASH, "fatal step");
    }
    live();
    return value;
  }

  @Override
  public String toString() {
    return "function of " + turn.task().ref();
  }
}
