package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.error.ErrorCode;

/** What the program ends with. */
final class ExitCode {
  /** The run succeeded, or the command did what it was asked for. */
  static final int OK = 0;

  /** The run failed or was cancelled. */
  static final int RUN_FAILED = 1;

  /** Not all runs go on with the jar that was asked about. */
  static final int NOT_READY = 1;

  /** The call is wrong: options, names, input, files. */
  static final int BAD_CALL = 2;

  /** What the call needs is not there: Redis, a coordinator, a port, the data directory. */
  static final int UNAVAILABLE = 3;

  /** The program stopped waiting; the run goes on. */
  static final int DETACHED = 4;

  /** A defect of Kappa itself. */
  static final int DEFECT = 5;

  private ExitCode() {}

  static int of(RunStatus status) {
    return switch (status) {
      case SUCCEEDED -> OK;
      case FAILED, CANCELLED -> RUN_FAILED;
      case RUNNING -> DETACHED;
    };
  }

  static int of(ErrorCode code) {
    return switch (code) {
      case UNKNOWN_WORKFLOW,
          INVALID_INPUT,
          NO_WORKFLOW,
          DUPLICATE_WORKFLOW,
          APPLICATION_NOT_LOADABLE,
          FILE_NOT_FOUND,
          IDEMPOTENCY_CONFLICT,
          UNKNOWN_RUN,
          RUN_ENDED,
          UNKNOWN_VERSION,
          BAD_REQUEST,
          INVALID_ARGUMENT,
          UNKNOWN_SCHEDULE,
          INVALID_SCHEDULE,
          SCHEDULE_OF_THE_CODE,
          TOO_MANY_SCHEDULES,
          UNKNOWN_TOKEN,
          NOT_ALLOWED,
          DEPLOYMENT_REFUSED,
          PAYLOAD_TOO_LARGE ->
          BAD_CALL;
      case OVERLOADED,
          REDIS_UNREACHABLE,
          PORT_IN_USE,
          DATA_DIRECTORY_IN_USE,
          COORDINATOR_UNREACHABLE,
          FENCED,
          UNSUPPORTED_STORE,
          NOT_BUILT,
          OLDER_COORDINATOR,
          WORKER_START_FAILED,
          FUNCTION_THROTTLED,
          FUNCTION_DENIED,
          FUNCTION_NOT_FOUND,
          FUNCTION_NOT_USABLE,
          FUNCTION_UNREACHABLE,
          NO_RESIDENT_WORKER,
          BUCKET_NOT_FOUND,
          BUCKET_ACCESS_DENIED,
          BUCKET_THROTTLED,
          BUCKET_UNREACHABLE,
          BUCKET_FAILED,
          KEYS_UNREACHABLE,
          DEPLOYMENT_UNAVAILABLE,
          KEY_REFUSED,
          UNKNOWN_KEY,
          NOT_AUTHENTIC,
          NOT_ENCRYPTED ->
          UNAVAILABLE;
      case NOT_ENCODABLE,
          NOT_REBUILDABLE,
          CODE_CHANGED,
          NOT_DECODABLE,
          STEP_FAILED,
          WORKER_CRASHED,
          OUT_OF_MEMORY,
          CANCELLED,
          CHANNEL_CLOSED,
          FUNCTION_TIMEOUT,
          TIMED_OUT,
          STEP_IN_DOUBT,
          OTHER_RUN_GONE,
          WORKER_RETURNED,
          DEADLOCK,
          TOO_MANY_TASKS,
          RUN_TOO_LARGE,
          OBJECT_NOT_FOUND,
          NO_OBJECT_CLIENT ->
          RUN_FAILED;
      case INTERNAL -> DEFECT;
    };
  }
}
