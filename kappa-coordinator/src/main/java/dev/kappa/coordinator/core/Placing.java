package dev.kappa.coordinator.core;

import dev.kappa.error.KappaException;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Next;
import org.jspecify.annotations.Nullable;

/** On which workers a task goes on, as far as that can be stored. */
final class Placing {
  private Placing() {}

  /** {@return where a task stands after a commit, without what can't be stored} */
  static TaskState.Progress progress(Transition t, Continuation next) {
    TaskState.Progress progress = TaskState.Progress.of(next);
    Extent extent = progress.extent();
    return isStorable(t, extent)
        ? progress
        : new TaskState.Progress(
            progress.created(), progress.steps(), extent.on(null), progress.cancelled());
  }

  /** {@return why a task that would go on can't be where it wants to; null if it can} */
  static @Nullable Failure refusal(Transition t, Continuation next) {
    boolean ends =
        next.next() instanceof Next.End
            || next.next() instanceof Next.Parked
            || isStorable(t, next.extent());
    Reply.Refused refused =
        ends ? null : t.format().refusal(Format.PLACEMENTS, "a task on a resident worker");
    return refused == null
        ? null
        : Lives.failure(refused.code(), KappaException.class.getName(), refused.message());
  }

  private static boolean isStorable(Transition t, Extent extent) {
    return extent.placement() == null || t.format().has(Format.PLACEMENTS);
  }
}
