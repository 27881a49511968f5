package dev.kappa;

import io.vavr.Function1;

/**
 * A named entry point: an input's type and the task made of it.
 *
 * @param name unique within the application: letters, digits, {@code -}, {@code _} and {@code .},
 *     at most 100
 * @param input the class that the input's JSON is read as
 * @param body makes the task; it must only compute
 * @param checkpoints when the workflow's tasks make checkpoints, and how they go on then
 * @param <I> the input
 */
public record Workflow<I>(
    String name,
    Class<I> input,
    Function1<? super I, ? extends Task<?>> body,
    Checkpoints checkpoints) {
  /** Checks the name. */
  public Workflow {
    Arguments.name("workflow", name);
    Arguments.given("input", input);
    Arguments.given("body", body);
    Arguments.given("checkpoints", checkpoints);
  }

  /** {@return a workflow whose steps each wait for their checkpoint} */
  public static <I> Workflow<I> of(
      String name, Class<I> input, Function1<? super I, ? extends Task<?>> body) {
    return new Workflow<>(name, input, body, Checkpoints.eachStep());
  }

  /** {@return the same with checkpoints at other moments} */
  public Workflow<I> checkpoints(Checkpoints policy) {
    return new Workflow<>(name, input, body, policy);
  }

  /** {@return the same with another way to go on after a checkpoint} */
  public Workflow<I> checkpoints(Checkpoint mode) {
    return checkpoints(checkpoints.mode(mode));
  }
}
