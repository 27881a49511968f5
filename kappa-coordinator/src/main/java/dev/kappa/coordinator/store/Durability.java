package dev.kappa.coordinator.store;

/** What an acknowledged batch survives. */
public enum Durability {
  /**
   * Redis has it: it survives coordinators and workers. What a crash of Redis itself loses is up to
   * the server's settings (with {@code appendonly yes} and {@code appendfsync everysec}, about a
   * second; the state is then an earlier one that the run really went through).
   */
  REDIS,
  /**
   * It is on the disk of the Redis server, in the append-only file: it survives a crash and a
   * restart of the server, but not a fail-over to a replica.
   */
  FSYNC
}
