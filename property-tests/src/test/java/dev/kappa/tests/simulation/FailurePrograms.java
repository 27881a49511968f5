package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Backoff;
import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.error.KappaException;
import java.time.Duration;

/** Steps that fail, or kill their workers. */
final class FailurePrograms {
  private FailurePrograms() {}

  /** A step that kills its worker each time; the task goes on from the error. */
  static Program poisoned() {
    Task<String> task =
        Task.step("good", () -> "good")
            .then(good -> Task.step("fatal", FailurePrograms::fatal))
            .recover(KappaException.class, e -> Task.value("caught " + e.code()))
            .ensure(Task.run("close", () -> Journal.add("closed")));
    return new Program(
        "poisoned",
        task,
        result -> {
          assertThat(result).isEqualTo("caught WORKER_CRASHED");
          assertThat(Journal.count("closed")).isPositive();
        });
  }

  static String fatal() {
    Journal.add("fatal");
    throw new Journal.Fatal();
  }

  /**
   * Of some tasks that all fail, one failure is heard; the step that tells of it stays the same.
   */
  static Program failures(int tasks) {
    Task<String> task =
        Task.spawnAll(Programs.range(tasks), i -> failing(i, 400L * (tasks - i)))
            .then(Task::awaitAll)
            .map(done -> "none")
            .recover(RuntimeException.class, e -> told(String.valueOf(e.getMessage())));
    return new Program(
        "failures " + tasks, task, result -> assertThat(result).matches("boom [0-9]+"));
  }

  /** The last one fails first. */
  private static Task<Void> failing(int task, long afterMillis) {
    return Task.sleep(Duration.ofMillis(afterMillis))
        .then(() -> Task.run("fail", () -> boom(task)));
  }

  private static Task<String> told(String message) {
    return Task.step("tell", () -> message).step("tell again", again -> again);
  }

  private static void boom(int task) {
    throw new IllegalStateException("boom " + task);
  }

  /** Each of some steps kills its worker the first times that it runs. */
  static Program unlucky(int steps, int deaths) {
    Task<?> task =
        Task.forEach(Programs.range(steps), i -> Task.run("unlucky", () -> survive(i, deaths)));
    return Programs.program("unlucky " + steps + "*" + deaths, task, "null");
  }

  static void survive(int step, int deaths) {
    if (Journal.add("unlucky " + step) <= deaths) {
      throw new Journal.Fatal();
    }
  }

  /** Steps that count how often they run. */
  static Program counted(int steps) {
    Task<?> task =
        Task.forEach(Programs.range(steps), i -> Task.run("count", () -> Journal.add("step " + i)));
    return new Program(
        "counted " + steps,
        task,
        result ->
            Programs.range(steps)
                .forEach(
                    i -> assertThat(Journal.count("step " + i)).as("step %s", i).isEqualTo(1)));
  }

  static Program errors() {
    Task<String> task =
        Task.step("flaky", FailurePrograms::flaky)
            .retry(Retry.times(50).backoff(Backoff.fixed(Duration.ofMillis(30))))
            .ensure(Task.run("close", () -> Journal.add("closed")))
            .and(
                ok ->
                    Task.spawn(() -> Task.value("x").step("parse", FailurePrograms::parse))
                        .then(FailurePrograms::caught))
            .map((ok, caught) -> ok + ", " + caught);
    return new Program(
        "errors",
        task,
        result -> {
          assertThat(result).isEqualTo("ok, caught: For input string: \"x\"");
          assertThat(Journal.count("closed")).isPositive();
        });
  }

  static String flaky() {
    if (Journal.add("tried") < 3) {
      throw new IllegalStateException("not yet");
    }
    return "ok";
  }

  static Integer parse(String text) {
    return Integer.valueOf(text);
  }

  static Task<String> caught(TaskFuture<Integer> failing) {
    return failing
        .await()
        .map(n -> "not caught")
        .recover(IllegalArgumentException.class, e -> Task.value("caught: " + e.getMessage()));
  }
}
