package dev.kappa.coordinator.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed.
 *
 * @param code the stable code, such as {@code KAPPA-301}
 * @param type the name of the exception's class, if it is known
 * @param message what happened, where, and what to do
 * @param step the name of the step that failed, if it was in one
 * @param trace where it happened, innermost first; empty if unknown
 */
public record ErrorView(
    String code, @Nullable String type, String message, @Nullable String step, List<String> trace) {
  /** Copies the trace. */
  public ErrorView {
    trace = List.copyOf(trace);
  }
}
