package dev.kappa.coordinator.core;

import dev.kappa.CancelledException;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.error.Cancellation;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How tasks begin, go on and end. */
final class Lives {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  /** No task can await the root: of its result, the run keeps the JSON only, beside the tasks. */
  private static final Next.End KEPT_APART = new Next.Completed(Payload.NONE, null);

  private Lives() {}

  // ---- beginning

  static void begin(Transition t, TaskState.Origin origin, Handle id, Next next) {
    t.header(t.header().with(t.header().counts().spawned()));
    if (origin.scope() != null) {
      t.waits(t.waits().enter(origin.scope(), id));
    }
    Handle first = origin.group();
    GroupState group = first == null ? null : t.group(first);
    if (first == null || group == null) {
      t.put(TaskState.begin(id, origin, TaskStatus.READY, next));
    } else if (group.full()) {
      t.put(first, group.queued(group.queued().put(origin.number(), id)));
      t.put(TaskState.begin(id, origin, TaskStatus.QUEUED, next));
    } else {
      t.put(first, group.running(1));
      t.put(TaskState.begin(id, origin, TaskStatus.READY, next));
    }
  }

  static void spawn(Transition t, TaskState parent, Operation.Spawn o) {
    if (o.group() != null && t.group(o.group()) == null) {
      t.put(o.group(), GroupState.create(o.atMost()));
    }
    long number = t.header().counts().tasks() + 1;
    t.frames(o.id(), 0, o.frames());
    TaskState.Origin origin =
        new TaskState.Origin(
            number,
            parent.origin().number(),
            o.name(),
            o.group(),
            o.scope(),
            lineage(t, parent, place(o)));
    begin(t, origin, o.id(), new Next.Holding(o.value()));
    Failure stillborn = stillborn(t, parent, o);
    if (stillborn != null) {
      end(t, t.task(o.id()), new Next.Failed(stillborn));
    }
  }

  /** {@return that of a task which {@code parent} spawns in {@code place}} */
  static Lineage lineage(Transition t, TaskState parent, String place) {
    return t.format().has(Format.LINEAGE)
        ? parent.origin().lineage().child(place)
        : Lineage.UNKNOWN;
  }

  private static String place(Operation.Spawn o) {
    return o.after() == null ? o.name() : o.name() + ", after step '" + o.after() + "'";
  }

  /** {@return why a new task ends before it begins; null if it does not} */
  private static @Nullable Failure stillborn(Transition t, TaskState parent, Operation.Spawn o) {
    Failure noRoom = lacksRoom(t);
    if (noRoom != null) {
      return noRoom;
    }
    boolean runEnds = t.header().status().ended() && parent.cancel();
    boolean scopeEnds = o.scope() != null && isEnding(t, parent, o.scope());
    return (runEnds || scopeEnds) && !o.masked() ? cancelled() : null;
  }

  /** {@return why the run can't have the task that was added last; null if it can} */
  static @Nullable Failure lacksRoom(Transition t) {
    if (t.header().counts().open() > t.settings.tasks()) {
      String message =
          "spawn: the run has %d tasks that have not ended; await some before you spawn more"
              .formatted(t.settings.tasks());
      return failure(ErrorCode.TOO_MANY_TASKS, KappaException.class.getName(), message);
    }
    return Room.lacksForSpawn(t);
  }

  /** Whether what is in the scope was cancelled before {@code parent} spawned into it. */
  private static boolean isEnding(Transition t, TaskState parent, Handle scope) {
    return t.waits().ender(scope) != null || (parent.cancel() && isAbandoned(t, scope));
  }

  private static boolean isAbandoned(Transition t, Handle scope) {
    for (TaskState task : t.tasks()) {
      if (task.owns(scope) && !task.ended()) {
        return false;
      }
    }
    return true;
  }

  // ---- waiting and going on

  /** Makes a task that waited go on. */
  static void goOn(Transition t, TaskState task, Next next) {
    t.put(task.with(TaskStatus.READY, next, 0));
  }

  static Set<Handle> open(Transition t, Iterable<Handle> futures) {
    return HashSet.ofAll(futures)
        .filter(
            f -> {
              TaskState task = t.find(f);
              return task != null && !task.ended() && !Permits.isSettled(task);
            });
  }

  /** {@return the first that has failed, or is unknown; null if there is none} */
  static @Nullable Handle firstFailed(Transition t, List<Handle> futures) {
    for (Handle future : futures) {
      TaskState task = t.find(future);
      if (task == null || (task.ended() && task.next() instanceof Next.Failed)) {
        return future;
      }
    }
    return null;
  }

  static void fireTimers(Transition t) {
    while (!t.waits().timers().isEmpty() && t.waits().timers().head().due() <= t.now) {
      Waits.Timer timer = t.waits().timers().head();
      Waiting.wakeAt(t, t.task(timer.task()), timer.due());
    }
  }

  // ---- ending

  /** Ends a task: {@code next} is its result or its failure. */
  static void end(Transition t, TaskState task, Next.End end) {
    boolean awaited = t.waits().waiters().containsKey(task.id());
    boolean root = task.id().equals(Handle.ROOT);
    Next.End next = end instanceof Next.Failed n ? new Next.Failed(task.told(n.failure())) : end;
    Next.End kept = root && next instanceof Next.Completed ? KEPT_APART : next;
    TaskState ended = task.with(TaskStatus.ENDED, kept, 0).withTrouble(null);
    if (t.waits().elsewhere() > 0 && t.frames(task.id()).depth() > 0) {
      t.cutOff(task);
    }
    t.frames(task.id(), 0, List.of());
    t.put(awaited ? ended.withHeard() : ended);
    t.header(t.header().with(t.header().counts().taskEnded()));
    tellWaiters(t, task.id(), next instanceof Next.Failed);
    leaveGroup(t, task);
    leaveScope(t, task);
    endOwnScopes(t, task);
    if (root) {
      endRun(t, next);
    }
  }

  static void tellWaiters(Transition t, Handle ended, boolean failed) {
    for (Handle waiter : t.waits().waiters().getOrElse(ended, HashSet.empty())) {
      int missing = t.waits().missing().getOrElse(waiter, 1) - 1;
      if (missing == 0 || failed) {
        tell(t, t.task(waiter), ended, failed);
      } else {
        t.waits(t.waits().missing(waiter, missing));
      }
    }
    t.waits(t.waits().ended(ended));
  }

  private static void tell(Transition t, TaskState waiter, Handle ended, boolean failed) {
    Next.Wait wait = Waiting.wait(waiter);
    if (failed) {
      hear(t, wait instanceof Next.AwaitAll all ? all.futures() : List.of(ended));
    }
    // Of several that fail, it goes on with this one, however often it is handed out.
    Next next = wait instanceof Next.AwaitAll all && !failed ? all : new Next.Await(ended);
    Waiting.wake(
        t, t.task(waiter.id()), by -> by instanceof Next.Await n && n.future().equals(ended), next);
  }

  /** Notes that of all these failures someone hears the first. */
  static void hear(Transition t, List<Handle> futures) {
    for (Handle future : futures) {
      TaskState task = t.find(future);
      boolean mayFail = task != null && !(task.next() instanceof Next.Completed);
      if (task != null && mayFail && !task.heard()) {
        t.put(task.withHeard());
      }
    }
  }

  /** One that dies in a scope can't end it in good order any more. */
  private static void endOwnScopes(Transition t, TaskState task) {
    t.waits().ownedBy(task.origin().number()).forEach(child -> cancel(t, child));
  }

  private static void leaveScope(Transition t, TaskState task) {
    Handle scope = task.origin().scope();
    if (scope == null) {
      return;
    }
    t.waits(t.waits().leave(scope, task.id()));
    Handle ender = t.waits().ender(scope);
    if (ender != null && t.waits().in(scope).isEmpty()) {
      Waiting.breakOff(t, t.task(ender), new Next.Holding(Payload.NONE));
    }
  }

  private static void leaveGroup(Transition t, TaskState task) {
    Handle first = task.origin().group();
    GroupState group = first == null ? null : t.group(first);
    if (first == null || group == null) {
      return;
    }
    if (task.status() == TaskStatus.QUEUED) {
      t.put(first, group.queued(group.queued().remove(task.origin().number())));
    } else if (group.queued().isEmpty() && group.running() == 1) {
      t.removeGroup(first);
    } else if (group.queued().isEmpty()) {
      t.put(first, group.running(-1));
    } else {
      Handle chosen = group.queued().head()._2;
      t.put(first, group.queued(group.queued().tail()));
      TaskState turn = t.task(chosen);
      t.put(turn.with(TaskStatus.READY));
    }
  }

  private static void endRun(Transition t, Next.End next) {
    switch (next) {
      case Next.Completed n -> {
        t.header(t.header().ended(RunStatus.SUCCEEDED, null, t.now));
        t.result(Objects.requireNonNullElse(n.json(), NULL));
        t.upkeep().discard(n.value());
      }
      case Next.Failed n ->
          t.header(t.header().ended(statusOf(t, n.failure()), n.failure(), t.now));
    }
    t.effect(new Effect.Ended());
    cancelAll(t);
    t.upkeep().demandLook();
  }

  private static RunStatus statusOf(Transition t, Failure failure) {
    boolean asked = t.header().cancel() && failure.code().equals(ErrorCode.CANCELLED.text());
    return asked ? RunStatus.CANCELLED : RunStatus.FAILED;
  }

  // ---- cancelling

  static void cancelAll(Transition t) {
    t.tasks().forEach(task -> cancel(t, task.id()));
  }

  private static void cancel(Transition t, TaskState task) {
    boolean begun = task.attempt().epoch() > 0;
    if (!begun || task.status() == TaskStatus.PARKED) {
      end(t, task, new Next.Failed(cancelled()));
      return;
    }
    TaskState told = task.withCancel();
    if (told.status() == TaskStatus.WAITING && told.cancelDue()) {
      breakOff(t, told, cancellation());
    } else {
      t.put(told);
    }
  }

  /** Cancels a task, unless it has ended or was cancelled before, or is another run. */
  static void cancel(Transition t, Handle id) {
    TaskState task = t.find(id);
    if (task != null && isOpen(task) && !task.cancel()) {
      cancel(t, task);
    }
  }

  /** Ends all tasks where they are. What other runs are to be told is still told. */
  static void terminateAll(Transition t) {
    for (TaskState task : t.tasks()) {
      if (isOpen(t.find(task.id()))) {
        terminate(t, task.id());
      }
    }
  }

  private static void terminate(Transition t, Handle id) {
    if (t.task(id).status() == TaskStatus.WAITING) {
      breakOff(t, t.task(id), cancellation());
    }
    end(t, t.task(id), new Next.Failed(cancelled()));
  }

  /** {@return whether it is a task that has not ended, and not another run} */
  private static boolean isOpen(@Nullable TaskState task) {
    return task != null && !task.ended() && task.status() != TaskStatus.ELSEWHERE;
  }

  /** Makes a task that waits fail where it waits. */
  static void breakOff(Transition t, TaskState task, Failure failure) {
    Waiting.breakOff(t, task, new Next.Raising(failure));
  }

  /** {@return what a task goes on with that is cancelled} */
  static Failure cancellation() {
    return cancelled(Cancellation.class);
  }

  /** {@return what others hear of a task that was cancelled and has ended} */
  static Failure cancelled() {
    return cancelled(CancelledException.class);
  }

  private static Failure cancelled(Class<? extends KappaException> type) {
    return failure(ErrorCode.CANCELLED, type.getName(), "the task was cancelled");
  }

  static Failure failure(ErrorCode code, String type, String message) {
    return Failure.of(code.text(), type, message, null);
  }

  static @Nullable Failure failureOf(TaskState task) {
    return task.next() instanceof Next.Failed n ? n.failure() : null;
  }
}
