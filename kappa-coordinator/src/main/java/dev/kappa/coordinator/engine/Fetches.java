package dev.kappa.coordinator.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/** Blobs on their way from the store to workers: few at once, since each may be large. */
final class Fetches {
  private static final int AT_ONCE = 8;

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  /** Begins {@code fetch} when it is its turn; {@link #done} is to be called when it is over. */
  void add(Runnable fetch) {
    waiting.add(fetch);
    next();
  }

  /** A worker has its blob, or will not get it. */
  void done() {
    underWay--;
    next();
  }

  private void next() {
    while (underWay < AT_ONCE && !waiting.isEmpty()) {
      underWay++;
      waiting.remove().run();
    }
  }
}
