package dev.kappa.tests.patterns;

import dev.kappa.Task;
import dev.kappa.Workflows;

/** A step, and what is made of its result. */
public final class Hello {
  public record Person(String name) {}

  public static Workflows workflows() {
    return Workflows.of("hello", Person.class, Hello::greet);
  }

  static Task<String> greet(Person person) {
    return Task.step("greet", () -> Outside.greeting(person.name())).map(text -> text + "!");
  }
}
