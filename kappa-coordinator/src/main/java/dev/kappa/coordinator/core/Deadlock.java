package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Next;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A run in which every task waits for another one, and nothing is left that could wake any. Tasks
 * that wait for a channel fail there; those that await tasks hear of it from them. If there are
 * only such, they fail.
 */
final class Deadlock {
  private static final int MOST_TOLD = 20;

  private Deadlock() {}

  /** Whether nothing can go on: no worker, no time, no other code. */
  static boolean isHere(Transition t) {
    RunHeader.Counts counts = t.header().counts();
    Waits waits = t.waits();
    return counts.ended() < counts.tasks()
        && waits.active() == 0
        && waits.parked() == 0
        && waits.timers().isEmpty();
  }

  static void end(Transition t) {
    List<TaskState> waiting = new ArrayList<>();
    for (TaskState task : t.tasks()) {
      if (task.status() == TaskStatus.WAITING) {
        waiting.add(task);
      }
    }
    waiting.sort(Comparator.comparingLong(task -> task.origin().number()));
    List<TaskState> atChannels =
        waiting.stream().filter(task -> !waitsForTasks(task.next())).toList();
    Failure failure = failure(waiting);
    for (TaskState task : atChannels.isEmpty() ? waiting : atChannels) {
      Lives.breakOff(t, task, failure);
    }
  }

  private static boolean waitsForTasks(Next next) {
    return next instanceof Next.Await || next instanceof Next.AwaitAll;
  }

  private static Failure failure(List<TaskState> waiting) {
    StringBuilder text = new StringBuilder("deadlock: ");
    for (TaskState task : waiting.subList(0, Math.min(MOST_TOLD, waiting.size()))) {
      text.append(task.origin().name()).append(" (task ").append(task.id()).append(") ");
      text.append(what(task.next())).append("; ");
    }
    int more = waiting.size() - MOST_TOLD;
    text.append(more > 0 ? "and " + more + " more; " : "").append("nothing else goes on");
    return Lives.failure(ErrorCode.DEADLOCK, KappaException.class.getName(), text.toString());
  }

  private static String what(Next next) {
    if (!(next instanceof Next.Wait wait)) {
      throw new IllegalStateException("waits for nothing: " + next);
    }
    return switch (wait) {
      case Next.Await n -> "awaits task " + n.future();
      case Next.AwaitAll n -> "awaits " + n.futures().size() + " tasks";
      case Next.Receive n -> "waits to receive from channel " + n.channel();
      case Next.Send n -> "waits to send to channel " + n.channel();
      case Next.Sleep n -> "sleeps until " + n.until();
    };
  }
}
