package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is true of every run after every command. */
final class Invariants {
  private final RunState run;

  /** Where each task is found waiting. */
  private final Map<Handle, List<String>> found = new HashMap<>();

  private Invariants(RunState run) {
    this.run = run;
  }

  static void check(RunState run) {
    Invariants invariants = new Invariants(run);
    invariants.counts();
    run.channels().forEach(invariants::channel);
    run.groups().forEach(invariants::group);
    invariants.futures();
    run.waits().timers().forEach(timer -> invariants.found(timer.task(), "timers"));
    run.tasks().values().forEach(invariants::task);
  }

  private void found(Handle task, String where) {
    found.computeIfAbsent(task, id -> new ArrayList<>()).add(where);
  }

  private void counts() {
    RunHeader.Counts counts = run.header().counts();
    assertThat(counts.open()).isEqualTo(run.tasks().size() - count(TaskStatus.ENDED));
    assertThat(counts.ended()).isGreaterThanOrEqualTo(count(TaskStatus.ENDED));
    assertThat(run.waits().active()).isEqualTo(count(TaskStatus.READY) + count(TaskStatus.RUNNING));
    assertThat(run.waits().parked()).isEqualTo(count(TaskStatus.PARKED));
    boolean ended = run.task(Handle.ROOT).ended();
    assertThat(run.header().status().ended()).isEqualTo(ended);
  }

  private int count(TaskStatus status) {
    return run.tasks().values().count(task -> task.status() == status);
  }

  private void channel(Handle id, ChannelState channel) {
    if (!channel.receivers().isEmpty()) {
      assertThat(channel.messages()).isEmpty();
      assertThat(channel.senders()).isEmpty();
    }
    if (!channel.senders().isEmpty()) {
      assertThat(channel.messages()).hasSize(channel.capacity());
    }
    if (channel.closed()) {
      assertThat(channel.receivers()).isEmpty();
      assertThat(channel.senders()).isEmpty();
    }
    assertThat(channel.messages().size()).isLessThanOrEqualTo(channel.capacity());
    channel.receivers().forEach((ticket, task) -> blocked(id, task, ticket, false));
    channel.senders().forEach((ticket, task) -> blocked(id, task, ticket, true));
  }

  private void blocked(Handle channel, Handle task, long ticket, boolean sends) {
    found(task, "channel " + channel);
    assertThat(run.task(task).ticket()).isEqualTo(ticket);
    assertThat(run.task(task).next()).isInstanceOf(sends ? Next.Send.class : Next.Receive.class);
  }

  private void group(Handle first, GroupState group) {
    int begun = 0;
    int queued = 0;
    for (TaskState task : run.tasks().values()) {
      if (first.equals(task.origin().group())) {
        begun += task.ended() || task.status() == TaskStatus.QUEUED ? 0 : 1;
        queued += task.status() == TaskStatus.QUEUED ? 1 : 0;
      }
    }
    assertThat(group.running()).isEqualTo(begun).isBetween(1, group.atMost());
    assertThat(group.queued()).hasSize(queued);
    if (queued > 0) {
      assertThat(begun).as("a place in group %s is free", first).isEqualTo(group.atMost());
    }
  }

  private void futures() {
    Map<Handle, Integer> awaited = new HashMap<>();
    run.waits()
        .waiters()
        .forEach(
            (future, waiters) -> {
              assertThat(run.task(future).ended()).isFalse();
              assertThat(waiters).isNotEmpty();
              waiters.forEach(waiter -> awaited.merge(waiter, 1, Integer::sum));
            });
    assertThat(awaited).isEqualTo(run.waits().missing().toJavaMap());
    awaited.keySet().forEach(waiter -> found(waiter, "futures"));
  }

  private void task(TaskState task) {
    boolean waits = task.status() == TaskStatus.WAITING;
    assertThat(found.getOrDefault(task.id(), List.of())).as("%s", task).hasSize(waits ? 1 : 0);
    boolean result = task.next() instanceof Next.Completed || task.next() instanceof Next.Failed;
    assertThat(task.ended()).isEqualTo(result);
    frames(task);
  }

  private void frames(TaskState task) {
    int depth = 0;
    for (Frames.Segment segment : run.framesOf(task.id()).segments()) {
      assertThat(segment.from()).isEqualTo(depth);
      assertThat(segment.frames()).isNotEmpty();
      depth = segment.to();
    }
    if (task.ended()) {
      assertThat(depth).isZero();
    }
  }
}
