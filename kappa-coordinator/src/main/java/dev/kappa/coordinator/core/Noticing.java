package dev.kappa.coordinator.core;

import dev.kappa.coordinator.core.Notices.Notice;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import org.jspecify.annotations.Nullable;

/** Enters into a run's header what people should know of its tasks. */
final class Noticing {
  private Noticing() {}

  /** A task goes: if it failed and nobody heard of it, the run remembers. */
  static void unheard(Transition t, TaskState task) {
    Failure failure = Lives.failureOf(task);
    if (failure != null && task.failedUnheard()) {
      t.header(t.header().with(t.header().notices().andUnheard(task, failure, t.now)));
    }
  }

  /** When the run is over, so are all of its tasks. The root's failure is the run's own. */
  static void unheardAtTheEnd(Transition t) {
    if (t.state().over()) {
      t.state()
          .tasks()
          .values()
          .filter(task -> task.failedUnheard() && !task.id().equals(Handle.ROOT))
          .toList()
          .sortBy(task -> task.origin().number())
          .forEach(task -> unheard(t, task));
    }
  }

  /** Some tasks were parked, or are not any more. */
  static void parked(Transition t) {
    Notice known = t.header().notices().parked();
    TaskState first = known == null ? null : t.find(known.first());
    if (first == null || first.status() != TaskStatus.PARKED) {
      first = firstParked(t);
    }
    Failure trouble = first == null ? null : first.trouble();
    Notice notice =
        first == null || trouble == null
            ? null
            : Notice.of(first, trouble, t.now)
                .times(t.waits().parked())
                .since(known == null ? t.now : known.since());
    t.header(t.header().with(t.header().notices().withParked(notice)));
  }

  private static @Nullable TaskState firstParked(Transition t) {
    if (t.waits().parked() == 0) {
      return null;
    }
    return t.state()
        .tasks()
        .values()
        .filter(task -> task.status() == TaskStatus.PARKED)
        .minBy(task -> task.origin().number())
        .getOrNull();
  }
}
