package dev.kappa.apps.hello;

import dev.kappa.Task;
import org.jspecify.annotations.Nullable;

/** Workflow {@code hello}: says hello. */
public final class Hello {
  private Hello() {}

  /**
   * The workflow's input.
   *
   * @param name who is greeted; the world if it is left out
   */
  public record Input(@Nullable String name) {}

  /** {@return a task that gives a greeting} */
  public static Task<String> greet(Input input) {
    String name = input.name() == null ? "world" : input.name();
    return Task.step("greet", () -> "Hello, " + name + "!");
  }
}
