package dev.kappa.coordinator.core;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Rebinding;
import io.vavr.collection.HashMap;
import java.util.function.Consumer;

/** What is stored of a run's values, without building the run. */
public final class StoredPayloads {
  private StoredPayloads() {}

  /** Gives what stands for which lambda's body, if a field of a run says so. */
  public static void accepted(String field, byte[] bytes, Consumer<Rebinding> each) {
    if (field.charAt(0) == 'b') {
      String key = field.substring(1);
      Acceptances.of(HashMap.of(key, Acceptances.read(bytes))).forEach(each);
    }
  }

  /** Gives all payloads that a task is given. */
  public static void in(Next given, Consumer<Payload> each) {
    Contents.payloads(given, each);
  }

  /** {@return how many bytes a blob has, by its name; 0 if that does not say} */
  public static long sizeOf(String blob) {
    return Blobs.size(blob);
  }

  /** Gives all payloads in a field of a run. */
  public static void in(String field, byte[] bytes, Consumer<Payload> each) {
    switch (field.charAt(0)) {
      case 's' -> Frames.Segment.read(0, bytes).frames().forEach(each);
      case 't' -> Contents.payloads(TaskState.read(Handle.ROOT, bytes), each);
      case 'm' -> each.accept(Entities.read(bytes, ByteReader::payload));
      default -> {}
    }
  }
}
