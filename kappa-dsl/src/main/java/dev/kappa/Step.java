package dev.kappa;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a step is run, other than usual: {@code Task.step("charge", Step.once(), () -> …)}. Usually
 * it takes as long as the function may run, and runs again if its worker dies in it.
 *
 * <pre>{@code
 * return Task.step(
 *     "charge", Step.once().timeLimit(Duration.ofSeconds(30)), () -> charge(order));
 * }</pre>
 *
 * <p><b>A time limit.</b> The body runs on a thread of its own. When the limit has passed, that
 * thread is interrupted, and the step fails with a {@link TimedOutException}, which {@link
 * Task#recover} and {@link Task#retry} around it see. What the body gives or throws later is
 * dropped. A body that does not end when it is interrupted is <em>left behind</em>: the task goes
 * on, and the body does too, on its own thread, beside whatever the worker does next. What it does
 * to the world outside can't be taken back: give such a step a {@link StepContext#cancelled()} to
 * look at, or calls with time limits of their own. A worker in which more than 4 bodies were left
 * behind ends its invocation, and on Lambda its process with it.
 *
 * <p>A limit longer than what the function gives a step fails the step at once, with {@link
 * dev.kappa.error.ErrorCode#INVALID_ARGUMENT}. A step for whose limit there is not enough time left
 * is run by another invocation, which has all its time yet.
 *
 * <pre>{@code
 * return Task.step("look up", Step.within(Duration.ofSeconds(10)), () -> slowService())
 *     .retry(Retry.times(3).on(TimedOutException.class));
 * }</pre>
 *
 * <p><b>At most once.</b> Before the body runs, a checkpoint is durable that says that it has
 * begun, also with {@link Checkpoint#ASYNC}. If its worker dies then, whether in the body or just
 * before or after it, the body is not run again: the step fails with a {@link
 * StepInDoubtException}, and {@link Task#recover} can find out what happened. {@link Task#retry}
 * runs it again after an error of its own, since then it has ended; not when it is in doubt, unless
 * the policy names that exception. This costs one checkpoint more.
 *
 * @param atMostOnce whether it is never run again once it may have begun
 * @param limit how long it may take, more than zero, counted in milliseconds; null for as long as
 *     the function may run
 */
public record Step(boolean atMostOnce, @Nullable Duration limit) {
  /** Checks the limit. */
  public Step {
    if (limit != null && limit.compareTo(Duration.ofMillis(1)) < 0) {
      throw Arguments.invalid("limit", limit, ">= PT0.001S");
    }
  }

  /** {@return a step that runs at most once} */
  public static Step once() {
    return new Step(true, null);
  }

  /** {@return a step that is broken off when it takes longer than {@code limit}} */
  public static Step within(Duration limit) {
    return new Step(false, Arguments.given("limit", limit));
  }

  /** {@return the same, broken off when it takes longer than {@code limit}} */
  public Step timeLimit(Duration limit) {
    return new Step(atMostOnce, Arguments.given("limit", limit));
  }
}
