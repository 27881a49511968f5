package dev.kappa.tests.patterns;

import dev.kappa.Limit;
import dev.kappa.Task;
import dev.kappa.Workflows;
import java.time.Duration;
import java.util.List;

/** In any second ten readers are written to at most, of however many issues at once. */
public final class Newsletter {
  public record Issue(List<String> readers) {}

  static final Limit MAIL = Limit.rate("mail", 10, Duration.ofSeconds(1));

  public static Workflows workflows() {
    return Workflows.of("newsletter", Issue.class, Newsletter::send);
  }

  static Task<List<String>> send(Issue issue) {
    return Task.spawnAll(issue.readers(), Newsletter::send).then(Task::awaitAll);
  }

  static Task<String> send(String reader) {
    return Task.step("send", () -> Outside.send(reader)).limited(MAIL);
  }
}
