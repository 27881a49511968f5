package dev.kappa;

import java.time.Duration;

/**
 * When the tasks of a workflow make checkpoints, and how they go on after them. Whatever is said
 * here, a task makes one where it waits, where it ends, where {@link Task#checkpoint} says so,
 * before the first step in an {@link Task#ensure}, and before and after a step that runs at most
 * once ({@link Step#once}).
 *
 * <table>
 * <caption>What runs again when a worker dies</caption>
 * <tr><th>policy</th><th>runs again</th><th>what was spawned or published</th></tr>
 * <tr><td>{@link #eachStep}</td><td>the step that was cut off</td><td>is there from the next step or
 * wait on</td></tr>
 * <tr><td>{@link #atMostEvery}</td><td>all steps since the last checkpoint, which is as old as the
 * duration and one step at most</td><td>as late as that</td></tr>
 * <tr><td>{@link #eachOperation}</td><td>the step that was cut off</td><td>is there at once</td></tr>
 * <tr><td>any, {@link Checkpoint#ASYNC}</td><td>besides, the steps whose checkpoints were on their
 * way: 64 at most</td><td>so much later</td></tr>
 * </table>
 *
 * <pre>{@code
 * return Workflow.of("render", Order.class, Billing::bill)
 *     .checkpoints(Checkpoints.eachOperation().mode(Checkpoint.ASYNC));
 * }</pre>
 *
 * <p>A step that runs again has the same {@link StepContext#idempotencyKey}, as long as the steps
 * before it that run again, too, give it the same values.
 *
 * @param mode how a task goes on after a checkpoint
 * @param interval how old the last checkpoint is at least when a step makes one; zero for at each
 *     step. The first step that a worker runs of a task is always followed by one: so what a worker
 *     dies in is found out
 * @param atOperations whether there is one at once after each spawn, channel, {@code publish},
 *     {@code close} and {@code cancel}
 */
public record Checkpoints(Checkpoint mode, Duration interval, boolean atOperations) {
  /** Checks the interval. */
  public Checkpoints {
    Arguments.given("mode", mode);
    if (Arguments.given("interval", interval).isNegative()) {
      throw Arguments.invalid("interval", interval, ">= PT0S");
    }
  }

  /** {@return a checkpoint after each step, for which the next step waits: what is usual} */
  public static Checkpoints eachStep() {
    return new Checkpoints(Checkpoint.SYNC, Duration.ZERO, false);
  }

  /**
   * {@return a checkpoint after a step only if the last is older than {@code interval}} For many
   * short steps that can be run again: each checkpoint costs a round trip to the store.
   */
  public static Checkpoints atMostEvery(Duration interval) {
    return new Checkpoints(Checkpoint.SYNC, interval, false);
  }

  /**
   * {@return a checkpoint after each step and each operation} For a task that spawns, then computes
   * for long: its children begin at once.
   */
  public static Checkpoints eachOperation() {
    return new Checkpoints(Checkpoint.SYNC, Duration.ZERO, true);
  }

  /** {@return the same, with another way to go on after a checkpoint} */
  public Checkpoints mode(Checkpoint other) {
    return new Checkpoints(other, interval, atOperations);
  }
}
