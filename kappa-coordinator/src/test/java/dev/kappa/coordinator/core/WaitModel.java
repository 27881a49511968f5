package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What tasks that wait must go on with. What channels give is told by a {@link ChannelModel} each;
 * whether another thing is there can be seen in the run.
 */
final class WaitModel {
  private final TestRun run;
  private final Map<Handle, ChannelModel> channels = new TreeMap<>();

  /** What tasks wait for that are at a channel. */
  private final Map<Handle, Next.Wait> waits = new HashMap<>();

  /** What tasks must go on with, given by channels since their last commits. */
  private final Map<Handle, Next> given = new HashMap<>();

  WaitModel(TestRun run) {
    this.run = run;
  }

  Set<Handle> channels() {
    return channels.keySet();
  }

  void forget(Collection<Handle> gone) {
    gone.forEach(channels::remove);
    gone.forEach(given::remove);
    gone.forEach(waits::remove);
  }

  /** What has ended is there, and a permit that was taken, or that nobody wants any more. */
  private static boolean isThere(TaskState task) {
    return task.ended() || Permits.isSettled(task);
  }

  /** A task commits: it is a worker's matter what it was given. */
  void committed(Handle task) {
    given.remove(task);
  }

  // ---- what happens

  void operation(Operation operation) {
    switch (operation) {
      case Operation.NewChannel o ->
          channels.put(
              o.id(),
              new ChannelModel(
                  o.capacity(),
                  (task, received, message) -> gives(o.id(), task, received, message)));
      case Operation.CloseChannel o -> {
        if (channels.containsKey(o.id())) {
          known(o.id()).close();
        }
      }
      case Operation.Spawn o -> {}
      case Operation.Cancel o -> {}
      case Operation.Publish o -> {}
      case Operation.StartRun o -> {}
      case Operation.SignalRun o -> {}
      case Operation.Acquire o -> {}
    }
  }

  /**
   * {@code task} has committed that it goes on with {@code next}, and nothing kept it from that.
   */
  void goesOn(Handle task, Next next) {
    letGoWhoWasWokenElsewhere(WaitModel::isBeforeTheWait);
    if (isExpired(run.task(task))) {
      // It would have had to wait: then none of its messages is sent.
      return;
    }
    switch (next) {
      case Next.Send n when channels.containsKey(n.channel()) -> {
        waits.put(task, n);
        known(n.channel()).send(task, n.messages());
      }
      case Next.Receive n when channels.containsKey(n.channel()) -> {
        waits.put(task, n);
        known(n.channel()).receive(task);
      }
      case Next.Select n -> select(task, n);
      default -> {}
    }
  }

  private void select(Handle task, Next.Select n) {
    int there = 0;
    while (there < n.sources().size() && !isThere(n.sources().get(there))) {
      there++;
    }
    if (there < n.sources().size()) {
      waits.put(task, n);
      Next chosen = run.task(task).next();
      assertThat(chosen).as("%s", n).isInstanceOf(Next.Chosen.class);
      assertThat(((Next.Chosen) chosen).index()).as("%s", n).isEqualTo(there);
      take(task, n.sources().get(there));
      waits.remove(task);
    } else if (n.otherwise()) {
      assertThat(run.task(task).next()).isEqualTo(new Next.Chosen(-1, TestRun.NOTHING));
    } else {
      waits.put(task, n);
      n.sources().forEach(source -> enter(task, source));
    }
  }

  private boolean isThere(Next.Source source) {
    return switch (source) {
      case Next.Send n -> !channels.containsKey(n.channel()) || known(n.channel()).canSend();
      case Next.Receive n -> !channels.containsKey(n.channel()) || known(n.channel()).canReceive();
      case Next.Await n -> run.state().tasks().get(n.future()).forAll(WaitModel::isThere);
      case Next.Sleep n -> n.until() <= run.state().header().now();
      case Next.Signal n -> run.state().signals().containsKey(n.name());
    };
  }

  private void take(Handle task, Next.Source source) {
    if (source instanceof Next.Send n && channels.containsKey(n.channel())) {
      known(n.channel()).send(task, n.messages());
    } else if (source instanceof Next.Receive n && channels.containsKey(n.channel())) {
      known(n.channel()).receive(task);
    }
  }

  private void enter(Handle task, Next.Source source) {
    if (source instanceof Next.Send n) {
      known(n.channel()).waitToSend(task, n.messages().getFirst());
    } else if (source instanceof Next.Receive n) {
      known(n.channel()).waitToReceive(task);
    }
  }

  private ChannelModel known(Handle channel) {
    return Objects.requireNonNull(channels.get(channel));
  }

  private void gives(Handle channel, Handle task, boolean received, @Nullable Payload message) {
    Next.Wait wait = waits.remove(task);
    channels.values().forEach(each -> each.leaves(task));
    if (message == null) {
      return;
    }
    Next value = new Next.Holding(message);
    given.put(
        task,
        wait instanceof Next.Select select
            ? new Next.Chosen(index(select.sources(), channel, received), value)
            : value);
  }

  private static int index(List<Next.Source> sources, Handle channel, boolean received) {
    for (int i = 0; i < sources.size(); i++) {
      boolean it =
          switch (sources.get(i)) {
            case Next.Send n -> !received && n.channel().equals(channel);
            case Next.Receive n -> received && n.channel().equals(channel);
            case Next.Await n -> false;
            case Next.Sleep n -> false;
            case Next.Signal n -> false;
          };
      if (it) {
        return i;
      }
    }
    throw new AssertionError("was told of what it does not wait for: " + sources);
  }

  // ---- what must be so

  /** Each channel is as its model, and who got something goes on with that. */
  void check() {
    letGoWhoWasWokenElsewhere(state -> true);
    assertThat(waits.keySet()).allMatch(task -> run.status(task) == TaskStatus.WAITING);
    channels.forEach((id, model) -> model.assertIs(run.state().channels().get(id).get()));
    given.forEach(
        (task, next) -> {
          if (!run.task(task).ended()) {
            assertThat(run.task(task).next()).as("what %s got", task).isEqualTo(next);
          }
        });
  }

  /** Operations are applied before the commit's own wait, deadlocks are found after it. */
  private static boolean isBeforeTheWait(TaskState state) {
    return !isDeadlock(state.next());
  }

  private void letGoWhoWasWokenElsewhere(Predicate<TaskState> when) {
    for (Map.Entry<Handle, Next.Wait> entry : Map.copyOf(waits).entrySet()) {
      Handle task = entry.getKey();
      TaskState state = run.task(task);
      if (state.status() != TaskStatus.WAITING
          && when.test(state)
          && isWoken(state, entry.getValue())) {
        waits.remove(task);
        channels.values().forEach(channel -> channel.leaves(task));
      }
    }
  }

  private boolean isWoken(TaskState state, Next.Wait wait) {
    if (state.ended()) {
      // Its run was terminated.
      return true;
    }
    if (state.next() instanceof Next.Chosen chosen && wait instanceof Next.Select select) {
      Next.Source source = select.sources().get(chosen.index());
      return !(source instanceof Next.Send || source instanceof Next.Receive) && isThere(source);
    }
    boolean cancelled = state.next().equals(new Next.Raising(Lives.cancellation()));
    return (cancelled && state.cancel()) || isDeadlock(state.next()) || isExpired(state);
  }

  private boolean isExpired(TaskState state) {
    return isRaised(state.next(), ErrorCode.TIMED_OUT)
        && state.progress().extent().isOver(run.state().header().now());
  }

  static boolean isDeadlock(Next next) {
    return isRaised(next, ErrorCode.DEADLOCK);
  }

  private static boolean isRaised(Next next, ErrorCode code) {
    return next instanceof Next.Raising n && n.failure().code().equals(code.text());
  }
}
