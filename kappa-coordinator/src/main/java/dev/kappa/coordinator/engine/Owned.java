package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Partition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A partition that this engine owns, with its runs that are in memory. */
final class Owned {
  final Partition partition;
  final Term term;
  final GroupCommit log;
  final Map<String, LoadedRun> runs = new HashMap<>();

  /**
   * Runs that are not in memory and whose parked tasks were tried here: they are tried again by who
   * takes the partition next.
   */
  final Set<String> tried = new HashSet<>();

  /** Workers from which nothing is read until the store has caught up. */
  final Set<Worker> slowed = new HashSet<>();

  /**
   * Whether who had it before gave it up in good order, or was this coordinator: its workers live
   * on.
   */
  final boolean orderly;

  /** How many bytes of blobs are on their way to the store, and of commits to the log. */
  long arriving;

  /** Whether another coordinator has the partition now, or will have it. */
  boolean gone;

  /** Whether all runs have been asked for that were active when the partition was taken over. */
  boolean adopted;

  /** Whether runs may be waiting in the store alone. */
  boolean sleepers = true;

  /** When runs whose retention time is over are looked for next, milliseconds since 1970. */
  long purgeAt;

  Owned(Partition partition, Term term, GroupCommit log, boolean orderly) {
    this.partition = partition;
    this.term = term;
    this.log = log;
    this.orderly = orderly;
  }

  /** {@return how many bytes wait for the store or are on their way} */
  long backlog() {
    return log.backlog() + arriving;
  }
}
