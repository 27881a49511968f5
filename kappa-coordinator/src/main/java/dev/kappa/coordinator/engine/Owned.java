package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Partition;
import java.util.HashMap;
import java.util.Map;

/** A partition that this engine owns, with its runs that are in memory. */
final class Owned {
  final Partition partition;
  final GroupCommit log;
  final Map<String, LoadedRun> runs = new HashMap<>();

  /** Whether runs may be waiting in the store alone. */
  boolean sleepers = true;

  Owned(Partition partition, GroupCommit log) {
    this.partition = partition;
    this.log = log;
  }
}
