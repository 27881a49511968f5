package dev.kappa;

import dev.kappa.interpreter.Instruction;
import dev.kappa.wire.Handle;

/**
 * The handle of a spawned task. It can be held in any value, passed to any task of the run, and
 * awaited by any number of them; it stays valid as long as the run.
 *
 * @param handle the task's name within its run
 * @param <T> the task's result
 */
public record TaskFuture<T>(Handle handle) {
  /**
   * Waits for the task's end. No worker runs meanwhile.
   *
   * @return a task that gives its result, or fails as it failed; as often as it is asked
   */
  public Task<T> await() {
    return new Program<>(new Instruction.Await(handle));
  }
}
