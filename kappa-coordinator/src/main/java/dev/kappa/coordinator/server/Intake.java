package dev.kappa.coordinator.server;

import dev.kappa.wire.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Bounds the bytes of all large messages that are being received together. A connection asks when
 * it knows a message's length; what does not fit waits outside, first come, first served. One
 * message is let in however large, so there is always one that goes on. All methods are called on
 * the loop that serves the connections.
 */
final class Intake {
  /** Messages up to so many bytes are received without asking. */
  static final int SMALL_BYTES = 64 << 10;

  private static final int PART_OF_HEAP = 8;

  private final long most;
  private final BooleanSupplier room;
  private final Deque<Guest> waiting = new ArrayDeque<>();
  private long held;

  /** Who wants to receive one message at a time. */
  interface Guest {
    /** {@return the message's length} It does not change until the guest is done. */
    int bytes();

    /** It may receive the message now, and says {@link Intake#done} when it has. */
    void begin();
  }

  /**
   * Of {@code most} bytes together.
   *
   * @param room whether what was received can be kept; if not, nothing begins until {@link #next}
   */
  Intake(long most, BooleanSupplier room) {
    this.most = most;
    this.room = room;
  }

  /** {@return an eighth of the largest heap, but room for one message of the greatest length} */
  static long defaultBytes() {
    return Math.max(Message.MAX_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** Lets {@code guest} begin, now or later. */
  void ask(Guest guest) {
    waiting.add(guest);
    next();
  }

  /** A message has been handled, or will never come. */
  void done(int bytes) {
    held -= bytes;
    next();
  }

  /** A guest that has not begun waits no more. */
  void leave(Guest guest) {
    waiting.remove(guest);
    next();
  }

  /** Lets in those for whom there is room now. */
  void next() {
    while (!waiting.isEmpty() && fits(waiting.element().bytes())) {
      Guest first = waiting.remove();
      held += first.bytes();
      first.begin();
    }
  }

  private boolean fits(int bytes) {
    return room.getAsBoolean() && (held == 0 || held + bytes <= most);
  }
}
