package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Backoff;
import dev.kappa.Retry;
import dev.kappa.Step;
import dev.kappa.StepInDoubtException;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps that fail, or kill their workers. */
final class FailurePrograms {
  private static final String IN_DOUBT = ErrorCode.STEP_IN_DOUBT.text();

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
  static Program failures(int tasks, int times) {
    Task<String> task = Task.fold(Programs.range(times), "", (last, i) -> firstFailure(tasks));
    return new Program(
        "failures %d*%d".formatted(tasks, times),
        task,
        result -> assertThat(result).matches("boom [0-9]+"));
  }

  private static Task<String> firstFailure(int tasks) {
    return Task.spawnAll(Programs.range(tasks), i -> failing(i, 400L * (tasks - i)))
        .then(Task::awaitAll)
        .map(done -> "none")
        .recover(RuntimeException.class, e -> told(String.valueOf(e.getMessage())));
  }

  /** The last one fails first. */
  private static Task<Void> failing(int task, long afterMillis) {
    return Task.sleep(Duration.ofMillis(afterMillis))
        .then(() -> Task.run("fail", () -> boom(task)));
  }

  private static Task<String> told(String message) {
    return Task.value(message).step("tell", told -> told).step("tell again", again -> again);
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

  /**
   * Tasks beside each other, each with steps that run at most once. Each step comes to its own
   * value or is in doubt.
   *
   * @param deadly whether the first step of each task kills its worker
   */
  static Program charges(int tasks, int steps, boolean deadly) {
    Task<String> task =
        Task.spawnAll(Programs.range(tasks), t -> chargeAll(t, steps, deadly))
            .then(Task::awaitAll)
            .map(all -> String.join(" ", all));
    return new Program(
        "charges %d*%d%s".formatted(tasks, steps, deadly ? ", deadly" : ""),
        task,
        result -> checkCharges(List.of(result.split(" ", -1)), tasks, steps, deadly));
  }

  private static Task<String> chargeAll(int task, int steps, boolean deadly) {
    return Task.fold(
        Programs.range(steps),
        "",
        (told, i) ->
            charge(charge(task, i), deadly && i == 0).map(come -> (told + " " + come).strip()));
  }

  private static String charge(int task, int step) {
    return "charge-" + task + "-" + step;
  }

  private static Task<String> charge(String name, boolean deadly) {
    return Task.step("charge", Step.once(), () -> charged(name, deadly))
        .recover(StepInDoubtException.class, e -> Task.value(e.code().text()));
  }

  static String charged(String name, boolean deadly) {
    Journal.add(name);
    if (deadly) {
      throw new Journal.Fatal();
    }
    return name;
  }

  private static void checkCharges(List<String> come, int tasks, int steps, boolean deadly) {
    assertThat(come).hasSize(tasks * steps);
    for (int i = 0; i < come.size(); i++) {
      String name = charge(i / steps, i % steps);
      if (deadly && i % steps == 0) {
        assertThat(come.get(i)).as(name).isEqualTo(IN_DOUBT);
      }
      if (come.get(i).equals(IN_DOUBT)) {
        assertThat(Journal.count(name)).as(name).isLessThanOrEqualTo(1);
      } else {
        assertThat(come.get(i)).isEqualTo(name);
        assertThat(Journal.count(name)).as(name).isEqualTo(1);
      }
    }
  }

  /** Demands that no step but those that kill their workers is in doubt, and each ran once. */
  static void checkCharged(int tasks, int steps, @Nullable String result, boolean deadly) {
    for (int t = 0; t < tasks; t++) {
      for (int i = 0; i < steps; i++) {
        assertThat(Journal.count(charge(t, i))).as(charge(t, i)).isEqualTo(1);
        boolean told = List.of(String.valueOf(result).split(" ", -1)).contains(charge(t, i));
        assertThat(told).as("%s in %s", charge(t, i), result).isEqualTo(!deadly || i > 0);
      }
    }
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
