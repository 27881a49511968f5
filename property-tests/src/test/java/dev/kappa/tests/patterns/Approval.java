package dev.kappa.tests.patterns;

import dev.kappa.Signal;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import dev.kappa.Workflows;
import java.time.Duration;

/** Somebody is asked, and has three days. */
public final class Approval {
  public record Order(String id) {}

  public record Decision(boolean approved, String by) {}

  public static Workflows workflows() {
    return Workflows.of("approval", Order.class, Approval::decide);
  }

  static Task<Decision> decide(Order order) {
    Signal<Decision> decision = Task.signal("decision", Decision.class);
    return decision
        .url()
        .run("ask", url -> Outside.ask(order.id(), url))
        .then(() -> decision.await())
        .timeout(Duration.ofDays(3))
        .recover(TimedOutException.class, late -> Task.value(new Decision(false, "nobody")));
  }
}
