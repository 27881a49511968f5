package dev.kappa.coordinator.core;

import java.util.ArrayDeque;
import java.util.Deque;

/** Which due times that were missed are made up for. Times are milliseconds since 1970. */
final class Missed {
  private static final long FIRST_LOOK = 60_000;

  private Missed() {}

  /**
   * {@return the first of the due times that are made up for, of those before {@code late}; {@link
   * Timing#NEVER} if none is}
   */
  static long keptFrom(ScheduleState schedule, long late) {
    int most = schedule.spec().catchUp();
    if (most == 0 || schedule.next() >= late) {
      return Timing.NEVER;
    }
    // They can be found from before only: it is looked further and further back.
    for (long back = FIRST_LOOK; ; back *= 4) {
      long from = Math.max(schedule.decided(), late - back);
      Deque<Long> last = last(schedule.spec(), from, late, most);
      if (last.size() == most || from == schedule.decided()) {
        return last.isEmpty() ? Timing.NEVER : last.getFirst();
      }
    }
  }

  private static Deque<Long> last(ScheduleSpec spec, long after, long before, int most) {
    Deque<Long> last = new ArrayDeque<>();
    for (long due = spec.next(after); due < before; due = spec.next(due)) {
      if (last.size() == most) {
        last.removeFirst();
      }
      last.addLast(due);
    }
    return last;
  }

  /** {@return how many due times from {@code due} on are counted at once, before {@code before}} */
  static long inARow(Timing timing, long due, long before) {
    return timing instanceof Timing.Every every
        ? Math.max(1, (before - 1 - due) / every.interval() + 1)
        : 1;
  }

  /** {@return what is between two due times; 0 if it varies} */
  static long interval(Timing timing) {
    return timing instanceof Timing.Every every ? every.interval() : 0;
  }
}
