package dev.kappa.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Virtual time: what can happen now, and what is planned. */
final class Agenda {
  private final List<Runnable> turns = new ArrayList<>();
  private final PriorityQueue<Planned> planned = new PriorityQueue<>();
  private final @Nullable Random order;
  private long now;
  private long number;

  private record Planned(long at, long number, Runnable action) implements Comparable<Planned> {
    @Override
    public int compareTo(Planned other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /**
   * Begins at {@code start}.
   *
   * @param seed of the order in which things happen; 0: as they became possible
   */
  Agenda(long start, long seed) {
    this.now = start;
    this.order = seed == 0 ? null : new Random(seed);
  }

  /** {@return milliseconds since 1970} */
  long now() {
    return now;
  }

  /** Something can happen now. */
  void soon(Runnable turn) {
    turns.add(turn);
  }

  /** Something will happen. */
  void at(long time, Runnable action) {
    number++;
    planned.add(new Planned(time, number, action));
  }

  boolean isIdle() {
    return turns.isEmpty();
  }

  /** Lets one of the things happen that can. */
  void next() {
    turns.remove(order == null ? 0 : order.nextInt(turns.size())).run();
  }

  /** {@return when something will happen; or never} */
  long nextTime() {
    return planned.isEmpty() ? Long.MAX_VALUE : planned.element().at();
  }

  /** Lets time go on, and all happen that was planned until then. */
  void advance(long time) {
    now = Math.max(now, time);
    while (nextTime() <= now) {
      planned.remove().action().run();
    }
  }
}
