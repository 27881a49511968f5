package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tasks that wait for what can't come, since no task that may go on reaches it. Those that wait at
 * a channel fail there; those that await tasks hear of it from them. If there are only such, they
 * fail.
 */
final class Deadlock {
  private static final int MOST_TOLD = 20;
  private static final String UNREACHABLE = ", which no task that goes on can reach";

  private Deadlock() {}

  /** Whether nothing of the run can go on: no worker, no time, no other code. */
  static boolean isWhole(Transition t) {
    Waits waits = t.waits();
    return t.header().counts().open() > 0
        && waits.active() == 0
        && waits.parked() == 0
        && waits.elsewhere() == 0
        && waits.timers().isEmpty()
        && waits.signals().isEmpty();
  }

  /** Makes tasks fail that nobody can wake. */
  static void breakUp(Transition t) {
    RunState run = t.state();
    if (run.waiting() == 0) {
      return;
    }
    List<TaskState> dead = dead(run);
    List<TaskState> atChannels = dead.stream().filter(Deadlock::waitsAtChannel).toList();
    List<TaskState> broken =
        atChannels.isEmpty() ? dead.stream().filter(Deadlock::waitsForOthers).toList() : atChannels;
    if (!broken.isEmpty()) {
      Failure failure = failure(run, dead);
      broken.forEach(task -> Lives.breakOff(t, task, failure));
    }
  }

  private static List<TaskState> dead(RunState run) {
    Set<Handle> live = Liveness.of(run);
    List<TaskState> dead = new ArrayList<>();
    for (TaskState task : run.tasks().values()) {
      if (!task.ended() && !live.contains(task.id())) {
        dead.add(task);
      }
    }
    dead.sort(
        Comparator.comparing(Deadlock::waitsAtChannel)
            .reversed()
            .thenComparingLong(task -> task.origin().number()));
    return dead;
  }

  private static boolean waitsAtChannel(TaskState task) {
    return task.status() == TaskStatus.WAITING && Waiting.isAtChannel(task);
  }

  /** What a task spawned in a scope ends before it does. */
  private static boolean waitsForOthers(TaskState task) {
    return task.status() == TaskStatus.WAITING && !(task.next() instanceof Next.EndScope);
  }

  private static Failure failure(RunState run, List<TaskState> dead) {
    List<String> lines = new ArrayList<>();
    for (TaskState task : dead.subList(0, Math.min(MOST_TOLD, dead.size()))) {
      lines.add(task.title() + " " + what(run, task));
    }
    if (dead.size() > MOST_TOLD) {
      lines.add("and " + (dead.size() - MOST_TOLD) + " more");
    }
    String text = "deadlock: " + String.join("; ", lines);
    return Lives.failure(ErrorCode.DEADLOCK, KappaException.class.getName(), text);
  }

  private static String what(RunState run, TaskState task) {
    if (task.status() == TaskStatus.QUEUED) {
      return "waits for its turn among those that were spawned with it";
    }
    if (!(task.next() instanceof Next.Wait wait)) {
      throw new IllegalStateException("waits for nothing: " + task.next());
    }
    return what(run, wait);
  }

  private static String what(RunState run, Next.Wait wait) {
    return switch (wait) {
      case Next.Select n ->
          n.sources().stream().map(each -> what(run, each)).collect(Collectors.joining(" or "));
      case Next.Signal n -> "waits for signal " + n.name();
      case Next.EndScope n -> "waits for the end of what it spawned in a scope";
      case Next.Await n -> "awaits " + run.title(n.future());
      case Next.AwaitAll n -> "awaits " + awaited(run, n);
      case Next.Receive n -> "waits to receive from channel " + n.channel() + UNREACHABLE;
      case Next.Send n -> "waits to send to channel " + n.channel() + UNREACHABLE;
      case Next.Sleep n -> "sleeps until " + n.until();
    };
  }

  private static String awaited(RunState run, Next.AwaitAll all) {
    List<Handle> open =
        all.futures().stream()
            .filter(f -> run.tasks().get(f).exists(task -> !task.ended()))
            .distinct()
            .toList();
    String first = run.title(open.getFirst());
    return open.size() == 1 ? first : first + " and " + (open.size() - 1) + " more";
  }
}
