package dev.kappa.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous part of a stack: who spawned the task in which an exception arose, and who
 * spawned that one, up to the root. It is among the suppressed exceptions of one that comes from
 * another task, so that it is printed with it, and goes wherever it goes. It has no stack of its
 * own.
 *
 * <pre>{@code
 * Suppressed: dev.kappa.error.SpawnTrace: in task 2.1
 *   spawned by Shop.order (Shop.java:31), after step 'quote'
 *   spawned by Shop.all (Shop.java:20), 3 times
 *   spawned by workflow 'shop'
 * }</pre>
 *
 * <p>It names 16 places at most; of a deeper chain those nearest to the exception and to the root.
 * A task that spawns its like is one place, with how often. The step before is told where the same
 * worker had run it.
 */
public final class SpawnTrace extends Exception {
  private static final String BETWEEN = "\n  ";

  /** Of a task, from its {@link #lines}. */
  public SpawnTrace(List<String> lines) {
    this(String.join(BETWEEN, lines));
  }

  /** One whose message is known, as it is built again after it was stored. */
  SpawnTrace(String message) {
    super(message, null, false, false);
  }

  /** {@return the task in which the exception arose, then who spawned it, up to the root} */
  public List<String> lines() {
    return List.of(String.valueOf(getMessage()).split(BETWEEN, -1));
  }

  /** {@return the one that {@code error} carries; null if it comes from no other task} */
  public static @Nullable SpawnTrace of(Throwable error) {
    for (Throwable suppressed : error.getSuppressed()) {
      if (suppressed instanceof SpawnTrace trace) {
        return trace;
      }
    }
    return null;
  }
}
