package dev.kappa.coordinator.cli;

/** What an acknowledged commit survives. */
public enum Durability {
  /** Redis has it: it survives the coordinator and the workers. */
  REDIS,
  /** It is on the disk: it survives Redis and the machine, too. */
  FSYNC
}
