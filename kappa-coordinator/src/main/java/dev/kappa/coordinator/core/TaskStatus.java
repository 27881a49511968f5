package dev.kappa.coordinator.core;

/** Where a task stands. The names are part of the stored format. */
enum TaskStatus {
  /** Not begun; it waits for its turn in a group that bounds how many run at once. */
  QUEUED,
  /** It could go on; no worker has it. */
  READY,
  /** A worker has it. */
  RUNNING,
  /** It waits for what its {@code next} says. */
  WAITING,
  /** It can't go on with the code at hand. */
  PARKED,
  /** It stands for another run, which its {@code next} names. */
  ELSEWHERE,
  /** It has a result or a failure. */
  ENDED
}
