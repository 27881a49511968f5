package dev.kappa.handler;

import dev.kappa.StepContext;
import dev.kappa.interpreter.Outcome;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import java.nio.file.Path;
import java.time.Duration;

/** The context of the step that runs. */
final class RunningStep implements StepContext {
  private final Outcome.RunStep step;
  private final AttemptRef ref;
  private final WorkerHost host;
  private final Surroundings surroundings;

  RunningStep(Outcome.RunStep step, AttemptRef ref, WorkerHost host, Surroundings surroundings) {
    this.step = step;
    this.ref = ref;
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
    return surroundings.time().remaining();
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
