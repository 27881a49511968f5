package dev.kappa.local;

import dev.kappa.wire.Payload;
import java.util.ArrayDeque;
import java.util.Deque;

/** A bounded queue. */
final class LocalChannel {
  final int capacity;
  final Deque<Payload> messages = new ArrayDeque<>();
  boolean closed;

  LocalChannel(int capacity) {
    this.capacity = capacity;
  }
}
