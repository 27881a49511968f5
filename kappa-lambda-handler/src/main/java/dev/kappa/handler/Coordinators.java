package dev.kappa.handler;

import dev.kappa.wire.Message.Address;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Where coordinators are, as far as a worker was told. Each knows who has a run. */
final class Coordinators {
  private Address current;
  private final Deque<Address> others = new ArrayDeque<>();

  Coordinators(Address first) {
    this.current = first;
  }

  /** {@return the one to connect to} */
  Address current() {
    return current;
  }

  /** The current one can't be reached: another's turn, and its own again after all others. */
  void failed() {
    others.addLast(current);
    current = others.removeFirst();
  }

  /** The current one says that {@code to} has the run. */
  void moved(Address to) {
    if (!to.equals(current)) {
      others.remove(to);
      others.addLast(current);
      current = to;
    }
  }

  /** The current one says who there is beside it, if it knows; those known before are forgotten. */
  void learn(List<Address> told) {
    if (!told.isEmpty()) {
      others.clear();
      others.addAll(told);
      others.remove(current);
    }
  }
}
