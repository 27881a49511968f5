package dev.kappa.handler;

import dev.kappa.Step;
import dev.kappa.TimedOutException;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.CurrentStep;
import dev.kappa.interpreter.OpenResources;
import dev.kappa.interpreter.Outcome;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs the bodies of a task's steps. */
final class Bodies {
  private static final System.Logger LOG = System.getLogger(Bodies.class.getName());

  private final Attempt attempt;
  private final WorkerHost host;
  private final Surroundings surroundings;

  /** Of the steps that run from now on. One that was left behind keeps what it has. */
  private OpenResources resources;

  Bodies(Attempt attempt, WorkerHost host, Surroundings surroundings) {
    this.attempt = attempt;
    this.host = host;
    this.surroundings = surroundings;
    this.resources = noneOpen();
  }

  private OpenResources noneOpen() {
    return new OpenResources(
        opener -> HexFormat.of().formatHex(host.identity(opener, "a resource")),
        e ->
            LOG.log(
                System.Logger.Level.WARNING,
                "a resource of " + attempt.ref() + " can't be closed",
                e));
  }

  /** The attempt is over: what its steps have opened is closed. */
  void close() {
    resources.end();
  }

  /** {@return why a step can't be run within its limit by any invocation; null if it can} */
  @Nullable KappaException refusal(String name, Step how) {
    long most = surroundings.time().wholeMillis();
    Duration limit = how.limit();
    return limit == null || limit.toMillis() <= most
        ? null
        : new KappaException(
            ErrorCode.INVALID_ARGUMENT,
            "step '%s': a time limit of %s (expected: at most %s, all that the function has for a step); give the function a longer time limit, or the step a shorter one"
                .formatted(name, limit, Duration.ofMillis(most)));
  }

  /** {@return whether there is less time left than a step may take} */
  boolean isShort(Step how) {
    Duration limit = how.limit();
    return limit != null && limit.toMillis() > surroundings.time().usableMillis();
  }

  /**
   * {@return what the step gives}
   *
   * @throws Throwable what it throws; a {@link TimedOutException} if it takes too long
   */
  @Nullable Object run(Outcome.RunStep step) throws Throwable {
    RunningStep context = new RunningStep(step, attempt, host, surroundings);
    Duration limit = step.how().limit();
    if (limit != null && !surroundings.world().endsSteps()) {
      return runWithin(limit, step, context);
    }
    try {
      return run(step, context, resources);
    } finally {
      // An interrupt that was meant for the step must not reach the worker's own waiting.
      Thread.interrupted();
    }
  }

  private @Nullable Object runWithin(Duration limit, Outcome.RunStep step, RunningStep context)
      throws Throwable {
    OpenResources mine = resources;
    try {
      return surroundings
          .threads()
          .run(() -> run(step, context, mine), limit.toMillis(), context::isLate);
    } catch (TimeoutException e) {
      leaveBehind(mine);
      if (context.wasLate()) {
        throw new TimedOutException(
            "step '%s': not done within %s; %s".formatted(step.name(), limit, e.getMessage()));
      }
      throw e;
    }
  }

  /**
   * What a body has open that took too long is not used again. A thread of its own closes it, since
   * closing waits for what the body is about to open.
   */
  private void leaveBehind(OpenResources old) {
    resources = noneOpen();
    Thread.ofPlatform().daemon().name("kappa-close").start(old::end);
  }

  private @Nullable Object run(Outcome.RunStep step, RunningStep context, OpenResources resources)
      throws Throwable {
    CurrentStep.set(context, resources);
    try {
      return surroundings.world().run(step, context);
    } catch (Throwable e) {
      resources.close();
      throw e;
    } finally {
      context.end();
      CurrentStep.set(null, null);
    }
  }
}
