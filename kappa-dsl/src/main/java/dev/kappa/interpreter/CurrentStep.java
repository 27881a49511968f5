package dev.kappa.interpreter;

import dev.kappa.StepContext;
import org.jspecify.annotations.Nullable;

/** Which step runs on a thread: told by whoever runs it, and by a test of a step's body. */
public final class CurrentStep {
  private static final ThreadLocal<@Nullable StepContext> CURRENT = new ThreadLocal<>();

  private CurrentStep() {}

  /** {@return the context of the step that runs on this thread; null if none does} */
  public static @Nullable StepContext get() {
    return CURRENT.get();
  }

  /** Sets the context of this thread; null when the step is over. */
  public static void set(@Nullable StepContext context) {
    if (context == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(context);
    }
  }
}
