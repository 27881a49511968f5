package dev.kappa.tests.simulation;

import dev.kappa.Task;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A workflow with what it must come to.
 *
 * @param name for the error's text
 * @param task what the root task does
 * @param check demands that the result, as text, is right
 * @param signals what comes from outside while it runs, by name
 */
record Program(String name, Task<?> task, Consumer<String> check, Map<String, String> signals) {
  /** Nothing comes from outside. */
  Program(String name, Task<?> task, Consumer<String> check) {
    this(name, task, check, Map.of());
  }
}
