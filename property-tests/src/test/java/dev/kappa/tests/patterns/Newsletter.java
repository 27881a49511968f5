package dev.kappa.tests.patterns;

import dev.kappa.Fan;
import dev.kappa.Task;
import dev.kappa.Workflows;
import java.time.Duration;
import java.util.List;

/** Of ten tasks at once each lasts a second at least: so no more than ten begin in any second. */
public final class Newsletter {
  public record Issue(List<String> readers) {}

  public static Workflows workflows() {
    return Workflows.of("newsletter", Issue.class, Newsletter::send);
  }

  static Task<List<String>> send(Issue issue) {
    return Task.spawnAll(issue.readers(), Fan.atMost(10), Newsletter::send).then(Task::awaitAll);
  }

  static Task<String> send(String reader) {
    return Task.step("send", () -> Outside.send(reader))
        .also(sent -> Task.sleep(Duration.ofSeconds(1)));
  }
}
