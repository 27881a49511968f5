package dev.kappa.coordinator.platform;

import dev.kappa.coordinator.platform.InvokeRule.Effect;
import dev.kappa.coordinator.platform.InvokeRule.Pause;
import dev.kappa.coordinator.platform.InvokeRule.Scope;
import dev.kappa.error.ErrorCode;

/** What can go wrong with an invocation. What follows from each is its {@link #rule()}. */
public enum InvokeError {
  /** It ran longer than its time limit and was killed. */
  TIMEOUT,
  /** It needed more memory than it has. */
  OUT_OF_MEMORY,
  /** Its process ended by itself. */
  CRASH,
  /** The handler threw; the message holds the error's type and text. */
  HANDLED,
  /** It answered with more than an answer may have. */
  RESPONSE_TOO_LARGE,
  /** It could not be started: the handler's class is missing, its constructor fails, … */
  INIT_ERROR,
  /** Too many invocations run, or begin in a second. */
  THROTTLED,
  /** The payload is above the platform's limit. */
  REQUEST_TOO_LARGE,
  /** The credentials don't allow to invoke the function, or are no more valid. */
  ACCESS_DENIED,
  /** No credentials are found. */
  NO_CREDENTIALS,
  /** The key that the function's settings are encrypted with can't be used. */
  KEY_REFUSED,
  /** There is no such function, version or alias. */
  NOT_FOUND,
  /** What is configured can't be run: its runtime, its package, its snapshot. */
  NOT_RUNNABLE,
  /** The service finds the request wrong. */
  BAD_REQUEST,
  /** It is being made, changed or woken just now. */
  NOT_READY,
  /** Its network interface or its file system could not be set up. */
  SURROUNDINGS_FAILED,
  /** The service failed: the function may have run. */
  SERVICE_FAILED,
  /** There is no way to the service: nothing was sent. */
  NO_CONNECTION,
  /** The connection broke or no answer came: the function may have run, or may still run. */
  NO_ANSWER,
  /** What it was to be given is too large for a payload, and could not be put into the bucket. */
  ORDER_NOT_STORED,
  /** What it returned is in the bucket, and can't be had from there, or is damaged. */
  ANSWER_NOT_READ;

  private static final int AT_ONCE = 1;

  /** Any platform fails now and then. */
  private static final int USUAL = 3;

  /** It passes by itself, mostly. */
  private static final int LATE = 9;

  /** {@return what follows} */
  public InvokeRule rule() {
    return switch (this) {
      case TIMEOUT -> died(ErrorCode.FUNCTION_TIMEOUT);
      case OUT_OF_MEMORY -> died(ErrorCode.OUT_OF_MEMORY);
      case CRASH, HANDLED -> died(ErrorCode.WORKER_CRASHED);
      case RESPONSE_TOO_LARGE -> died(ErrorCode.PAYLOAD_TOO_LARGE);
      case INIT_ERROR ->
          notBegun(ErrorCode.WORKER_START_FAILED, USUAL, Scope.VERSION).givingUpTheVersion();
      case THROTTLED -> notBegun(ErrorCode.FUNCTION_THROTTLED, LATE, Scope.ALL);
      case REQUEST_TOO_LARGE -> notBegun(ErrorCode.PAYLOAD_TOO_LARGE, USUAL, Scope.VERSION);
      case ACCESS_DENIED, NO_CREDENTIALS ->
          notBegun(ErrorCode.FUNCTION_DENIED, AT_ONCE, Scope.ALL).waitingLong();
      case KEY_REFUSED -> notBegun(ErrorCode.FUNCTION_DENIED, AT_ONCE, Scope.VERSION).waitingLong();
      case NOT_FOUND ->
          notBegun(ErrorCode.FUNCTION_NOT_FOUND, AT_ONCE, Scope.VERSION)
              .waitingLong()
              .givingUpTheVersion();
      case NOT_RUNNABLE ->
          notBegun(ErrorCode.FUNCTION_NOT_USABLE, AT_ONCE, Scope.VERSION)
              .waitingLong()
              .givingUpTheVersion();
      case BAD_REQUEST ->
          notBegun(ErrorCode.FUNCTION_NOT_USABLE, AT_ONCE, Scope.VERSION).waitingLong();
      case NOT_READY -> notBegun(ErrorCode.FUNCTION_NOT_USABLE, LATE, Scope.VERSION);
      case SURROUNDINGS_FAILED -> notBegun(ErrorCode.FUNCTION_NOT_USABLE, USUAL, Scope.VERSION);
      case NO_CONNECTION -> notBegun(ErrorCode.FUNCTION_UNREACHABLE, USUAL, Scope.ALL);
      case ORDER_NOT_STORED -> notBegun(ErrorCode.BUCKET_FAILED, USUAL, Scope.VERSION);
      case ANSWER_NOT_READ ->
          new InvokeRule(
              Effect.COUNTS,
              Pause.SHORT,
              Scope.VERSION,
              USUAL,
              false,
              ErrorCode.WORKER_RETURNED,
              ErrorCode.BUCKET_FAILED);
      case SERVICE_FAILED, NO_ANSWER ->
          new InvokeRule(
              Effect.UNKNOWN,
              Pause.SHORT,
              Scope.ALL,
              USUAL,
              false,
              ErrorCode.FUNCTION_UNREACHABLE,
              ErrorCode.FUNCTION_UNREACHABLE);
    };
  }

  /** Of the task its code is told, of a start that failed that no worker came. */
  private static InvokeRule died(ErrorCode code) {
    return new InvokeRule(
        Effect.COUNTS,
        Pause.SHORT,
        Scope.VERSION,
        USUAL,
        true,
        code,
        code == ErrorCode.OUT_OF_MEMORY ? code : ErrorCode.WORKER_START_FAILED);
  }

  private static InvokeRule notBegun(ErrorCode code, int told, Scope scope) {
    return new InvokeRule(Effect.NONE, Pause.SHORT, scope, told, false, code, code);
  }
}
