package dev.kappa;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.vavr.Function1;
import java.util.Objects;

/**
 * A named entry point: an input's type and the task made of it.
 *
 * @param name unique within the application: letters, digits, {@code -}, {@code _} and {@code .},
 *     at most 100
 * @param input the class that the input's JSON is read as
 * @param body makes the task; it must only compute
 * @param checkpoints how the workflow's tasks go on after a step
 * @param <I> the input
 */
public record Workflow<I>(
    String name,
    Class<I> input,
    Function1<? super I, ? extends Task<?>> body,
    Checkpoint checkpoints) {
  /** Checks the name. */
  public Workflow {
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "workflow name: '"
              + name
              + "' (expected: 1 to 100 letters, digits, '-', '_' or '.'); rename it");
    }
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(body, "body");
  }

  /** {@return a workflow whose steps each wait for their checkpoint} */
  public static <I> Workflow<I> of(
      String name, Class<I> input, Function1<? super I, ? extends Task<?>> body) {
    return new Workflow<>(name, input, body, Checkpoint.SYNC);
  }

  /** {@return the same with another way to go on after a step} */
  public Workflow<I> checkpoints(Checkpoint mode) {
    return new Workflow<>(name, input, body, mode);
  }
}
