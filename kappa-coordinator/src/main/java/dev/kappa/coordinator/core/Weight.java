package dev.kappa.coordinator.core;

import dev.kappa.wire.Failure;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * How much is stored of a run. Derived, not stored.
 *
 * @param inline about how many bytes of tasks, channels, frames and messages: they are in memory
 *     while the run is
 * @param blobs how many bytes of blobs that these name: they are in the store only
 */
record Weight(long inline, long blobs) {
  /** What an entity counts beside its values. */
  static final int ENTITY = 512;

  private static final int HANDLE = 16;
  private static final int BLOB_NAME = 64;

  static final Weight NONE = new Weight(0, 0);

  /** {@return what keeping {@code payload} takes, beside its blobs} */
  static long of(Payload payload) {
    return payload.size()
        + (long) HANDLE * payload.handles().size()
        + (long) BLOB_NAME * payload.blobs().size();
  }

  /** {@return what a signal takes that came with {@code json}} */
  static long of(byte[] json) {
    return (long) ENTITY + json.length;
  }

  /** {@return what {@code task} takes beside its payloads} */
  static long of(TaskState task) {
    TaskState.Origin origin = task.origin();
    long names = origin.name().length() + origin.lineage().length();
    return ENTITY + 2L * names + of(task.next()) + of(task.trouble());
  }

  private static long of(Next next) {
    return switch (next) {
      case Next.AwaitAll n -> (long) HANDLE * n.futures().size();
      case Next.Enter n -> n.input().length;
      case Next.Raising n -> of(n.failure());
      case Next.Failed n -> of(n.failure());
      case Next.Parked n -> of(n.failure());
      case Next.Select n -> (long) HANDLE * n.sources().size();
      case Next.Chosen n -> HANDLE + of(n.value());
      case Next.Json n -> n.json().length;
      case Next.Signal n -> 0;
      case Next.EndScope n -> 0;
      case Next.Await n -> 0;
      case Next.Receive n -> 0;
      case Next.Send n -> 0;
      case Next.Sleep n -> 0;
      case Next.Holding n -> 0;
      case Next.Results n -> 0;
      case Next.Completed n -> n.json() == null ? 0 : n.json().length;
      case Next.Elsewhere n ->
          2L * (n.key().length() + n.workflow().length())
              + (n.input() == null ? 0 : n.input().length);
      case Next.Permit n -> 2L * n.limit().name().length();
      case Next.Tell n -> 2L * (n.run().length() + n.signal().length()) + n.json().length;
    };
  }

  private static long of(@Nullable Failure failure) {
    if (failure == null) {
      return 0;
    }
    long characters = failure.message().length();
    for (String line : failure.trace()) {
      characters += line.length();
    }
    return characters;
  }

  /** {@return with what a value will take that is not stored yet, its blobs included} */
  Weight with(Payload value) {
    long more = value.blobs().stream().mapToLong(Blobs::size).sum();
    return new Weight(inline + of(value), blobs + more);
  }

  /** {@return with what a task will take that goes on with {@code next}} */
  Weight with(Next next) {
    Weight[] sum = {new Weight(inline + of(next), blobs)};
    Contents.payloads(next, payload -> sum[0] = sum[0].with(payload));
    return sum[0];
  }
}
