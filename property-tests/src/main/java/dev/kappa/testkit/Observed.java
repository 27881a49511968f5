package dev.kappa.testkit;

import dev.kappa.coordinator.core.Outline;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was seen of a run while it ran. */
final class Observed {
  private final long start;
  private final List<String> history = new ArrayList<>();
  private final List<Run.Step> steps = new ArrayList<>();
  private final List<Run.Timer> timers = new ArrayList<>();
  private final Map<Handle, Outline.Task> tasks = new TreeMap<>();
  private final Map<Handle, Outline.Channel> channels = new TreeMap<>();
  private final Traffic traffic = new Traffic();
  private int commits;

  Observed(long start) {
    this.start = start;
  }

  // ---- what happens

  void tell(long now, String what) {
    history.add("+" + Text.time(since(now)) + " " + what);
  }

  void step(long now, String name, Handle task, long attempt, @Nullable Throwable error) {
    steps.add(new Run.Step(name, task.toString(), attempt, since(now), error));
    tell(now, "task %s runs step '%s'%s".formatted(task, name, error == null ? "" : ": " + error));
  }

  /** {@return the number of a commit that is made} */
  int commit(long now, Commit commit, Fault.@Nullable Kind fault) {
    commits++;
    String wrong = fault == null ? "" : "  <-- " + new Fault(commits, fault);
    tell(
        now,
        "c%d of task %s, attempt %d: %s%s"
            .formatted(
                commits,
                commit.ref().task(),
                commit.ref().epoch(),
                Text.of(commit.next().next()),
                wrong));
    return commits;
  }

  /** A commit was accepted. */
  void accepted(long now, Commit commit) {
    Handle task = commit.ref().task();
    if (commit.next().next() instanceof Next.Wait wait) {
      traffic.waits(task, wait);
      sleeps(now, task, wait);
      Extent extent = commit.next().extent();
      if (extent.deadline() != 0) {
        timer(now, task, extent.deadline(), true);
      }
    }
    for (Operation operation : commit.operations()) {
      if (operation instanceof Operation.Spawn spawn) {
        tell(now, "task %s spawns task %s (%s)".formatted(task, spawn.id(), spawn.name()));
      }
    }
  }

  private void sleeps(long now, Handle task, Next.Wait wait) {
    switch (wait) {
      case Next.Sleep n -> timer(now, task, n.until(), false);
      case Next.Select n -> n.sources().forEach(source -> sleeps(now, task, source));
      case Next.Await n -> {}
      case Next.AwaitAll n -> {}
      case Next.Receive n -> {}
      case Next.Send n -> {}
      case Next.Signal n -> {}
      case Next.EndScope n -> {}
    }
  }

  private void timer(long now, Handle task, long due, boolean limit) {
    Run.Timer timer = new Run.Timer(task.toString(), since(now), since(due), limit);
    boolean known =
        limit
            && timers.stream()
                .anyMatch(
                    other ->
                        other.limit()
                            && other.task().equals(timer.task())
                            && other.due().equals(timer.due()));
    if (!known) {
      timers.add(timer);
    }
  }

  /** A task goes on with {@code next}. */
  void given(Handle task, Next next) {
    traffic.given(task, next);
  }

  void stored(Change change) {
    if (change instanceof Change.Put put) {
      Outline.Task task = Outline.task(put.field(), put.value());
      if (task != null) {
        tasks.put(task.id(), task);
      }
      Outline.Channel channel = Outline.channel(put.field(), put.value());
      if (channel != null) {
        channels.put(channel.id(), channel);
      }
    }
  }

  /** The run is over: what it holds is not stored any more. */
  void over(RunState run) {
    Outline.tasks(run).forEach(task -> tasks.put(task.id(), task));
    Outline.channels(run).forEach(channel -> channels.put(channel.id(), channel));
  }

  // ---- what was seen

  private Duration since(long time) {
    return Duration.ofMillis(time - start);
  }

  int commits() {
    return commits;
  }

  List<Run.Step> steps() {
    return steps;
  }

  List<Run.Timer> timers() {
    return timers;
  }

  List<Outline.Task> tasks() {
    return tasks.values().stream().sorted(Comparator.comparingLong(Outline.Task::number)).toList();
  }

  List<Run.Channel> channels() {
    return channels.values().stream().map(this::channel).toList();
  }

  private Run.Channel channel(Outline.Channel c) {
    return new Run.Channel(
        c.id().toString(),
        c.capacity(),
        traffic.sent(c.id()),
        traffic.received(c.id()),
        c.closed());
  }

  List<String> history() {
    return history;
  }
}
