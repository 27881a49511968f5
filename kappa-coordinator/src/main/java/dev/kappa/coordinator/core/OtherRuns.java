package dev.kappa.coordinator.core;

import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that stand for other runs. What such a run is to be told is kept in the task, in the same
 * commit that asks for it, and stays there until it was told: the task is the outbox. It may be
 * told twice, which is the same as once: a start has a key. The run that has ended itself is not
 * over before all was told.
 */
final class OtherRuns {
  private OtherRuns() {}

  static void start(Transition t, TaskState parent, Operation.StartRun o) {
    Next.Elsewhere next = new Next.Elsewhere(o.key(), o.workflow(), o.input(), false);
    stand(t, o.id(), parent.origin().number(), next);
    Failure noRoom = Lives.lacksRoom(t);
    if (noRoom == null) {
      t.effect(new Effect.Elsewhere(o.id(), next));
    } else {
      Lives.end(t, t.task(o.id()), new Next.Failed(noRoom));
    }
  }

  /** A task stands for a run that a schedule starts. {@return its handle} */
  static Handle stand(Transition t, Next.Elsewhere next) {
    // A schedule that is made anew under the name of an old one has other handles.
    Handle id = new Handle(t.header().startedAt(), t.header().counts().tasks() + 1);
    stand(t, id, 0, next);
    return id;
  }

  private static void stand(Transition t, Handle id, long parent, Next.Elsewhere next) {
    long number = t.header().counts().tasks() + 1;
    String name = next.workflow() + ", run " + next.run();
    t.header(t.header().with(t.header().counts().spawned()));
    TaskState.Origin origin = new TaskState.Origin(number, parent, name, null, null);
    t.put(TaskState.begin(id, origin, TaskStatus.ELSEWHERE, next));
  }

  /** The other run is to end. */
  static void cancel(Transition t, Handle id) {
    TaskState task = t.find(id);
    Next.Elsewhere known = task == null ? null : elsewhere(task);
    if (task != null && known != null && !known.cancel()) {
      Next.Elsewhere told = known.withCancel(true);
      t.put(task.with(TaskStatus.ELSEWHERE, told, 0));
      t.effect(new Effect.Elsewhere(id, told));
    }
  }

  /** What the other run was to be told has reached it. */
  static Applied told(Transition t, Command.Told c) {
    TaskState task = t.find(c.task());
    Next.Elsewhere known = task == null ? null : elsewhere(task);
    if (task != null && known != null && known.toBeSent()) {
      Next.Elsewhere left = c.cancel() ? known.withCancel(false) : known.started();
      t.put(task.with(TaskStatus.ELSEWHERE, left, 0));
    }
    return t.end(new Reply.None());
  }

  /** The other run has ended, or could not be started. */
  static Applied heard(Transition t, Command.Heard c) {
    TaskState task = t.find(c.task());
    if (task != null && elsewhere(task) != null) {
      Room.make(t);
      Failure noRoom = Room.lacksFor(t, task, c.end());
      Lives.end(t, task, noRoom == null ? c.end() : new Next.Failed(noRoom));
    }
    return t.end(new Reply.None());
  }

  /** When all else of a run has ended, nobody will hear of the others. */
  static void letGoAtTheEnd(Transition t) {
    boolean last =
        t.header().status().ended()
            && t.waits().elsewhere() > 0
            && t.header().counts().open() == t.waits().elsewhere();
    if (last) {
      t.tasks().forEach(task -> letGo(t, task));
    }
  }

  /** Ends a task of which nobody wants to hear, if the other run was told all. */
  static void letGo(Transition t, TaskState task) {
    Next.Elsewhere known = elsewhere(task);
    if (known != null && !known.toBeSent()) {
      Lives.end(t, task, new Next.Completed(Payload.NONE, null));
    }
  }

  /** {@return the other run that a task stands for; null if it does not, or no more} */
  static Next.@Nullable Elsewhere elsewhere(TaskState task) {
    return task.status() == TaskStatus.ELSEWHERE && task.next() instanceof Next.Elsewhere next
        ? next
        : null;
  }

  /** {@return the tasks of {@code run} that stand for other runs} */
  static List<Handle> of(RunState run) {
    return run.waits().elsewhere() == 0
        ? List.of()
        : run.tasks()
            .values()
            .filter(task -> elsewhere(task) != null)
            .map(TaskState::id)
            .toJavaList();
  }
}
