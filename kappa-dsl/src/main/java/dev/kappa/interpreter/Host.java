package dev.kappa.interpreter;

import dev.kappa.Task;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Payload;
import org.jspecify.annotations.Nullable;

/** What the interpreter asks of its surroundings. */
public interface Host {
  /**
   * {@return {@code value} as bytes}
   *
   * @param where what the value is, for the error's text
   * @throws dev.kappa.error.KappaException if it can't be encoded
   */
  Payload encode(@Nullable Object value, String where);

  /**
   * {@return the value that was encoded}
   *
   * @throws dev.kappa.error.KappaException if the code has changed so that it can't be decoded
   */
  @Nullable Object decode(Payload payload);

  /**
   * {@return {@code value} as JSON for the run's callers}
   *
   * @param where what the value is, for the error's text
   * @throws dev.kappa.error.KappaException if it can't be written
   */
  byte[] json(@Nullable Object value, String where);

  /**
   * {@return JSON from outside as a value of the class named {@code type}}
   *
   * @param where what it is, for the error's text
   * @throws dev.kappa.error.KappaException with {@link dev.kappa.error.ErrorCode#INVALID_INPUT} if
   *     it does not fit; with another code if the class is not in the code: the task is parked
   */
  @Nullable Object read(byte[] json, String type, String where);

  /** {@return the address at which the run's signal of that name is completed} */
  String signalUrl(String name);

  /** {@return {@code error} as data, thrown in {@code place}} */
  Failure failure(Throwable error, @Nullable String place);

  /** {@return the error that was data} */
  Throwable error(Failure failure);

  /**
   * {@return the way into a workflow}
   *
   * @throws dev.kappa.error.KappaException if the code has no such workflow: the task is parked
   */
  Entry entry(String workflow);

  /** The way into a workflow. */
  @FunctionalInterface
  interface Entry {
    /**
     * {@return the workflow's task} What this throws, the task fails with: the input does not fit,
     * or the workflow's body threw.
     */
    Task<?> enter(byte[] input);
  }

  /** {@return the time, in milliseconds since 1970} */
  long now();

  /** {@return a random number, from 0 up to but without 1} */
  double random();
}
