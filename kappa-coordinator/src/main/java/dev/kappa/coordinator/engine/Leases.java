package dev.kappa.coordinator.engine;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Until when the worker of each attempt is believed to live. */
final class Leases {
  private final long lengthNanos;
  private final Map<Key, Lease> byTask = new HashMap<>();

  private record Key(String run, Handle task) {}

  /**
   * Until when one is believed to live.
   *
   * @param given whether it was given its task here
   */
  private record Lease(AttemptRef attempt, long until, boolean given) {
    Lease longer(long newEnd) {
      return new Lease(attempt, newEnd, given);
    }
  }

  /**
   * An attempt that was silent for too long.
   *
   * @param given whether it was given its task here; else the coordinator that did is gone, and
   *     perhaps only that
   */
  record Silence(AttemptRef attempt, boolean given) {}

  Leases(long lengthNanos) {
    this.lengthNanos = lengthNanos;
  }

  /** An attempt was given its task here. That says nothing of a newer one. */
  void renew(AttemptRef attempt, long nanoTime) {
    put(new Lease(attempt, nanoTime + lengthNanos, true));
  }

  /** An attempt was another coordinator's, and may be heard here. */
  void expect(AttemptRef attempt, long nanoTime) {
    Lease known = byTask.get(new Key(attempt.run(), attempt.task()));
    boolean given = known != null && known.attempt.equals(attempt) && known.given;
    put(new Lease(attempt, nanoTime + lengthNanos, given));
  }

  private void put(Lease lease) {
    AttemptRef attempt = lease.attempt;
    byTask.merge(
        new Key(attempt.run(), attempt.task()),
        lease,
        (old, now) -> old.attempt.epoch() > attempt.epoch() ? old : now);
  }

  /** A sign of life of an attempt, if it is known. */
  void beat(AttemptRef attempt, long nanoTime) {
    Lease lease = byTask.get(new Key(attempt.run(), attempt.task()));
    if (lease != null && lease.attempt.equals(attempt)) {
      put(lease.longer(nanoTime + lengthNanos));
    }
  }

  /** Nobody was heard while this coordinator stood still: nobody was silent. */
  void renewAll(long nanoTime) {
    renewAll(nanoTime, run -> true);
  }

  /** {@return how long a worker may be silent, in nanoseconds} */
  long length() {
    return lengthNanos;
  }

  /** Nobody can be heard who works for one of these runs: none of them is silent. */
  void renewAll(long nanoTime, Predicate<String> run) {
    byTask.replaceAll(
        (key, lease) -> run.test(key.run()) ? lease.longer(nanoTime + lengthNanos) : lease);
  }

  /** An attempt is over. That says nothing of another: epochs that the store lost come again. */
  void end(AttemptRef attempt) {
    Key key = new Key(attempt.run(), attempt.task());
    Lease lease = byTask.get(key);
    if (lease != null && lease.attempt.equals(attempt)) {
      byTask.remove(key);
    }
  }

  /** Forgets the attempts of runs that are no more here. */
  void forget(Predicate<String> run) {
    byTask.keySet().removeIf(key -> run.test(key.run()));
  }

  /** {@return the attempts that were silent for too long; they are forgotten} */
  List<Silence> expired(long nanoTime) {
    List<Silence> silent = new ArrayList<>();
    for (Lease lease : byTask.values()) {
      if (nanoTime - lease.until >= 0) {
        silent.add(new Silence(lease.attempt, lease.given));
      }
    }
    silent.forEach(each -> end(each.attempt()));
    return silent;
  }
}
