package dev.kappa.handler;

import dev.kappa.StepContext;
import dev.kappa.interpreter.Outcome;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import java.nio.file.Path;
import java.time.Duration;

/** The context of the step that runs. */
final class RunningStep implements StepContext {
  /** A step may ask more often; the coordinator is not asked each time. */
  private static final long PAUSE_NANOS = 100_000_000;

  private final Outcome.RunStep step;
  private final Attempt attempt;
  private final AttemptRef ref;
  private final WorkerHost host;
  private final Surroundings surroundings;
  private final long began = System.nanoTime();
  private volatile boolean late;
  private volatile boolean over;
  private volatile long beatAt = began;

  RunningStep(Outcome.RunStep step, Attempt attempt, WorkerHost host, Surroundings surroundings) {
    this.step = step;
    this.attempt = attempt;
    this.ref = attempt.ref();
    this.host = host;
    this.surroundings = surroundings;
  }

  @Override
  public String runId() {
    return ref.run();
  }

  @Override
  public String task() {
    return ref.task().toString();
  }

  @Override
  public String step() {
    return step.name();
  }

  @Override
  public long attempt() {
    return ref.epoch();
  }

  @Override
  public Duration remaining() {
    Duration ofFunction = surroundings.time().remaining();
    Duration limit = step.how().limit();
    if (limit == null) {
      return ofFunction;
    }
    Duration ofStep = limit.minusNanos(System.nanoTime() - began);
    Duration least = ofStep.compareTo(ofFunction) < 0 ? ofStep : ofFunction;
    return least.isNegative() ? Duration.ZERO : least;
  }

  /** Its time is over. */
  void isLate() {
    late = true;
  }

  boolean wasLate() {
    return late;
  }

  @Override
  public boolean cancelled() {
    return over || late || attempt.isSuperseded() || (step.cancellable() && attempt.cancel());
  }

  @Override
  public void heartbeat() {
    long now = System.nanoTime();
    if (!cancelled() && now - beatAt > PAUSE_NANOS) {
      beatAt = now;
      attempt.beat();
    }
    StepContext.super.heartbeat();
  }

  /** It is over: who has kept this is told no more. */
  void end() {
    over = true;
  }

  @Override
  public String idempotencyKey() {
    ByteWriter out = new ByteWriter();
    out.text(ref.run()).handle(ref.task()).varint(step.ordinal()).text(step.name());
    out.blob(host.identity(step.body(), "step '" + step.name() + "'"));
    out.blob(host.identity(step.argument(), "the argument of step '" + step.name() + "'"));
    return CodeDigest.hex(out, 64);
  }

  @Override
  public Path outputDirectory() {
    return surroundings.output();
  }
}
