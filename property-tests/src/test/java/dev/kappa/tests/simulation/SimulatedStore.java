package dev.kappa.tests.simulation;

import dev.kappa.coordinator.store.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is durable of the one run. */
final class SimulatedStore {
  private final Map<String, byte[]> fields = new TreeMap<>();
  private final Map<String, byte[]> blobs = new TreeMap<>();
  private byte @Nullable [] result;
  private long stored;
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
          blobs.clear();
          fields.put(Change.HEADER, c.header());
          retired = true;
        }
        case Change.Result c -> result = c.value();
        case Change.Listed c -> {}
        case Change.Wake c -> {}
        case Change.Unwake c -> {}
        case Change.DropBlob c -> blobs.remove(c.name());
      }
    }
  }

  /** Stores a blob. {@return its name, which begins with {@code attempt}} */
  String putBlob(String attempt, byte[] bytes) {
    stored++;
    String name = attempt + "-" + stored;
    if (!retired) {
      blobs.put(name, bytes);
    }
    return name;
  }

  /** {@return the blobs that are there} */
  Map<String, byte[]> blobs() {
    return blobs;
  }

  /** {@return what the run came to; null if it did not succeed} */
  byte @Nullable [] result() {
    return result;
  }

  boolean retired() {
    return retired;
  }

  Map<String, byte[]> fields() {
    return fields;
  }
}
