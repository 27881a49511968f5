package dev.kappa.coordinator.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong in a run and that no task hears of.
 *
 * @param kind what it is
 * @param count how many tasks it concerns, at least 1; for {@code NO_WORKER}, how many invocations
 *     in a row brought no worker
 * @param since when it was noticed
 * @param task the first of them, such as {@code worker (task 2.1)}
 * @param code the stable code of its error, such as {@code KAPPA-301}
 * @param message what happened to it, where, and what to do
 * @param step the name of the step where it happened, if that is known
 */
public record WarningView(
    Kind kind,
    long count,
    Instant since,
    String task,
    String code,
    String message,
    @Nullable String step) {
  /** What went wrong. */
  public enum Kind {
    /**
     * Tasks can't go on with the application's present code. They wait, and are tried again when a
     * coordinator starts.
     */
    PARKED,
    /** Tasks failed, and nobody awaited them or can do so any more. */
    FAILED_UNAWAITED,
    /**
     * Tasks that could go on wait for a worker, and the last invocations brought none. The
     * coordinator goes on trying; the warning is gone as soon as a worker comes.
     */
    NO_WORKER,
    /** Resident tasks that could go on wait for a resident worker, and none is connected. */
    NO_RESIDENT_WORKER,
    /**
     * What is stored of the run can't be read by this release: none of its tasks goes on. Nothing
     * is lost; a coordinator that can read it goes on with it.
     */
    UNREADABLE
  }

  /** {@return this as a sentence for people} */
  public String text() {
    String place = step == null ? "" : " (in step " + step + ")";
    return "%s: %s: %s: %s%s".formatted(what(), task, code, message, place);
  }

  private String what() {
    boolean one = count == 1;
    return switch (kind) {
      case PARKED ->
          one
              ? "1 task waits since %s for code that fits it and a start of the coordinator"
                  .formatted(since)
              : "%d tasks wait since %s for code that fits them and a start of the coordinator; the first"
                  .formatted(count, since);
      case FAILED_UNAWAITED ->
          one
              ? "1 task failed and nobody awaited it"
              : count + " tasks failed and nobody awaited them; the first";
      case NO_WORKER ->
          "no worker has come since %s, %d invocations in a row; Kappa goes on trying; the first task that waits"
              .formatted(since, count);
      case NO_RESIDENT_WORKER ->
          "no resident worker is connected since %s; the first task that waits".formatted(since);
      case UNREADABLE -> "nothing goes on since %s".formatted(since);
    };
  }
}
