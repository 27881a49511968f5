package dev.kappa.tests.simulation;

import dev.kappa.Task;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A workflow with what it must come to.
 *
 * @param name for the error's text
 * @param task what the root task does
 * @param check demands that the result, as text, is right
 * @param signals what comes from outside while it runs, by name
 * @param others further workflows by name: of the text of their input
 * @param otherRuns how many runs it starts
 */
record Program(
    String name,
    Task<?> task,
    Consumer<String> check,
    Map<String, String> signals,
    Map<String, Function<String, Task<?>>> others,
    int otherRuns) {
  /** The workflow that a client starts. */
  static final String MAIN = "program";

  /** It starts no other runs. */
  Program(String name, Task<?> task, Consumer<String> check, Map<String, String> signals) {
    this(name, task, check, signals, Map.of(), 0);
  }

  /** Nothing comes from outside. */
  Program(String name, Task<?> task, Consumer<String> check) {
    this(name, task, check, Map.of());
  }

  /** {@return the same, whose result is a text} */
  Program asText() {
    return new Program(
        name, task.map(result -> String.valueOf(result)), check, signals, others, otherRuns);
  }

  /** {@return a result as a text, which a worker may have written as JSON} */
  static String text(@Nullable String result) {
    return result != null && result.startsWith("\"")
        ? JsonMapper.shared().readValue(result, String.class)
        : String.valueOf(result);
  }

  /** {@return what a run of {@code workflow} does} */
  Task<?> task(String workflow, String input) {
    Function<String, Task<?>> other = others.get(workflow);
    return other == null ? task : other.apply(input);
  }
}
