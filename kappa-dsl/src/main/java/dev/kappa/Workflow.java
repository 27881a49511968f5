package dev.kappa;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named entry point: an input's type and the task made of it.
 *
 * <pre>{@code
 * return Workflow.of("report", Order.class, Billing::bill)
 *     .checkpoints(Checkpoint.ASYNC)
 *     .starts(Start.priority(5))
 *     .schedule(
 *         Schedule.cron("daily-report", "0 6 * * *", ZoneId.of("Europe/Berlin")),
 *         new Order("tea"));
 * }</pre>
 *
 * @param name unique within the application: letters, digits, {@code -}, {@code _} and {@code .},
 *     at most 100
 * @param input the class that the input's JSON is read as
 * @param body makes the task; it must only compute
 * @param checkpoints when the workflow's tasks make checkpoints, and how they go on then
 * @param schedules when runs of it start by themselves, and with which input
 * @param starts how its runs start where nothing else is said: their priority and fairness key
 * @param <I> the input
 */
public record Workflow<I>(
    String name,
    Class<I> input,
    Function1<? super I, ? extends Task<?>> body,
    Checkpoints checkpoints,
    List<Planned<I>> schedules,
    Start starts) {
  /**
   * A schedule of the workflow.
   *
   * @param schedule when
   * @param input what each run is given
   * @param <I> the workflow's input
   */
  public record Planned<I>(Schedule schedule, @Nullable I input) {}

  /** Checks the name. */
  public Workflow {
    Arguments.name("workflow", name);
    Arguments.given("input", input);
    Arguments.given("body", body);
    Arguments.given("checkpoints", checkpoints);
    schedules = List.copyOf(schedules);
    Arguments.given("starts", starts);
    if (starts.key() != null) {
      throw Arguments.invalid("the key of all starts", starts.key(), "none: each run has its own");
    }
  }

  /** {@return a workflow whose steps each wait for their checkpoint} */
  public static <I> Workflow<I> of(
      String name, Class<I> input, Function1<? super I, ? extends Task<?>> body) {
    return new Workflow<>(name, input, body, Checkpoints.eachStep(), List.of(), Start.usual());
  }

  /** {@return the same with checkpoints at other moments} */
  public Workflow<I> checkpoints(Checkpoints policy) {
    return new Workflow<>(name, input, body, policy, schedules, starts);
  }

  /** {@return the same with another way to go on after a checkpoint} */
  public Workflow<I> checkpoints(Checkpoint mode) {
    return checkpoints(checkpoints.mode(mode));
  }

  /**
   * {@return the same, whose runs also start by themselves} A coordinator that starts with the jar
   * makes the schedule, or changes it; one that is not in the jar any more is deleted then. What
   * was paused stays paused.
   *
   * @param when under a name that is unique in the store
   * @param input what each run is given; as JSON, at most 64 KiB
   */
  public Workflow<I> schedule(Schedule when, @Nullable I input) {
    List<Planned<I>> all = new ArrayList<>(schedules);
    all.add(new Planned<>(Arguments.given("schedule", when), input));
    return new Workflow<>(name, this.input, body, checkpoints, all, starts);
  }

  /**
   * {@return the same, whose runs have that priority and fairness key} What their start says, or is
   * said of the run that starts them, comes before.
   *
   * @param how without a key
   */
  public Workflow<I> starts(Start how) {
    return new Workflow<>(name, input, body, checkpoints, schedules, how);
  }
}
