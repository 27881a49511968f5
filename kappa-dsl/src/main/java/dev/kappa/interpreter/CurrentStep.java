package dev.kappa.interpreter;

import dev.kappa.StepContext;
import org.jspecify.annotations.Nullable;

/** Which step runs on a thread: told by whoever runs it, and by a test of a step's body. */
public final class CurrentStep {
  private static final ThreadLocal<@Nullable StepContext> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<@Nullable OpenResources> RESOURCES = new ThreadLocal<>();

  private CurrentStep() {}

  /** {@return the context of the step that runs on this thread; null if none does} */
  public static @Nullable StepContext get() {
    return CURRENT.get();
  }

  /** {@return what the step that runs on this thread has open; null if none runs that may open} */
  public static @Nullable OpenResources resources() {
    return RESOURCES.get();
  }

  /** Sets the context of this thread, and what its step may open; null when the step is over. */
  public static void set(@Nullable StepContext context, @Nullable OpenResources resources) {
    set(context);
    if (resources == null) {
      RESOURCES.remove();
    } else {
      RESOURCES.set(resources);
    }
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
