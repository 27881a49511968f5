package dev.kappa.coordinator.core;

import dev.kappa.coordinator.core.LimitState.Permit;
import dev.kappa.coordinator.core.LimitState.Taken;
import dev.kappa.coordinator.store.Change;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one command has changed of a limit, field by field: in time proportional to that, however
 * many wait.
 */
final class LimitChanges {
  private final LimitState before;
  private final LimitState after;
  private final String permit;
  private final long now;

  /**
   * Between two states.
   *
   * @param permit the one that was asked about; empty if none was
   * @param now the time of the command
   */
  LimitChanges(LimitState before, LimitState after, String permit, long now) {
    this.before = before;
    this.after = after;
    this.permit = permit;
    this.now = now;
  }

  /** {@return the permits that are newly offered} Offers are made in the order of tickets. */
  List<String> offered() {
    List<String> fresh = new ArrayList<>();
    TreeMap<Long, String> left = after.offers();
    while (!left.isEmpty() && !before.offers().containsKey(left.last()._1)) {
      fresh.add(left.last()._2);
      left = left.init();
    }
    return fresh.reversed();
  }

  /** {@return what is to be stored of {@code run}} */
  List<Change> stored(String run, Format format, boolean first) {
    List<Change> changes = new ArrayList<>();
    for (String name : touched()) {
      Permit is = after.permits().getOrElse(name, null);
      Permit was = before.permits().getOrElse(name, null);
      if (is != null && !is.equals(was)) {
        changes.add(new Change.Put(run, Entities.permit(name), is.toBytes(format)));
      } else if (is == null && was != null) {
        changes.add(new Change.Remove(run, Entities.permit(name)));
      }
    }
    counted(run, format, changes);
    boolean same = before.spec().equals(after.spec()) && before.tickets() == after.tickets();
    if (first || !same) {
      changes.add(new Change.Put(run, Entities.LIMIT, after.toBytes(format)));
    }
    return changes;
  }

  private void counted(String run, Format format, List<Change> changes) {
    TreeSet<Taken> old = before.taken();
    while (!old.isEmpty() && !after.taken().contains(old.head())) {
      changes.add(new Change.Remove(run, Entities.taken(old.head().ticket())));
      old = old.tail();
    }
    Permit asked = after.permits().getOrElse(permit, null);
    Taken fresh = asked == null ? null : new Taken(now, asked.ticket());
    if (fresh != null && after.taken().contains(fresh) && !before.taken().contains(fresh)) {
      changes.add(new Change.Put(run, Entities.taken(fresh.ticket()), fresh.toBytes(format)));
    }
  }

  private Set<String> touched() {
    Set<String> touched = new LinkedHashSet<>(offered());
    if (!permit.isEmpty()) {
      touched.add(permit);
    }
    TreeMap<Long, String> old = before.offers();
    while (!old.isEmpty() && before.until(old.head()._2) <= now) {
      touched.add(old.head()._2);
      old = old.tail();
    }
    return touched;
  }
}
