package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kappa.testkit.KappaTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class GreetingTest {
  @Test
  void theWorkflowIsRegistered() {
    assertEquals(List.of("greeting"), Greeting.workflows().names());
  }

  @Test
  void everyoneIsGreetedByName() {
    var greetings = KappaTest.run(Greeting::greet, new Greeting.Person("Ada")).result();
    assertEquals(List.of("Hello, Ada!", "Bonjour, Ada!", "Ciao, Ada!"), greetings);
  }
}
