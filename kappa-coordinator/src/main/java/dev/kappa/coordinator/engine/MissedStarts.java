package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Invocations in a row that ended before their worker came, or whose worker is long overdue. */
final class MissedStarts {
  /** Any platform fails now and then; so many in a row are told. */
  private static final int TOLD = 3;

  /** One that throttles has room again when others are done: after so many it is told, too. */
  private static final int THROTTLING_TOLD = 9;

  private static final int LONGEST_ANSWER = 1000;

  private final Time time;
  private int inARow;
  private long since;
  private String reason = "";
  private int enough = TOLD;

  MissedStarts(Time time) {
    this.time = time;
  }

  /** {@return how many there are now; to be noted when an invocation begins} */
  int inARow() {
    return inARow;
  }

  /**
   * An invocation brought no worker.
   *
   * @param atBegin how many there were when it began: those that began together count once
   * @return whether these are so many by now that it is told
   */
  boolean add(int atBegin, InvokeOutcome how) {
    boolean throttled = how instanceof InvokeOutcome.Throttled;
    return add(atBegin, reason(how), throttled ? THROTTLING_TOLD : TOLD);
  }

  /** As {@link #add}: an invocation has brought no worker for {@code millis}, and goes on. */
  void addOverdue(int atBegin, long millis) {
    add(
        atBegin,
        "the function was invoked and has not asked for a task for %d s; it may hang while it starts"
            .formatted(millis / 1000),
        TOLD);
  }

  private boolean add(int atBegin, String why, int told) {
    reason = why;
    enough = told;
    if (atBegin == inARow) {
      if (inARow == 0) {
        since = time.now();
      }
      inARow++;
    }
    return inARow >= enough;
  }

  /** A worker has come. */
  void end() {
    inARow = 0;
  }

  /** {@return what to tell a run whose {@code task} waits for a worker; null if nothing yet} */
  @Nullable WarningView warning(String task) {
    return inARow < enough
        ? null
        : new WarningView(
            WarningView.Kind.NO_WORKER,
            inARow,
            Instant.ofEpochMilli(since),
            task,
            ErrorCode.WORKER_START_FAILED.text(),
            reason,
            null);
  }

  private static String reason(InvokeOutcome how) {
    return switch (how) {
      case InvokeOutcome.Returned r ->
          "the function ended before it asked for a task; it answered " + shortened(r.payload());
      case InvokeOutcome.FunctionFailed f ->
          switch (f.kind()) {
            case INIT_ERROR -> "the function could not be started: " + f.message();
            case TIMEOUT -> "no worker came within the function's time limit: " + f.message();
            case CRASH, OUT_OF_MEMORY, HANDLED ->
                "the function failed before it asked for a task: " + f.message();
          };
      case InvokeOutcome.Throttled t -> "the platform throttles: " + t.message();
      case InvokeOutcome.TooLarge t -> "the platform refused the invocation: " + t.message();
      case InvokeOutcome.Unreachable u -> "the platform did not answer: " + u.message();
    };
  }

  private static String shortened(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8);
    return text.length() <= LONGEST_ANSWER ? text : text.substring(0, LONGEST_ANSWER) + "…";
  }
}
