package dev.kappa.handler;

import dev.kappa.wire.Message.Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** Where coordinators are, as far as a worker was told. Each knows who has a run. */
final class Coordinators {
  private Address current;
  private final Deque<Address> others = new ArrayDeque<>();
  private final Supplier<List<Address>> elsewhere;
  private int failures;

  Coordinators(Address first) {
    this(first, List::of);
  }

  /**
   * Of which one is known.
   *
   * @param elsewhere where there may be others, asked when none that is known can be reached
   */
  Coordinators(Address first, Supplier<List<Address>> elsewhere) {
    this.current = first;
    this.elsewhere = elsewhere;
  }

  /** {@return the one to connect to} */
  Address current() {
    return current;
  }

  /** {@return all of them, the current one first} */
  List<Address> all() {
    List<Address> all = new ArrayList<>(others);
    all.addFirst(current);
    return all;
  }

  /** The current one can't be reached: another's turn, and its own again after all others. */
  void failed() {
    others.addLast(current);
    current = others.removeFirst();
    failures++;
    if (failures > others.size()) {
      failures = 0;
      elsewhere.get().stream().filter(one -> !all().contains(one)).forEach(this::moved);
    }
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
    failures = 0;
    List<Address> before = List.copyOf(others);
    others.clear();
    told.stream().filter(one -> !before.contains(one)).forEach(others::addLast);
    before.stream().filter(told::contains).forEach(others::addLast);
    others.remove(current);
  }
}
