package dev.kappa.coordinator.platform;

import dev.kappa.error.ErrorCode;
import java.time.Duration;

/**
 * What follows from an {@link InvokeError}. Whatever it is, the function is invoked again as long
 * as a task waits for it: nothing that is mended outside needs a restart here.
 *
 * @param task what it means for the task that the invocation had
 * @param pause how long it takes at most until the function is invoked again, if no worker came
 * @param scope what waits so long
 * @param told after how many in a row that brought no worker the runs that wait are told
 * @param gone whether runs that hold on to the version go on with the present one, after three in a
 *     row that brought no worker
 * @param ofTask the code with which a step fails in which it happens too often
 * @param ofStart the code of what runs are told that wait for a worker
 */
public record InvokeRule(
    Effect task,
    Pause pause,
    Scope scope,
    int told,
    boolean gone,
    ErrorCode ofTask,
    ErrorCode ofStart) {

  /** What it means for a task. */
  public enum Effect {
    /** Nothing of it was begun: another invocation has it when there is one. */
    NONE,
    /** The attempt is over, and counts: the task is given to another worker at once. */
    COUNTS,
    /** It may go on: another has it when nothing was heard for a lease. */
    UNKNOWN
  }

  /** How long it takes at most until the next invocation. */
  public enum Pause {
    /** What passes by itself. */
    SHORT(Duration.ofSeconds(10)),
    /** What somebody has to mend. */
    LONG(Duration.ofSeconds(30));

    private final Duration longest;

    Pause(Duration longest) {
      this.longest = longest;
    }

    /** {@return the longest; the first is 50 ms, and each twice as long as the one before} */
    public Duration longest() {
      return longest;
    }
  }

  /** What waits. */
  public enum Scope {
    /** All invocations. */
    ALL,
    /** Those of the same version of the code. */
    VERSION
  }

  InvokeRule waitingLong() {
    return new InvokeRule(task, Pause.LONG, scope, told, gone, ofTask, ofStart);
  }

  InvokeRule givingUpTheVersion() {
    return new InvokeRule(task, pause, scope, told, true, ofTask, ofStart);
  }
}
