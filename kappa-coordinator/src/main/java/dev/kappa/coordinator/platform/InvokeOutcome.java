package dev.kappa.coordinator.platform;

import java.util.Arrays;

/** How an invocation of the function ended. */
public sealed interface InvokeOutcome {
  /**
   * The function returned.
   *
   * @param payload what it returned; not copied, not to be changed
   */
  record Returned(byte[] payload) implements InvokeOutcome {
    @Override
    public boolean equals(Object other) {
      return other instanceof Returned that && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
      return "Returned[" + payload.length + " bytes]";
    }
  }

  /**
   * The function ended without a result; nothing of it runs any more.
   *
   * @param kind why
   * @param message the platform's own words
   */
  record FunctionFailed(Kind kind, String message) implements InvokeOutcome {}

  /**
   * Too many invocations run already; the function was not started. Try again later.
   *
   * @param message the platform's own words
   */
  record Throttled(String message) implements InvokeOutcome {}

  /**
   * The payload is above the platform's limit; the function was not started.
   *
   * @param message the size and the limit
   */
  record TooLarge(String message) implements InvokeOutcome {}

  /**
   * The connection broke or no answer came: the function may have run, or may still run.
   *
   * @param message what was seen
   */
  record Unreachable(String message) implements InvokeOutcome {}

  /** Why a function ended without a result. */
  enum Kind {
    /** It ran longer than its time limit and was killed. */
    TIMEOUT,
    /** Its process ended by itself, or its answer was refused. */
    CRASH,
    /** It needed more memory than it has. */
    OUT_OF_MEMORY,
    /** It could not be started: the handler's class is missing, its constructor fails, … */
    INIT_ERROR,
    /** The handler threw; the message holds the error's type and text. */
    HANDLED
  }
}
