package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is true of every run after every command. */
final class Invariants {
  private final RunState run;

  /** Where each task is found waiting. */
  private final Map<Handle, Set<String>> found = new HashMap<>();

  private Invariants(RunState run) {
    this.run = run;
  }

  static void check(RunState run) {
    Invariants invariants = new Invariants(run);
    invariants.counts();
    run.channels().forEach(invariants::channel);
    run.groups().forEach(invariants::group);
    invariants.futures();
    invariants.signals();
    invariants.scopes();
    run.waits().timers().forEach(timer -> invariants.found(timer.task(), "time " + timer.due()));
    run.tasks().values().forEach(invariants::task);
  }

  private void found(Handle task, String where) {
    boolean once = found.computeIfAbsent(task, id -> new TreeSet<>()).add(where);
    assertThat(once).as("%s waits twice at %s", task, where).isTrue();
  }

  private void counts() {
    RunHeader.Counts counts = run.header().counts();
    assertThat(counts.open()).isEqualTo(run.tasks().size() - count(TaskStatus.ENDED));
    assertThat(counts.ended()).isGreaterThanOrEqualTo(count(TaskStatus.ENDED));
    assertThat(run.waits().active()).isEqualTo(count(TaskStatus.READY) + count(TaskStatus.RUNNING));
    assertThat(run.waits().parked()).isEqualTo(count(TaskStatus.PARKED));
    assertThat(run.waits().elsewhere()).isEqualTo(count(TaskStatus.ELSEWHERE));
    assertThat(run.waits().patient()).isEqualTo(run.tasks().values().count(Invariants::isPatient));
    boolean ended = run.task(Handle.ROOT).ended();
    assertThat(run.header().status().ended()).isEqualTo(ended);
  }

  private int count(TaskStatus status) {
    return run.tasks().values().count(task -> task.status() == status);
  }

  private void channel(Handle id, ChannelState channel) {
    List<Handle> receivers = channel.receivers().values().toJavaList();
    List<Handle> senders = channel.senders().values().toJavaList();
    if (!receivers.isEmpty()) {
      assertThat(channel.messages()).isEmpty();
    }
    if (!receivers.isEmpty() && !senders.isEmpty()) {
      // One that would do either has nobody to do it with.
      assertThat(receivers).isEqualTo(senders).hasSize(1);
    }
    if (!senders.isEmpty()) {
      assertThat(channel.messages()).hasSize(channel.capacity());
    }
    if (channel.closed()) {
      assertThat(receivers).isEmpty();
      assertThat(senders).isEmpty();
    }
    assertThat(channel.messages().size()).isLessThanOrEqualTo(channel.capacity());
    channel.receivers().forEach((ticket, task) -> blocked(task, ticket, "receive " + id));
    channel.senders().forEach((ticket, task) -> blocked(task, ticket, "send " + id));
  }

  private void blocked(Handle task, long ticket, String where) {
    found(task, where);
    assertThat(run.task(task).ticket()).isEqualTo(ticket);
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
              waiters.forEach(waiter -> found(waiter, "future " + future));
              waiters.forEach(waiter -> awaited.merge(waiter, 1, Integer::sum));
            });
    awaited.replaceAll((waiter, count) -> needsAll(waiter) ? count : 1);
    assertThat(awaited).isEqualTo(run.waits().missing().toJavaMap());
  }

  private boolean needsAll(Handle waiter) {
    return run.task(waiter).next() instanceof Next.AwaitAll;
  }

  private void signals() {
    run.waits()
        .signals()
        .forEach(
            (name, waiters) -> {
              assertThat(run.signals().containsKey(name)).isFalse();
              assertThat(waiters).isNotEmpty();
              waiters.forEach(waiter -> found(waiter, "signal " + name));
            });
  }

  private void scopes() {
    Map<Handle, Set<Handle>> open = new HashMap<>();
    for (TaskState task : run.tasks().values()) {
      if (task.origin().scope() != null && !task.ended()) {
        open.computeIfAbsent(task.origin().scope(), scope -> new HashSet<>()).add(task.id());
      }
    }
    assertThat(run.waits().scopes().mapValues(members -> members.toJavaSet()).toJavaMap())
        .isEqualTo(open);
    Map<Long, Set<Handle>> owned = new HashMap<>();
    open.keySet().forEach(s -> owned.computeIfAbsent(s.creator(), owner -> new HashSet<>()).add(s));
    assertThat(run.waits().owned().mapValues(scopes -> scopes.toJavaSet()).toJavaMap())
        .isEqualTo(owned);
    run.waits()
        .enders()
        .forEach(
            (scope, ender) -> {
              assertThat(open).containsKey(scope);
              assertThat(run.task(ender).owns(scope)).isTrue();
              found(ender, "scope " + scope);
            });
  }

  private void task(TaskState task) {
    boolean waits = task.status() == TaskStatus.WAITING;
    assertThat(found.getOrDefault(task.id(), Set.of()))
        .as("%s", task)
        .isEqualTo(waits ? places(task) : Set.of());
    assertThat(task.ticket() > 0).isEqualTo(waits && isAtChannel(places(task)));
    boolean result = task.next() instanceof Next.Completed || task.next() instanceof Next.Failed;
    assertThat(task.ended()).isEqualTo(result);
    frames(task);
  }

  private static boolean isAtChannel(Set<String> places) {
    return places.stream().anyMatch(p -> p.startsWith("receive") || p.startsWith("send"));
  }

  private static boolean isPatient(TaskState task) {
    if (task.status() != TaskStatus.WAITING) {
      return task.status() == TaskStatus.ELSEWHERE;
    }
    return task.progress().extent().deadline() > 0
        || parts(task.next()).stream()
            .anyMatch(n -> n instanceof Next.Sleep || n instanceof Next.Signal);
  }

  /** {@return where it must be found, as its wait and its deadline say} */
  private Set<String> places(TaskState task) {
    Set<String> places = new TreeSet<>();
    long deadline = task.progress().extent().deadline();
    long due = deadline == 0 ? Long.MAX_VALUE : deadline;
    for (Next part : parts(task.next())) {
      switch (part) {
        case Next.Await n -> places.add("future " + n.future());
        case Next.AwaitAll n ->
            n.futures().stream()
                .filter(f -> !run.task(f).ended() && !Permits.isSettled(run.task(f)))
                .forEach(f -> places.add("future " + f));
        case Next.Receive n -> places.add("receive " + n.channel());
        case Next.Send n -> places.add("send " + n.channel());
        case Next.Signal n -> places.add("signal " + n.name());
        case Next.EndScope n -> places.add("scope " + n.scope());
        case Next.Sleep n -> due = Math.min(due, n.until());
        default -> throw new AssertionError("waits for nothing: " + task);
      }
    }
    if (due < Long.MAX_VALUE) {
      places.add("time " + due);
    }
    return places;
  }

  private static List<? extends Next> parts(Next next) {
    return next instanceof Next.Select select ? select.sources() : List.of(next);
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
