package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.core.RunState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run in memory, or on its way there. */
final class LoadedRun {

  final String id;
  final Owned partition;
  private @Nullable RunState state;
  private @Nullable List<Runnable> loading = new ArrayList<>();
  private @Nullable RunHeader durable;
  private @Nullable String defect;
  private long scheduled = Long.MAX_VALUE;
  private long usedAt;
  private int unwritten;
  private final Memory.Share memory;
  private final Defects defects;
  private boolean gone;

  LoadedRun(String id, Owned partition, Memory.Share memory, long now, Defects defects) {
    this.id = id;
    this.partition = partition;
    this.memory = memory;
    this.usedAt = now;
    this.defects = defects;
  }

  boolean loaded() {
    return loading == null;
  }

  void whenLoaded(Runnable action) {
    if (loading == null) {
      action.run();
    } else {
      loading.add(action);
    }
  }

  /** The run is here; or there is none of this id. */
  void loaded(@Nullable RunState found) {
    state = found;
    weigh();
    durable = found == null ? null : found.header();
    act();
  }

  /** The run is stored but can't be read. */
  void broken(String why) {
    if (loading != null) {
      defect = why;
      act();
    }
  }

  /** {@return the run's header as it is stored; null if it is not stored yet} */
  @Nullable RunHeader durable() {
    return durable;
  }

  void durable(RunHeader header) {
    durable = header;
  }

  /** {@return why the run can't be read, if it can't} */
  @Nullable String defect() {
    return defect;
  }

  private void act() {
    List<Runnable> actions = loading == null ? List.of() : loading;
    loading = null;
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        defects.found("run %s: after it was loaded".formatted(id), e);
      }
    }
  }

  @Nullable RunState state() {
    return state;
  }

  void state(RunState changed, long now) {
    state = changed;
    weigh();
    usedAt = now;
  }

  private void weigh() {
    if (!gone) {
      memory.set(state == null ? 0 : state.bytes());
    }
  }

  /** It is no more in memory. */
  void left() {
    if (!gone) {
      gone = true;
      memory.free();
    }
  }

  /** {@return when the engine looks at its timers} */
  long scheduled() {
    return scheduled;
  }

  void scheduled(long at) {
    scheduled = at;
  }

  void writing(int change) {
    unwritten += change;
  }

  /** Whether it is stored like one that is due, though it may only wait. */
  boolean alwaysDue() {
    RunState s = state;
    return s != null && s.alwaysDue();
  }

  /** {@return when it was loaded, or a command changed it last: milliseconds since 1970} */
  long usedAt() {
    return usedAt;
  }

  /** Whether the run could be dropped from memory without a loss. */
  boolean idleSince(long time) {
    RunState s = state;
    // One that is always due is stored so: its timers could not be told from that.
    boolean quiet =
        s == null || (!s.active() && (!s.alwaysDue() || s.nextTimer() == Long.MAX_VALUE));
    return loaded() && unwritten == 0 && quiet && usedAt <= time;
  }
}
