package ${package};

import dev.kappa.Task;
import dev.kappa.Workflows;
import java.util.List;

public final class Greeting {
  public record Person(String name) {}

  public static Workflows workflows() {
    return Workflows.of("greeting", Person.class, Greeting::greet);
  }

  static Task<List<String>> greet(Person person) {
    List<String> words = List.of("Hello", "Bonjour", "Ciao");
    return Task.spawnAll(words, word -> Task.step("greet", () -> text(word, person.name())))
        .then(Task::awaitAll);
  }

  static String text(String word, String name) {
    return word + ", " + name + "!";
  }
}
