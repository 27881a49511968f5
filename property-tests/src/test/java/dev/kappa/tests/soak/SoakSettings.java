package dev.kappa.tests.soak;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

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
 * @param returning whether workers are functions elsewhere that return what they did; else they are
 *     their coordinators' own and connect to them
 * @param bucket whether large values are in a bucket
 */
record SoakSettings(
    long seed,
    Duration length,
    int coordinators,
    Duration lease,
    int clients,
    String level,
    boolean cluster,
    boolean returning,
    boolean bucket) {
  private static final String PREFIX = "kappa.soak.";
  private static final int COORDINATORS = 2;
  private static final int CLIENTS = 6;

  /** More, since each step is an invocation, and takes longer. */
  private static final int CLIENTS_OF_FUNCTIONS = 10;

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
        Integer.getInteger(PREFIX + "clients", isReturning() ? CLIENTS_OF_FUNCTIONS : CLIENTS),
        "fsync",
        isSecond("redis", "one", "cluster"),
        isReturning(),
        isSecond("bucket", "none", "s3"));
  }

  private static boolean isReturning() {
    return isSecond("mode", "connected", "return");
  }

  /** {@return whether it is the second of two words that a property has; the first is the usual} */
  private static boolean isSecond(String property, String first, String second) {
    String said = System.getProperty(PREFIX + property, first);
    if (!said.equals(first) && !said.equals(second)) {
      throw new IllegalArgumentException(
          "%s%s: %s (expected: %s, or %s)".formatted(PREFIX, property, said, first, second));
    }
    return said.equals(second);
  }

  /** {@return whether a property says with what, or how long} */
  static boolean areSaid() {
    return System.getProperties().stringPropertyNames().stream()
        .anyMatch(name -> name.startsWith(PREFIX) && !name.equals(PREFIX + "keep"));
  }

  SoakSettings withLevel(String other) {
    return new SoakSettings(
        seed, length, coordinators, lease, clients, other, cluster, returning, bucket);
  }

  /** {@return the same but its length, with functions that return what they did, and a bucket} */
  SoakSettings returningWithABucket(int seconds) {
    return new SoakSettings(
        seed,
        Duration.ofSeconds(seconds),
        coordinators,
        lease,
        CLIENTS_OF_FUNCTIONS,
        level,
        cluster,
        true,
        true);
  }

  // ---- what there is

  /** {@return the processes that there are} */
  Set<Fault.Target> targets() {
    Set<Fault.Target> all = EnumSet.allOf(Fault.Target.class);
    if (!bucket) {
      all.remove(Fault.Target.BUCKET);
    }
    return all;
  }

  /** {@return the connections that there are} */
  Set<Fault.Line> lines() {
    Set<Fault.Line> all = EnumSet.of(Fault.Line.STORE, lineToWorkers());
    if (bucket) {
      all.add(Fault.Line.BUCKET);
    }
    return all;
  }

  /** {@return the one between coordinators and those who run steps} */
  Fault.Line lineToWorkers() {
    return returning ? Fault.Line.FUNCTIONS : Fault.Line.WORKERS;
  }
}
