package dev.kappa.coordinator.core;

import dev.kappa.error.KappaException;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that stand for other runs, for signals of other runs, and for {@link Permits}. What such a
 * run is to be told is kept in the task, in the same commit that asks for it, and stays there until
 * it was told: the task is the outbox. It may be told twice, which is the same as once: a start has
 * a key, a signal is kept once. The run that has ended itself is not over before all was told.
 */
final class OtherRuns {
  private OtherRuns() {}

  static void start(Transition t, TaskState parent, Operation.StartRun o) {
    boolean has = t.format().has(Format.PRIORITIES);
    Priority priority = has ? o.priority().over(t.header().priority()) : Priority.NONE;
    Next.Elsewhere next = new Next.Elsewhere(o.key(), o.workflow(), o.input(), false, priority);
    begin(t, parent, o.id(), titleOf(next), next, null);
  }

  static void signal(Transition t, TaskState parent, Operation.SignalRun o) {
    String name = "signal '%s' of run %s".formatted(o.name(), o.run());
    Next.Tell next = new Next.Tell(o.run(), o.name(), o.json());
    begin(t, parent, o.id(), name, next, t.format().refusal(Format.SIGNALS_OF_RUNS, name));
  }

  /**
   * Makes a task that stands for something.
   *
   * @param name shown to people
   * @param refusal why it can't be; then it fails with that
   */
  static void begin(
      Transition t,
      TaskState parent,
      Handle id,
      String name,
      Next.Abroad next,
      Reply.@Nullable Refused refusal) {
    long number = parent.origin().number();
    stand(t, id, number, name, Lives.lineage(t, parent, name), next);
    Failure failure = refusal == null ? Lives.lacksRoom(t) : failure(refusal);
    if (failure == null) {
      t.effect(new Effect.Elsewhere(id, next));
    } else {
      Lives.end(t, t.task(id), new Next.Failed(failure));
    }
  }

  private static Failure failure(Reply.Refused refusal) {
    return Lives.failure(refusal.code(), KappaException.class.getName(), refusal.message());
  }

  /** A task stands for a run that a schedule starts. {@return its handle} */
  static Handle stand(Transition t, Next.Elsewhere next) {
    // A schedule that is made anew under the name of an old one has other handles.
    Handle id = new Handle(t.header().startedAt(), t.header().counts().tasks() + 1);
    stand(t, id, 0, titleOf(next), Lineage.UNKNOWN, next);
    return id;
  }

  private static String titleOf(Next.Elsewhere next) {
    return next.workflow() + ", run " + next.run();
  }

  private static void stand(
      Transition t, Handle id, long parent, String name, Lineage lineage, Next.Abroad next) {
    long number = t.header().counts().tasks() + 1;
    t.header(t.header().with(t.header().counts().spawned()));
    TaskState.Origin origin = new TaskState.Origin(number, parent, name, null, null, lineage);
    t.put(TaskState.begin(id, origin, TaskStatus.ELSEWHERE, next));
  }

  /** The other run is to end. */
  static void cancel(Transition t, Handle id) {
    TaskState task = t.find(id);
    Next.Elsewhere known = task == null ? null : started(task);
    if (task != null && known != null && !known.cancel()) {
      Next.Elsewhere told = known.withCancel(true);
      t.put(task.with(TaskStatus.ELSEWHERE, told, 0));
      t.effect(new Effect.Elsewhere(id, told));
    }
  }

  /** What the other run was to be told has reached it. */
  static Applied told(Transition t, Command.Told c) {
    TaskState task = t.find(c.task());
    Next.Elsewhere known = task == null ? null : started(task);
    if (task != null && known != null && known.toBeSent()) {
      Next.Elsewhere left = c.cancel() ? known.withCancel(false) : known.started();
      t.put(task.with(TaskStatus.ELSEWHERE, left, 0));
    }
    return t.end(new Reply.None());
  }

  /** The other run has ended, or could not be started; or it has its signal, or never will. */
  static Applied heard(Transition t, Command.Heard c) {
    TaskState task = t.find(c.task());
    Next.Abroad known = task == null ? null : elsewhere(task);
    if (task != null && known != null && !(known instanceof Next.Permit)) {
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

  /**
   * Ends a task of which nobody wants to hear, if the other run was told all; a permit is given
   * back before.
   */
  static void letGo(Transition t, TaskState task) {
    Next.Abroad known = elsewhere(task);
    if (known instanceof Next.Permit) {
      Permits.giveBack(t, task.id());
    } else if (known != null && !known.toBeSent()) {
      Lives.end(t, task, new Next.Completed(Payload.NONE, null));
    }
  }

  /** {@return what another run is told that a task stands for; null if it does not, or no more} */
  static Next.@Nullable Abroad elsewhere(TaskState task) {
    return task.status() == TaskStatus.ELSEWHERE && task.next() instanceof Next.Abroad next
        ? next
        : null;
  }

  /** {@return the run that a task stands for; null if it does not, or no more} */
  static Next.@Nullable Elsewhere started(TaskState task) {
    return elsewhere(task) instanceof Next.Elsewhere next ? next : null;
  }

  /** {@return the tasks of {@code run} that stand for what other runs are told} */
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
