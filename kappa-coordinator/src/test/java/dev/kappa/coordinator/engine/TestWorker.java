package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A worker's connection, whose worker does what the test says. */
final class TestWorker extends Worker {
  static final Next NOTHING = new Next.Holding(Payload.NONE);
  private static final long MINUTE = 60_000;

  private final Deque<Message> received = new ArrayDeque<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private final List<Message.Alive> alive = new ArrayList<>();
  private final List<Message.Unwanted> unwanted = new ArrayList<>();
  private boolean holding;
  private boolean slow;
  private boolean closed;

  TestWorker(String invocation, long instance) {
    super(invocation, instance);
  }

  /** One for resident tasks, which has a version of the code; empty for the present one. */
  TestWorker(String name, long instance, String version) {
    super(name, instance, version);
  }

  @Override
  protected void send(Message message) {
    if (message instanceof Message.Alive word) {
      alive.add(word);
    } else if (message instanceof Message.Unwanted word) {
      unwanted.add(word);
    } else {
      received.add(message);
    }
  }

  @Override
  protected void send(Message message, Runnable over) {
    send(message);
    if (holding) {
      held.add(over);
    } else {
      over.run();
    }
  }

  /** From now on it is slow to read what is large. */
  void holdSent() {
    holding = true;
  }

  /** Reads so many of what is large. */
  void letSent(int count) {
    for (int i = 0; i < count; i++) {
      held.remove().run();
    }
  }

  @Override
  protected void slow(boolean nowSlow) {
    slow = nowSlow;
  }

  @Override
  protected void close() {
    closed = true;
  }

  boolean isSlow() {
    return slow;
  }

  boolean isClosed() {
    return closed;
  }

  /** {@return what it has heard beside replies} */
  List<Message.Alive> alive() {
    return alive;
  }

  /** {@return what it has heard of attempts that nobody wants} */
  List<Message.Unwanted> unwanted() {
    return unwanted;
  }

  int unread() {
    return received.size();
  }

  <T extends Message> T take(Class<T> type) {
    Message first = received.poll();
    assertThat(first).isInstanceOf(type);
    return type.cast(first);
  }

  static Message.Poll poll() {
    return new Message.Poll(100, MINUTE);
  }

  /** {@return a commit after the assignment: the task goes on with nothing} */
  static Commit commit(Assignment task) {
    return commit(task, NOTHING, false);
  }

  static Commit commit(Assignment task, Next next, boolean release) {
    return commit(task, next, release, Extent.NONE);
  }

  static Commit commit(Assignment task, Next next, boolean release, Extent extent) {
    Continuation continuation =
        new Continuation(
            task.depth(), List.of(), next, task.created(), task.steps(), extent, false);
    return new Commit(task.ref(), task.seq() + 1, task.base(), continuation, List.of(), release);
  }
}
