package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.RunFuture;
import dev.kappa.Start;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs that start others. */
final class OtherRunPrograms {
  private static final String DOUBLE = "double";
  private static final String RELAY = "relay";
  private static final String FAILING = "failing";
  private static final String SLEEPER = "sleeper";
  private static final String ANSWERING = "answering";
  private static final String BEGUN = "begun ";
  private static final Start ONE = Start.key("the one");

  /** The workflows that are started, by name, with the text of their input. */
  private static final Map<String, Function<String, Task<?>>> WORKFLOWS =
      Map.of(
          DOUBLE,
          input -> twice(Integer.parseInt(input)),
          RELAY,
          input -> noted().then(() -> started(DOUBLE, Integer.parseInt(input))),
          FAILING,
          input -> noted().then(() -> Task.run("fail", () -> fail(input))),
          SLEEPER,
          input -> noted().then(() -> Task.sleep(Duration.ofDays(1))),
          ANSWERING,
          input -> noted().then(() -> answer(input)));

  private OtherRunPrograms() {}

  /**
   * Starts {@code n} one after the other, each of which starts another, {@code m} at once, which
   * take so long that their starter leaves memory, and one that nobody awaits.
   */
  static Program family(int n, int m) {
    Task<Integer> task =
        Task.fold(Programs.range(n), 0, (sum, i) -> started(RELAY, i).map(twice -> sum + twice))
            .and(
                Task.spawnAll(Programs.range(m), i -> started(DOUBLE, 10 * i)).then(Task::awaitAll))
            .map((first, second) -> first + Programs.total(second))
            .also(sum -> Task.start(DOUBLE, 100, Integer.class));
    int sum = n * (n - 1) + 10 * m * (m - 1);
    return program("family " + n + ", " + m, task, Integer.toString(sum), 2 * n + m + 1);
  }

  /** All under one key make one run, which all hear. */
  static Program shared(int n) {
    Task<Integer> task =
        Task.spawnAll(Programs.range(n), i -> awaited(Task.start(DOUBLE, ONE, 7, Integer.class)))
            .then(Task::awaitAll)
            .map(Programs::total);
    return program("shared " + n, task, Integer.toString(14 * n), 1);
  }

  /** Hears of a failure, chooses the first of two, and stops one that would sleep for long. */
  static Program troubles() {
    Task<String> task =
        awaited(Task.start(FAILING, 3, Void.class))
            .map(done -> "none")
            .recover(RuntimeException.class, e -> Task.value("failed " + e.getMessage()))
            .and(Task.start(SLEEPER, 0, Void.class))
            .and((error, sleeper) -> Task.start(DOUBLE, 4, Integer.class))
            .then((error, sleeper, twice) -> first(error, sleeper, twice));
    return program("troubles", task, "failed at 3, 8", 3);
  }

  private static Task<String> first(
      String error, RunFuture<Void> sleeper, RunFuture<Integer> twice) {
    return Task.<String>select(
            Task.on(sleeper, () -> Task.value("slept")),
            Task.on(twice, value -> Task.value(error + ", " + value)))
        .also(chosen -> sleeper.cancel());
  }

  /** What they are started with is another number each time that it is drawn. */
  static Program drawn(int n) {
    Task<Integer> task =
        Task.fold(
            Programs.range(n),
            0,
            (wrong, i) ->
                Task.step("draw", () -> Journal.add("drawn"))
                    .and(number -> started(DOUBLE, number))
                    .map((number, twice) -> wrong + (twice == 2 * number ? 0 : 1)));
    return program("drawn " + n, task, "0", n);
  }

  /**
   * Asks {@code n} others by a signal to each, which may come before they begin, and is answered by
   * one.
   */
  static Program asking(int n) {
    Task<Integer> task =
        Task.context()
            .then(
                me ->
                    Task.spawnAll(Programs.range(n), i -> asked(me.runId(), i))
                        .then(Task::awaitAll))
            .map(Programs::total);
    return program("asking " + n, task, Integer.toString(n * (n - 1)), n);
  }

  private static Task<Integer> asked(String me, int i) {
    // The simulated host writes texts as they are, and an input has to be JSON.
    return Task.start(ANSWERING, "\"" + me + " " + i + "\"", Integer.class)
        .also(other -> other.signal("question", i))
        .and(other -> Task.signal("answer" + i, Integer.class).await())
        .then((other, answer) -> other.await().map(twice -> twice.equals(answer) ? twice : -1));
  }

  private static Task<Integer> answer(String input) {
    String[] asker = input.replaceAll("[\"\\\\]", "").split(" ", -1);
    return Task.signal("question", Integer.class)
        .await()
        .map(question -> 2 * question)
        .also(twice -> Task.signalRun(asker[0], "answer" + asker[1], twice));
  }

  private static Task<Integer> started(String workflow, int i) {
    return awaited(Task.start(workflow, i, Integer.class));
  }

  private static <T> Task<T> awaited(Task<RunFuture<T>> start) {
    return start.then(RunFuture::await);
  }

  private static Task<Integer> twice(int n) {
    return noted()
        .then(() -> Task.sleep(Duration.ofMillis(n * 150L)))
        .then(() -> Task.spawn(() -> Task.step("double", () -> 2 * n)))
        .then(TaskFuture::await);
  }

  private static Task<Integer> noted() {
    return Task.context()
        .then(context -> Task.step("note", () -> Journal.add(BEGUN + context.runId())));
  }

  private static void fail(String input) {
    throw new IllegalStateException("at " + input);
  }

  private static Program program(String name, Task<?> task, String expected, int runs) {
    return new Program(
        name, task, result -> assertThat(result).isEqualTo(expected), Map.of(), WORKFLOWS, runs);
  }

  /** {@return the runs that were begun by others} */
  static List<String> begun() {
    return Journal.names(BEGUN).stream().map(name -> name.substring(BEGUN.length())).toList();
  }
}
