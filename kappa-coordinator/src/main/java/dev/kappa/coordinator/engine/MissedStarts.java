package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.error.ErrorCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Invocations in a row that ended before their worker came, or whose worker is long overdue, by the
 * version of the code that they were to run: that others come says nothing of those.
 */
final class MissedStarts {
  /** Any platform fails now and then; so many in a row are told. */
  private static final int TOLD = 3;

  private static final int LONGEST_ANSWER = 1000;

  private final Time time;
  private final Map<String, Row> rows = new HashMap<>();
  private long all;

  /** Those of a version. */
  private static final class Row {
    final long since;
    int length;
    int enough = TOLD;
    String reason = "";
    ErrorCode code = ErrorCode.WORKER_START_FAILED;

    Row(long since) {
      this.since = since;
    }
  }

  MissedStarts(Time time) {
    this.time = time;
  }

  /** {@return how many there were, of all versions and whatever came in between} */
  long all() {
    return all;
  }

  /** {@return how many of a version there are now; to be noted when an invocation begins} */
  int inARow(String version) {
    Row row = rows.get(version);
    return row == null ? 0 : row.length;
  }

  /**
   * An invocation brought no worker.
   *
   * @param atBegin how many there were when it began: those that began together count once
   * @return whether these are so many by now that it is told
   */
  boolean add(String version, int atBegin, InvokeOutcome how) {
    return switch (how) {
      case InvokeOutcome.Returned r ->
          add(
              version,
              atBegin,
              TOLD,
              ErrorCode.WORKER_START_FAILED,
              "the function ended before it asked for a task; it answered "
                  + AnswerText.of(r.payload(), LONGEST_ANSWER));
      case InvokeOutcome.Failed f ->
          add(
              version,
              atBegin,
              f.error().rule().told(),
              f.error().rule().ofStart(),
              reason(f.error()) + ": " + f.message());
    };
  }

  /** As {@link #add}: an invocation has brought no worker for {@code millis}, and goes on. */
  void addOverdue(String version, int atBegin, long millis) {
    add(
        version,
        atBegin,
        TOLD,
        ErrorCode.WORKER_START_FAILED,
        "the function was invoked and has not asked for a task for %d s; it may hang while it starts"
            .formatted(millis / 1000));
  }

  private boolean add(String version, int atBegin, int told, ErrorCode code, String why) {
    all++;
    Row row = rows.computeIfAbsent(version, v -> new Row(time.now()));
    row.reason = why;
    row.code = code;
    row.enough = told;
    if (atBegin == row.length) {
      row.length++;
    }
    return row.length >= row.enough;
  }

  /** A worker of a version has come. */
  void end(String version) {
    rows.remove(version);
  }

  /**
   * {@return what to tell a run whose {@code task} waits for a worker; null if nothing yet}
   *
   * @param version of the code, which the worker is to have
   */
  @Nullable WarningView warning(String version, String task) {
    Row row = rows.get(version);
    return row == null || row.length < row.enough
        ? null
        : new WarningView(
            WarningView.Kind.NO_WORKER,
            row.length,
            Instant.ofEpochMilli(row.since),
            task,
            row.code.text(),
            row.reason,
            null);
  }

  private static String reason(InvokeError error) {
    return switch (error) {
      case INIT_ERROR -> "the function could not be started";
      case TIMEOUT -> "no worker came within the function's time limit";
      case OUT_OF_MEMORY -> "the function ran out of memory before it asked for a task";
      case CRASH, HANDLED, RESPONSE_TOO_LARGE -> "the function failed before it asked for a task";
      case THROTTLED -> "the platform throttles";
      case REQUEST_TOO_LARGE -> "the platform refused the invocation";
      case ACCESS_DENIED ->
          "the coordinator may not invoke the function; give its role lambda:InvokeFunction for the function and its versions";
      case NO_CREDENTIALS ->
          "the coordinator has no credentials for AWS; give it a role, or set them in its environment";
      case KEY_REFUSED ->
          "the key of KMS that the function's settings are encrypted with can't be used; enable it, or let the function's role use it";
      case NOT_FOUND ->
          "there is no such function, version or alias; see --function and its region";
      case NOT_RUNNABLE ->
          "the platform can't run the function as it is configured; publish a version that it can";
      case BAD_REQUEST -> "the platform refuses the invocation";
      case NOT_READY -> "the function is being made ready or changed";
      case SURROUNDINGS_FAILED ->
          "the function's network or file system could not be set up; see its subnets, security groups, role and mounts";
      case ORDER_NOT_STORED ->
          "what the function is to be given does not fit in an invocation, and could not be put into the bucket of --blobs";
      case ANSWER_NOT_READ ->
          "what the function returned could not be had from the bucket of --blobs";
      case SERVICE_FAILED -> "the platform failed";
      case NO_CONNECTION ->
          "there is no way to the platform; see the endpoint, the region and the network";
      case NO_ANSWER -> "the platform did not answer";
    };
  }
}
