package dev.kappa.tests.simulation;

import dev.kappa.coordinator.store.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is durable of the one run. */
final class SimulatedStore {
  private final Map<String, byte[]> fields = new TreeMap<>();
  private boolean retired;

  /** Applies changes, all or none: the store knows no half of a batch. */
  void apply(List<Change> changes) {
    for (Change change : changes) {
      if (retired) {
        throw new AssertionError("a run that is over changes: " + change);
      }
      switch (change) {
        case Change.Put c -> fields.put(c.field(), c.value());
        case Change.Remove c -> fields.remove(c.field());
        case Change.Retire c -> {
          fields.clear();
          fields.put(Change.HEADER, c.header());
          retired = true;
        }
        case Change.Listed c -> {}
        case Change.Wake c -> {}
        case Change.Unwake c -> {}
        case Change.DropBlob c -> {}
      }
    }
  }

  boolean retired() {
    return retired;
  }

  Map<String, byte[]> fields() {
    return fields;
  }
}
