package dev.kappa.coordinator.core;

import dev.kappa.wire.Handle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Which tasks may go on some day: the least set that holds those that go on by themselves, and with
 * a task those that it could wake: who awaits it, who waits at a channel that it reaches, who waits
 * for its turn behind it in a group, and what ends with a scope of it, or whose scope ends with it.
 */
final class Liveness {
  private final RunState run;
  private final Reachability reachability;
  private final Set<Handle> live = new HashSet<>();
  private final Deque<TaskState> unseen = new ArrayDeque<>();

  private Liveness(RunState run) {
    this.run = run;
    this.reachability = new Reachability(run);
  }

  /** {@return the tasks of {@code run} that have not ended and may go on} */
  static Set<Handle> of(RunState run) {
    Liveness liveness = new Liveness(run);
    for (TaskState task : run.tasks().values()) {
      if (goesOnByItself(task)) {
        liveness.add(task.id());
      }
    }
    liveness.spread();
    return liveness.live;
  }

  private static boolean goesOnByItself(TaskState task) {
    return switch (task.status()) {
      case READY, RUNNING, PARKED, ELSEWHERE -> true;
      case WAITING -> Waiting.goesOnByItself(task);
      case QUEUED, ENDED -> false;
    };
  }

  private void add(Handle task) {
    if (live.add(task)) {
      unseen.add(run.task(task));
    }
  }

  private void spread() {
    while (!unseen.isEmpty()) {
      TaskState task = unseen.remove();
      for (Handle id : reachability.follow(task)) {
        ChannelState channel = run.channels().get(id).get();
        channel.receivers().values().forEach(this::add);
        channel.senders().values().forEach(this::add);
      }
      run.waits().waiters().get(task.id()).forEach(waiters -> waiters.forEach(this::add));
      run.waits().ownedBy(task.origin().number()).forEach(this::add);
      Handle scope = task.origin().scope();
      Handle ender = scope == null ? null : run.waits().ender(scope);
      if (ender != null) {
        add(ender);
      }
      Handle first = task.origin().group();
      if (first != null) {
        run.groups().get(first).forEach(group -> group.queued().values().forEach(this::add));
      }
    }
  }
}
