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

  /**
   * The current one says who there is beside it, nobody if it is alone. Those that it does not name
   * are forgotten; those that are new come before those that failed already.
   */
  void learn(List<Address> told) {
    List<Address> before = List.copyOf(others);
    others.clear();
    told.stream().filter(one -> !before.contains(one)).forEach(others::addLast);
    before.stream().filter(told::contains).forEach(others::addLast);
    others.remove(current);
  }
}
