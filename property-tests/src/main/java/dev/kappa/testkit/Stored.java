package dev.kappa.testkit;

import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.store.Change;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a store has of the run. */
final class Stored {
  private final Map<String, byte[]> fields = new HashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();

  void apply(Change change) {
    switch (change) {
      case Change.Put c -> fields.put(c.field(), c.value());
      case Change.Remove c -> fields.remove(c.field());
      case Change.DropBlob c -> blobs.remove(c.name());
      case Change.Retire c -> {
        fields.clear();
        blobs.clear();
        fields.put(Change.HEADER, c.header());
      }
      case Change.Listed c -> {}
      case Change.Wake c -> {}
      case Change.Unwake c -> {}
      case Change.Result c -> {}
    }
  }

  void put(String blob, byte[] bytes) {
    blobs.put(blob, bytes);
  }

  byte @Nullable [] blob(String name) {
    return blobs.get(name);
  }

  /** {@return the run as a coordinator has it that starts anew} */
  RunState load(String run) {
    return RunState.load(run, fields);
  }
}
