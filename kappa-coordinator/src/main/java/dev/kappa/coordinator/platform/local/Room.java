package dev.kappa.coordinator.platform.local;

import java.util.ArrayList;
import java.util.List;

/** How many invocations of a function may run at once, whatever their versions. */
final class Room {
  private final int most;
  private final List<Runnable> waiting = new ArrayList<>();
  private int taken;

  Room(int most) {
    this.most = most;
  }

  boolean isFull() {
    return taken >= most;
  }

  int taken() {
    return taken;
  }

  void take() {
    taken++;
  }

  void give() {
    taken--;
  }

  /** Who may want it when there is some. */
  void whenFree(Runnable action) {
    waiting.add(action);
  }

  void tellFree() {
    waiting.forEach(Runnable::run);
  }
}
