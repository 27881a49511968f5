package dev.kappa.tests.app;

import dev.kappa.Limit;
import dev.kappa.Task;
import dev.kappa.Workflows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/** A workflow whose tasks share a limit with those of all its other runs. */
public final class Door {
  private static final Limit THREE = Limit.concurrency("door", 3);

  private Door() {}

  /** {@code n} guests of a party, who say in a file when they come in and when they go. */
  public record Party(String file, String name, int n) {}

  static Workflows workflows() {
    return Workflows.of("party", Party.class, Door::party);
  }

  private static Task<Integer> party(Party in) {
    List<Integer> guests = IntStream.range(0, in.n()).boxed().toList();
    return Task.spawnAll(guests, guest -> visit(in, in.name() + guest).limited(THREE))
        .then(Task::awaitAll)
        .map(List::size);
  }

  private static Task<String> visit(Party party, String guest) {
    return Task.step("visit", () -> stay(party.file(), guest));
  }

  private static String stay(String file, String guest) throws IOException, InterruptedException {
    note(file, "in " + guest);
    Thread.sleep(200);
    note(file, "out " + guest);
    return guest;
  }

  private static void note(String file, String line) throws IOException {
    Files.writeString(
        Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
