package dev.kappa.handler;

import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * With what the slots of a resident worker connect, and where: each coordinator hands out the tasks
 * of its own runs alone, so they go from one to the next. Thread-safe.
 */
final class ResidentPass {
  private static final System.Logger LOG = System.getLogger(ResidentPass.class.getName());
  private static final long PAUSE_NANOS = 3_000_000_000L;

  private final Supplier<Order.Work> asking;
  private Order.Work order;
  private String token;
  private List<Message.Address> places;
  private int turn;
  private long askedAt = System.nanoTime();

  /**
   * Asks for what it needs.
   *
   * @param asking asks a coordinator to be let in; throws what says why it is not
   */
  ResidentPass(Supplier<Order.Work> asking) {
    this.asking = asking;
    this.order = asking.get();
    this.token = order.token();
    this.places = List.of(order.coordinator());
  }

  /** {@return what it was let in with} */
  synchronized Order.Work order() {
    return order;
  }

  /** {@return what is to be shown now} */
  synchronized String token() {
    return token;
  }

  /** {@return the coordinator whose turn it is} */
  synchronized Message.Address next() {
    turn++;
    return places.get(Math.floorMod(turn, places.size()));
  }

  /** {@return whether there is one coordinator alone} */
  synchronized boolean isAlone() {
    return places.size() == 1;
  }

  /** A coordinator has said who there is, and what is to be shown from now on. */
  synchronized void learn(List<Message.Address> all, String shown) {
    List<Message.Address> sorted = new ArrayList<>(all);
    sorted.sort((a, b) -> a.toString().compareTo(b.toString()));
    if (!sorted.equals(places)) {
      places = List.copyOf(sorted);
    }
    token = shown;
  }

  /**
   * {@return where coordinators are, of whom none can be reached that was known} One that was
   * started anew may be at another port. It is asked no more often than each few seconds.
   */
  List<Message.Address> elsewhere() {
    synchronized (this) {
      long now = System.nanoTime();
      if (now - askedAt < PAUSE_NANOS) {
        return places;
      }
      askedAt = now;
    }
    try {
      renew();
    } catch (KappaException e) {
      LOG.log(System.Logger.Level.INFO, "no coordinator is found: {0}", e.getMessage());
    }
    synchronized (this) {
      return places;
    }
  }

  /**
   * No coordinator that is known lets it in, or is there: it asks anew.
   *
   * @throws dev.kappa.error.KappaException if there is no other way
   */
  void renew() {
    Order.Work fresh = asking.get();
    synchronized (this) {
      // One that was told once with what it is let in may have been told more by a coordinator.
      token = fresh.token().equals(order.token()) ? token : fresh.token();
      order = fresh;
      places = List.of(fresh.coordinator());
    }
  }
}
