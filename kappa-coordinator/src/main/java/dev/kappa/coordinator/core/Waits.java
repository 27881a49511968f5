package dev.kappa.coordinator.core;

import dev.kappa.wire.Handle;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Iterator;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.collection.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a run wait for, seen from the other side. Derived from the tasks: not stored.
 *
 * @param waiters who waits for the end of a task
 * @param missing for how many ends a task still waits
 * @param timers when waiting tasks go on at the latest, the next first
 * @param signals who waits for a signal
 * @param scopes what has not ended of what was spawned in a scope
 * @param owned of these scopes, those that a task has opened, by its number
 * @param enders who waits for the end of all that is in a scope
 * @param active how many tasks are ready or running
 * @param parked how many are parked
 * @param patient how many wait for a time or for what comes from outside
 * @param elsewhere how many of these stand for other runs
 */
record Waits(
    Map<Handle, Set<Handle>> waiters,
    Map<Handle, Integer> missing,
    TreeSet<Timer> timers,
    Map<String, Set<Handle>> signals,
    Map<Handle, Set<Handle>> scopes,
    Map<Long, Set<Handle>> owned,
    Map<Handle, Handle> enders,
    int active,
    int parked,
    int patient,
    int elsewhere) {

  static final Waits NONE =
      new Waits(
          HashMap.empty(),
          HashMap.empty(),
          TreeSet.empty(),
          HashMap.empty(),
          HashMap.empty(),
          HashMap.empty(),
          HashMap.empty(),
          0,
          0,
          0,
          0);

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

  // ---- for tasks

  Waits await(Handle waiter, Set<Handle> futures, int count) {
    Map<Handle, Set<Handle>> more = waiters;
    for (Handle future : futures) {
      more = with(more, future, waiter);
    }
    return awaiting(more, missing.put(waiter, count));
  }

  /** {@return this without what {@code waiter} awaits} */
  Waits forget(Handle waiter, Iterable<Handle> futures) {
    Map<Handle, Set<Handle>> fewer = waiters;
    for (Handle future : futures) {
      fewer = without(fewer, future, waiter);
    }
    return awaiting(fewer, missing.remove(waiter));
  }

  /** {@return this without those who wait for a task that has ended} */
  Waits ended(Handle task) {
    return awaiting(waiters.remove(task), missing);
  }

  Waits missing(Handle waiter, int count) {
    return awaiting(waiters, missing.put(waiter, count));
  }

  private Waits awaiting(Map<Handle, Set<Handle>> newWaiters, Map<Handle, Integer> newMissing) {
    return new Waits(
        newWaiters,
        newMissing,
        timers,
        signals,
        scopes,
        owned,
        enders,
        active,
        parked,
        patient,
        elsewhere);
  }

  // ---- for times and signals

  Waits sleep(Timer timer) {
    return timers(timers.add(timer));
  }

  Waits wake(Timer timer) {
    return timers(timers.remove(timer));
  }

  private Waits timers(TreeSet<Timer> changed) {
    return new Waits(
        waiters, missing, changed, signals, scopes, owned, enders, active, parked, patient,
        elsewhere);
  }

  Waits signal(Handle waiter, String name) {
    return signals(with(signals, name, waiter));
  }

  Waits forget(Handle waiter, String name) {
    return signals(without(signals, name, waiter));
  }

  private Waits signals(Map<String, Set<Handle>> changed) {
    return new Waits(
        waiters, missing, timers, changed, scopes, owned, enders, active, parked, patient,
        elsewhere);
  }

  // ---- for scopes

  /** {@return with a task that ends with {@code scope}} */
  Waits enter(Handle scope, Handle task) {
    return scopes(with(scopes, scope, task), with(owned, scope.creator(), scope), enders);
  }

  /** {@return without one that has ended} */
  Waits leave(Handle scope, Handle task) {
    Map<Handle, Set<Handle>> left = without(scopes, scope, task);
    boolean empty = !left.containsKey(scope);
    return scopes(left, empty ? without(owned, scope.creator(), scope) : owned, enders);
  }

  Set<Handle> in(Handle scope) {
    return scopes.getOrElse(scope, HashSet.empty());
  }

  /** {@return what has not ended of what was spawned in scopes of the task of that number} */
  Iterator<Handle> ownedBy(long number) {
    return owned.getOrElse(number, HashSet.empty()).iterator().flatMap(this::in);
  }

  Waits end(Handle scope, Handle waiter) {
    return scopes(scopes, owned, enders.put(scope, waiter));
  }

  Waits forgetEnd(Handle scope) {
    return scopes(scopes, owned, enders.remove(scope));
  }

  /** {@return who waits for the end of the scope; null if nobody does} */
  @Nullable Handle ender(Handle scope) {
    return enders.getOrElse(scope, null);
  }

  private Waits scopes(
      Map<Handle, Set<Handle>> newScopes,
      Map<Long, Set<Handle>> newOwned,
      Map<Handle, Handle> newEnders) {
    return new Waits(
        waiters, missing, timers, signals, newScopes, newOwned, newEnders, active, parked, patient,
        elsewhere);
  }

  // ---- counts

  /** {@return with {@code change} more of what {@code task} is} */
  Waits count(TaskState task, int change) {
    return switch (task.status()) {
      case READY, RUNNING -> counts(active + change, parked, patient, elsewhere);
      case PARKED -> counts(active, parked + change, patient, elsewhere);
      case ELSEWHERE -> counts(active, parked, patient + change, elsewhere + change);
      case WAITING ->
          Waiting.goesOnByItself(task) ? counts(active, parked, patient + change, elsewhere) : this;
      case QUEUED, ENDED -> this;
    };
  }

  private Waits counts(int newActive, int newParked, int newPatient, int newElsewhere) {
    return new Waits(
        waiters,
        missing,
        timers,
        signals,
        scopes,
        owned,
        enders,
        newActive,
        newParked,
        newPatient,
        newElsewhere);
  }

  private static <K> Map<K, Set<Handle>> with(Map<K, Set<Handle>> sets, K key, Handle value) {
    return sets.put(key, sets.getOrElse(key, HashSet.empty()).add(value));
  }

  private static <K> Map<K, Set<Handle>> without(Map<K, Set<Handle>> sets, K key, Handle value) {
    Set<Handle> left = sets.getOrElse(key, HashSet.empty()).remove(value);
    return left.isEmpty() ? sets.remove(key) : sets.put(key, left);
  }
}
