package dev.kappa.handler;

import dev.kappa.StepContext;
import dev.kappa.interpreter.Outcome;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** What a worker does not decide itself: what time it is, chance, and how a step's body is run. */
public interface World {
  /** The one that we live in. */
  World REAL =
      new World() {
        // Of the operating system: processes that go on from one snapshot must not draw alike.
        private final SecureRandom random = new SecureRandom();

        @Override
        public long now() {
          return System.currentTimeMillis();
        }

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public double random() {
          return random.nextDouble();
        }

        @Override
        public boolean endsSteps() {
          return false;
        }

        @Override
        public @Nullable Object run(Outcome.RunStep step, StepContext context) throws Throwable {
          return step.run();
        }
      };

  /** {@return the time, in milliseconds since 1970} */
  long now();

  /** {@return nanoseconds since some moment: how far two of them are apart is how long it took} */
  long nanoTime();

  /** {@return a random number, from 0 up to but without 1} */
  double random();

  /**
   * {@return whether steps that take longer than their limit are ended here: {@link #run} throws a
   * {@link dev.kappa.TimedOutException} then} Else the worker runs such a step on a thread of its
   * own, and interrupts that.
   */
  boolean endsSteps();

  /** {@return what the body of {@code step} gives} Runs it on this thread. */
  @Nullable Object run(Outcome.RunStep step, StepContext context) throws Throwable;
}
