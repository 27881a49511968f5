package dev.kappa.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.coordinator.core.Outline;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Next;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that is over, for assertions.
 *
 * @param <T> its result
 */
public final class Run<T> {
  private static final int MOST_LINES = 200;

  private final TestRun run;
  private final FaultSchedule schedule;
  private final @Nullable Failure failure;

  Run(TestRun run, FaultSchedule schedule) {
    this.run = run;
    this.schedule = schedule;
    this.failure = header().failure();
  }

  /**
   * The body of a step was run.
   *
   * @param name the step's
   * @param task the handle of its task
   * @param attempt counts those of the task, from 1
   * @param at how long after the start
   * @param error what it threw; null if it gave something
   */
  public record Step(
      String name, String task, long attempt, Duration at, @Nullable Throwable error) {}

  /**
   * A task of the run.
   *
   * @param id its handle; the root's is {@code 0.0}
   * @param name what it was called when it was spawned
   * @param succeeded whether it has a result
   * @param error why it has none; null if it has
   */
  public record Task(String id, String name, boolean succeeded, @Nullable RunError error) {}

  /**
   * A task waited for a time: in {@code sleep}, {@code after} or a pause of {@code retry}, or for
   * something else in a {@code timeout}.
   *
   * @param task its handle
   * @param set when it began to wait, after the start of the run
   * @param due when the time was to come, after the start of the run
   * @param limit whether it is a {@code timeout}'s
   */
  public record Timer(String task, Duration set, Duration due, boolean limit) {}

  /**
   * A channel of the run.
   *
   * @param id its handle
   * @param capacity how many messages it holds
   * @param sent how many messages were sent, by sends that have come back
   * @param received how many were received
   * @param closed whether it was closed
   */
  public record Channel(String id, int capacity, long sent, long received, boolean closed) {}

  // ---- its end

  /**
   * {@return the result}
   *
   * @throws AssertionError if the run has failed, with why
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // the workflow's type says what it gives
  public T result() {
    if (failure != null) {
      throw failed(failure);
    }
    return (T) run.value();
  }

  private AssertionError failed(Failure why) {
    RunError told = told(why);
    AssertionError error =
        new AssertionError(
            "the run has failed: %s%n%s%nWhat happened (schedule %s):%n%s"
                .formatted(told, String.join("\n", why.trace()), schedule, lastOfHistory()));
    error.initCause(told.exception());
    return error;
  }

  private RunError told(Failure why) {
    return new RunError(why, run.setup().worker().error(why));
  }

  /**
   * {@return the result as JSON, as callers of the run get it}
   *
   * @throws AssertionError if the run has failed, with why
   */
  public String json() {
    result();
    Next.Completed completed = run.result();
    byte[] json = completed == null ? null : completed.json();
    return json == null ? "null" : new String(json, UTF_8);
  }

  /** {@return whether it has a result} */
  public boolean succeeded() {
    return failure == null;
  }

  /**
   * {@return why it has failed}
   *
   * @throws AssertionError if it has not
   */
  public RunError error() {
    if (failure == null) {
      throw new AssertionError("the run has not failed, it gave " + run.value());
    }
    return told(failure);
  }

  // ---- what it did

  /** {@return how often the body of the step of that name was run, in all tasks and attempts} */
  public int steps(String name) {
    return (int) steps().stream().filter(step -> step.name().equals(name)).count();
  }

  /** {@return each time that the body of a step was run, the first first} */
  public List<Step> steps() {
    return List.copyOf(run.observed().steps());
  }

  /** {@return all tasks, in the order in which they were spawned; the first is the root} */
  public List<Task> tasks() {
    return run.observed().tasks().stream().map(this::task).toList();
  }

  private Task task(Outline.Task task) {
    RunError error = task.next() instanceof Next.Failed n ? told(n.failure()) : null;
    boolean succeeded = task.stand() == Outline.Stand.SUCCEEDED;
    return new Task(task.id().toString(), task.name(), succeeded, error);
  }

  /** {@return each wait for a time, in the order in which they began} */
  public List<Timer> timers() {
    return List.copyOf(run.observed().timers());
  }

  /** {@return all channels, in the order of their handles} */
  public List<Channel> channels() {
    return run.observed().channels();
  }

  /**
   * {@return what was published last under that name, as JSON}
   *
   * @throws AssertionError if nothing was
   */
  public String published(String name) {
    byte[] json = header().values().json().getOrElse(name, null);
    if (json == null) {
      throw new AssertionError(
          "nothing was published as '%s' (there is: %s)"
              .formatted(name, header().values().json().keySet().mkString(", ")));
    }
    return new String(json, UTF_8);
  }

  /** {@return how many tasks failed without anyone awaiting them} */
  public long unheardFailures() {
    var unheard = header().notices().unheard();
    return unheard == null ? 0 : unheard.count();
  }

  /** {@return how long it took, in virtual time} */
  public Duration elapsed() {
    return Duration.ofMillis(header().endedAt() - header().startedAt());
  }

  /** {@return how many commits its workers made, also those that were lost or refused} */
  public int commits() {
    return run.observed().commits();
  }

  /** {@return what went wrong in it} */
  public FaultSchedule schedule() {
    return schedule;
  }

  /** {@return what happened, a line each: steps, commits with their numbers, faults} */
  public String history() {
    return String.join("\n", run.observed().history());
  }

  /** {@return what happened last, and how much came before} */
  String lastOfHistory() {
    List<String> all = run.observed().history();
    int left = Math.max(0, all.size() - MOST_LINES);
    String last = String.join("\n", all.subList(left, all.size()));
    return left == 0 ? last : "(%d lines before)%n%s".formatted(left, last);
  }

  private RunHeader header() {
    return run.state().header();
  }

  /** Whether both came to the same. */
  boolean endsAs(Run<T> other) {
    if (failure != null && other.failure != null) {
      return failure.code().equals(other.failure.code())
          && failure.type().equals(other.failure.type())
          && failure.message().equals(other.failure.message());
    }
    return failure == null
        && other.failure == null
        && Arrays.equals(jsonOf(run.result()), jsonOf(other.run.result()));
  }

  private static byte @Nullable [] jsonOf(Next.@Nullable Completed completed) {
    return completed == null ? null : completed.json();
  }

  /** {@return how it ended} */
  @Override
  public String toString() {
    return failure == null ? "gave " + json() : "failed: " + told(failure);
  }
}
