package dev.kappa.coordinator.engine;

import dev.kappa.wire.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of all that is on its way through a bucket to invocations, and from them. What
 * does not fit waits, first come, first served. One is let in however large, so there is always one
 * that goes on. Used on the engine's loop.
 */
final class ClaimRoom {
  private static final int PART_OF_HEAP = 8;

  private final long most;
  private final Deque<Place> waiting = new ArrayDeque<>();
  private long held;

  /** Of {@code most} bytes together. */
  ClaimRoom(long most) {
    this.most = most;
  }

  /** {@return an eighth of the largest heap, but room for one message of the greatest length} */
  static long defaultBytes() {
    return Math.max(Message.MAX_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** {@return a place of so many bytes, which is still outside} */
  Place place(long bytes) {
    return new Place(bytes);
  }

  /** Of one who wants to have something in memory. */
  final class Place implements AutoCloseable {
    private final long bytes;
    private @Nullable Runnable begin;
    private boolean inside;

    private Place(long bytes) {
      this.bytes = bytes;
    }

    /** Does {@code begin}, now or later, when there is room, which is held until it is closed. */
    void enter(Runnable begin) {
      this.begin = begin;
      waiting.add(this);
      next();
    }

    private void begin() {
      held += bytes;
      inside = true;
      if (begin != null) {
        begin.run();
      }
    }

    /** Gives the room back, or waits for it no more. */
    @Override
    public void close() {
      if (inside) {
        inside = false;
        held -= bytes;
      } else {
        waiting.remove(this);
      }
      next();
    }
  }

  private void next() {
    while (!waiting.isEmpty() && (held == 0 || held + waiting.element().bytes <= most)) {
      waiting.remove().begin();
    }
  }
}
