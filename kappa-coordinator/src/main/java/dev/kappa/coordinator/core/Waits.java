package dev.kappa.coordinator.core;

import dev.kappa.wire.Handle;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.collection.TreeSet;

/**
 * What the tasks of a run wait for, seen from the other side. Derived from the tasks: not stored.
 *
 * @param waiters who waits for the end of a task
 * @param missing of how many tasks a task still waits for the end
 * @param timers when sleeping tasks go on, the next first
 * @param active how many tasks are ready or running
 * @param parked how many are parked
 */
record Waits(
    Map<Handle, Set<Handle>> waiters,
    Map<Handle, Integer> missing,
    TreeSet<Timer> timers,
    int active,
    int parked) {

  static final Waits NONE = new Waits(HashMap.empty(), HashMap.empty(), TreeSet.empty(), 0, 0);

  /** When a task goes on. */
  record Timer(long due, long number, Handle task) implements Comparable<Timer> {
    static Timer of(TaskState task, long due) {
      return new Timer(due, task.origin().number(), task.id());
    }

    @Override
    public int compareTo(Timer other) {
      int byDue = Long.compare(due, other.due);
      return byDue != 0 ? byDue : Long.compare(number, other.number);
    }
  }

  Waits await(Handle waiter, Set<Handle> futures) {
    Map<Handle, Set<Handle>> more = waiters;
    for (Handle future : futures) {
      more = more.put(future, more.getOrElse(future, HashSet.empty()).add(waiter));
    }
    return new Waits(more, missing.put(waiter, futures.size()), timers, active, parked);
  }

  /** {@return this without what {@code waiter} awaits} */
  Waits forget(Handle waiter, Iterable<Handle> futures) {
    Map<Handle, Set<Handle>> fewer = waiters;
    for (Handle future : futures) {
      Set<Handle> left = fewer.getOrElse(future, HashSet.empty()).remove(waiter);
      fewer = left.isEmpty() ? fewer.remove(future) : fewer.put(future, left);
    }
    return new Waits(fewer, missing.remove(waiter), timers, active, parked);
  }

  /** {@return this without those who wait for a task that has ended} */
  Waits ended(Handle task) {
    return new Waits(waiters.remove(task), missing, timers, active, parked);
  }

  Waits sleep(Timer timer) {
    return new Waits(waiters, missing, timers.add(timer), active, parked);
  }

  Waits wake(Timer timer) {
    return new Waits(waiters, missing, timers.remove(timer), active, parked);
  }

  Waits missing(Handle waiter, int count) {
    return new Waits(waiters, missing.put(waiter, count), timers, active, parked);
  }

  Waits count(int moreActive, int moreParked) {
    if (moreActive == 0 && moreParked == 0) {
      return this;
    }
    return new Waits(waiters, missing, timers, active + moreActive, parked + moreParked);
  }
}
