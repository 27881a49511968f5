package dev.kappa.tests.soak;

import dev.kappa.tests.OwnRedis;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Which coordinator has which partition, as Redis says. */
record Hands(Map<Integer, String> owners) {
  private static final int PARTITIONS = 16;

  /** {@return those of now} */
  static Hands of(Servers servers) throws IOException {
    Map<Integer, String> owners = new TreeMap<>();
    for (int number = 0; number < PARTITIONS; number++) {
      for (OwnRedis server : servers.all()) {
        String reply = server.ask("HGET kappa:{p%d}:header owner".formatted(number));
        // A bulk string: its length, then a line with the member, a slash, and more. Who has
        // another part of a Cluster says where to ask.
        if (reply.startsWith("$")) {
          owners.put(number, reply.lines().skip(1).findFirst().orElse("").replaceAll("/.*", ""));
        }
      }
    }
    return new Hands(owners);
  }

  /** {@return how many have another owner now} */
  long changedTo(Hands later) {
    return owners.entrySet().stream()
        .filter(it -> !it.getValue().equals(later.owners.get(it.getKey())))
        .count();
  }
}
