package dev.kappa.handler;

import dev.kappa.wire.Message.Address;
import java.util.List;

/** Where coordinators are, as far as a worker was told. Each knows who has a run. */
final class Coordinators {
  private Address current;
  private List<Address> peers = List.of();
  private int tried;

  Coordinators(Address first) {
    this.current = first;
  }

  /** {@return the one to connect to} */
  Address current() {
    return current;
  }

  /** The current one can't be reached: another's turn. */
  void failed() {
    List<Address> others = peers.stream().filter(peer -> !peer.equals(current)).toList();
    if (!others.isEmpty()) {
      current = others.get(tried++ % others.size());
    }
  }

  /** The current one says that {@code to} has the run. */
  void moved(Address to) {
    current = to;
  }

  /** The current one says who there is beside it. */
  void learn(List<Address> told) {
    peers = told;
  }
}
