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

  /** Within so many rounds, of a second each, a slot that is quiet comes to each coordinator. */
  private static final int MOST_ROUNDS = 8;

  private final Supplier<Order.Work> asking;
  private Order.Work order;

  /** What it was told to show at first; {@link #order} has what it is to show now. */
  private String told;

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
    this.told = order.token();
    this.places = List.of(order.coordinator());
  }

  /** {@return with what it is let in, and what is to be shown now: both at once, as they fit} */
  synchronized Order.Work order() {
    return order;
  }

  /** {@return whether what it is let in with now is what it was then, but for who it is} */
  synchronized boolean isStillThat(Order.Work then) {
    return order.api().equals(then.api())
        && order.blobs().equals(then.blobs())
        && order.tls().equals(then.tls());
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

  /**
   * {@return how often a slot asks one of several coordinators before it goes to the next}
   *
   * @param quiet how many in a row had nothing to do
   * @param chance from 0 to 1: slots are not to go together
   */
  synchronized int rounds(int quiet, double chance) {
    int others = Math.max(1, places.size() - 1);
    int most = Math.min(1 << Math.min(quiet, 10), Math.max(1, MOST_ROUNDS / others));
    return most - (int) (chance * most / 2);
  }

  /**
   * A coordinator has said who there is, and what is to be shown from now on.
   *
   * @param invocation for which that is: a token of another one proves nothing, and may come from a
   *     slot that was let in before all others had to ask anew
   */
  synchronized void learn(List<Message.Address> all, String invocation, String shown) {
    List<Message.Address> sorted = new ArrayList<>(all);
    sorted.sort((a, b) -> a.toString().compareTo(b.toString()));
    if (!sorted.equals(places)) {
      places = List.copyOf(sorted);
    }
    if (invocation.equals(order.invocation())) {
      order = order.showing(shown);
    }
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
      boolean same = fresh.token().equals(told);
      order = same ? fresh.showing(order.token()) : fresh;
      told = fresh.token();
      places = List.of(fresh.coordinator());
    }
  }
}
