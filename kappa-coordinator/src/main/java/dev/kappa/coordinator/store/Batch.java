package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A checked list of changes, condensed to what remains of it for each run. */
final class Batch {
  private final Map<String, RunChanges> runs = new LinkedHashMap<>();

  private Batch() {}

  /** Checks the limits of a batch and condenses it. */
  static Batch of(List<Change> changes) {
    checkSize(changes);
    var batch = new Batch();
    for (Change change : changes) {
      batch.runs.computeIfAbsent(change.run(), RunChanges::new).add(change);
    }
    return batch;
  }

  Collection<RunChanges> runs() {
    return runs.values();
  }

  private static void checkSize(List<Change> changes) {
    long bytes = 0;
    for (Change change : changes) {
      bytes += change.size();
    }
    if (changes.size() > Partition.MAX_BATCH_CHANGES || bytes > Partition.MAX_BATCH_BYTES) {
      throw new KappaException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "a batch of %,d changes and %,d bytes (expected: at most %,d changes and %,d bytes)"
              .formatted(
                  changes.size(), bytes, Partition.MAX_BATCH_CHANGES, Partition.MAX_BATCH_BYTES));
    }
  }
}
