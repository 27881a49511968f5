package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list.
 *
 * @param status only runs of this status; null for any
 * @param limit the most runs to answer, 1 to {@value #MAX_LIMIT}
 * @param workflow only runs of this workflow; null for any
 */
public record RunFilter(@Nullable RunStatus status, int limit, @Nullable String workflow) {
  /** The most runs that one answer lists. */
  public static final int MAX_LIMIT = 1000;

  /** The runs that an answer lists when nothing is said. */
  public static final int DEFAULT_LIMIT = 100;

  /** Checks the limit: {@code BAD_REQUEST}. */
  public RunFilter {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "limit: %d (expected: 1 to %d)".formatted(limit, MAX_LIMIT));
    }
  }

  /** {@return whether {@code run} fits, the limit aside} */
  public boolean accepts(RunView run) {
    return (status == null || run.status() == status)
        && (workflow == null || run.workflow().equals(workflow));
  }
}
