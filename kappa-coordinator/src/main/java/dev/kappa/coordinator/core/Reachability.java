package dev.kappa.coordinator.core;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What can be named, exactly: each stored payload lists the handles in it. A task reaches what its
 * frames and its value name and what it waits for; through the future of an ended task what its
 * result names; through a channel what the messages in it name. The future of a task that has not
 * ended leads no further: all that can be done with it is to await it.
 *
 * <p>It finds things by following handles, so cycles are no matter, and takes time in proportion to
 * what it finds.
 */
final class Reachability {
  private final RunState run;
  private final Set<Handle> reached = new HashSet<>();
  private final Deque<Handle> unseen = new ArrayDeque<>();
  private long work;

  Reachability(RunState run) {
    this.run = run;
  }

  /** {@return the channels that {@code task} reaches and that nothing reached before} */
  List<Handle> follow(TaskState task) {
    work++;
    Contents.awaited(task.next(), this::reach);
    Contents.payloads(task, this::reach);
    for (Frames.Segment segment : run.framesOf(task.id()).segments()) {
      work++;
      segment.handles().forEach(this::reach);
    }
    return followAll();
  }

  private List<Handle> followAll() {
    List<Handle> channels = new ArrayList<>();
    while (!unseen.isEmpty()) {
      Handle next = unseen.remove();
      ChannelState channel = run.channels().getOrElse(next, null);
      TaskState task = run.tasks().getOrElse(next, null);
      if (channel != null) {
        channels.add(next);
        channel.messages().values().forEach(this::reach);
      } else if (task != null && task.ended()) {
        Contents.payloads(task, this::reach);
      }
    }
    return channels;
  }

  private void reach(Payload payload) {
    work++;
    payload.handles().forEach(this::reach);
  }

  private void reach(Handle handle) {
    work++;
    if (reached.add(handle)) {
      unseen.add(handle);
    }
  }

  /** {@return whether something that was followed names it} */
  boolean reaches(Handle handle) {
    return reached.contains(handle);
  }

  /** {@return how much was looked at: this took time in proportion} */
  long work() {
    return work;
  }
}
