package dev.kappa.coordinator.core;

import dev.kappa.wire.Payload;
import java.util.function.Consumer;

/** What is stored of a run's values, without building the run. */
public final class StoredPayloads {
  private StoredPayloads() {}

  /** Gives all payloads in a field of a run. */
  public static void in(String field, byte[] bytes, Consumer<Payload> each) {
    switch (field.charAt(0)) {
      case 's' -> Frames.Segment.read(0, bytes).frames().forEach(each);
      case 't' -> Contents.payloads(TaskState.read(dev.kappa.wire.Handle.ROOT, bytes), each);
      case 'm' -> each.accept(Entities.open(bytes).payload());
      default -> {}
    }
  }
}
