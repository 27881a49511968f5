package dev.kappa.coordinator.engine;

import dev.kappa.wire.Message;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of all that is on its way through a bucket to invocations, and from them. What
 * does not fit waits, first come, first served, and answers before orders: their functions have
 * ended, and hold their places until they are heard. One is let in however large, so there is
 * always one that goes on. Used on the engine's loop.
 */
final class ClaimRoom {
  private static final int PART_OF_HEAP = 8;

  private final long most;
  private final Set<Place> answers = new LinkedHashSet<>();
  private final Set<Place> orders = new LinkedHashSet<>();
  private long held;

  /** Whether some are being let in: who leaves meanwhile lets in nobody himself. */
  private boolean letsIn;

  /** Of {@code most} bytes together. */
  ClaimRoom(long most) {
    this.most = most;
  }

  /** {@return an eighth of the largest heap, but room for one message of the greatest length} */
  static long defaultBytes() {
    return Math.max(Message.MAX_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** {@return a place for what an invocation is to be given, which is still outside} */
  Place order(long bytes) {
    return new Place(bytes, orders);
  }

  /** {@return a place for what an invocation has returned, which is still outside} */
  Place answer(long bytes) {
    return new Place(bytes, answers);
  }

  /** Of one who wants to have something in memory. */
  final class Place implements AutoCloseable {
    private final long bytes;
    private final Set<Place> waiting;
    private @Nullable Runnable begin;
    private boolean inside;

    private Place(long bytes, Set<Place> waiting) {
      this.bytes = bytes;
      this.waiting = waiting;
    }

    /** Does {@code begin}, now or later, when there is room, which is held until it is closed. */
    void enter(Runnable begin) {
      this.begin = begin;
      waiting.add(this);
      letIn();
    }

    private void begin() {
      waiting.remove(this);
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
      letIn();
    }
  }

  private void letIn() {
    if (letsIn) {
      return;
    }
    letsIn = true;
    try {
      for (Place next = next(); next != null; next = next()) {
        next.begin();
      }
    } finally {
      letsIn = false;
    }
  }

  /** {@return the first for which there is room; null if there is none} */
  private @Nullable Place next() {
    Set<Place> waiting = answers.isEmpty() ? orders : answers;
    if (waiting.isEmpty()) {
      return null;
    }
    Place first = waiting.iterator().next();
    return held == 0 || held + first.bytes <= most ? first : null;
  }
}
