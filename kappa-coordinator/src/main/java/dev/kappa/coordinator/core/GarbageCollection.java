package dev.kappa.coordinator.core;

import dev.kappa.wire.Handle;

/**
 * Removes what no task that has not ended can name any more: ended tasks with their results, and
 * channels with their messages. The root task stays. Tasks that stand for other runs go when those
 * were told all.
 *
 * <p>Nothing is removed that a worker may still name, though workers are ahead of what is stored.
 * Commits of a task are applied strictly in order, and what a worker may name in the next one is in
 * the continuation of this one, or in what was handed over for it, or created by the next one
 * itself. All of that is followed: frames, the value that is held, and the future of an ended task
 * whose result was handed over, which stays the task's {@code next} until it commits again. So the
 * answer to a repeated commit stays what it was, too.
 *
 * <p>It costs time in proportion to what is live. It is due when more was created and ended since
 * the last time than was live then, so that each creation and each end pays a constant share.
 */
final class GarbageCollection {
  private GarbageCollection() {}

  static void of(Transition t) {
    RunState run = t.state();
    Reachability reachability = new Reachability(run);
    for (TaskState task : run.tasks().values()) {
      if (!task.ended() || task.id().equals(Handle.ROOT)) {
        reachability.follow(task);
      }
    }
    run.tasks()
        .values()
        .filter(task -> !reachability.reaches(task.id()))
        .forEach(task -> OtherRuns.letGo(t, task));
    t.state()
        .tasks()
        .values()
        .filter(task -> task.ended() && !task.id().equals(Handle.ROOT))
        .filter(task -> !reachability.reaches(task.id()))
        .toList()
        .sortBy(task -> task.origin().number())
        .forEach(t::forget);
    for (Handle channel : run.channels().keySet()) {
      if (!reachability.reaches(channel)) {
        t.forget(channel);
      }
    }
    t.upkeep().looked(reachability.work());
  }
}
