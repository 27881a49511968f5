package dev.kappa.tests.soak;

import java.time.Duration;

/**
 * How long, and with what.
 *
 * @param seed of the faults and of the runs
 * @param length how long there are faults
 * @param coordinators how many share the Redis
 * @param lease after which a worker that is silent is taken to be gone
 * @param clients how many start runs, one after the other
 * @param level of durability
 * @param cluster whether Redis is a Cluster of three masters
 */
record SoakSettings(
    long seed,
    Duration length,
    int coordinators,
    Duration lease,
    int clients,
    String level,
    boolean cluster) {
  private static final String PREFIX = "kappa.soak.";
  private static final int COORDINATORS = 2;

  /** As the system properties {@code kappa.soak.*} say; by default short, for each build. */
  static SoakSettings ofProperties(int seconds, long seed) {
    long minutes = Long.getLong(PREFIX + "minutes", 0);
    return new SoakSettings(
        Long.getLong(PREFIX + "seed", seed),
        minutes > 0
            ? Duration.ofMinutes(minutes)
            : Duration.ofSeconds(Long.getLong(PREFIX + "seconds", seconds)),
        Integer.getInteger(PREFIX + "coordinators", COORDINATORS),
        Duration.ofSeconds(Long.getLong(PREFIX + "lease", 10)),
        Integer.getInteger(PREFIX + "clients", 6),
        "fsync",
        isCluster());
  }

  private static boolean isCluster() {
    String redis = System.getProperty(PREFIX + "redis", "one");
    return switch (redis) {
      case "one" -> false;
      case "cluster" -> true;
      default ->
          throw new IllegalArgumentException(
              PREFIX + "redis: " + redis + " (expected: one, or cluster)");
    };
  }

  SoakSettings withLevel(String other) {
    return new SoakSettings(seed, length, coordinators, lease, clients, other, cluster);
  }
}
