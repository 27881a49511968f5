package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commits: refused without a trace, or applied whole, once. */
final class Commits {
  private final Transition t;
  private final Commit commit;
  private final long instance;
  private final String code;

  /**
   * Of one commit.
   *
   * @param code see {@link Command.Committed}
   */
  Commits(Transition t, Commit commit, long instance, String code) {
    this.t = t;
    this.commit = commit;
    this.instance = instance;
    this.code = code;
  }

  Applied apply() {
    TaskState task = t.find(commit.ref().task());
    String refusal =
        task == null ? "there is no such task, or it has ended and was forgotten" : refusal(task);
    if (task == null || refusal != null) {
      return t.end(refused(refusal == null ? "" : refusal));
    }
    if (commit.seq() <= task.attempt().seq()) {
      return t.end(reply(task));
    }
    Room.make(t);
    TaskState.Attempt next = task.attempt().committed(instance, commit.digest());
    TaskState changed = task.with(next).with(Placing.progress(t, commit.next())).withTrouble(null);
    t.header(t.header().with(t.header().counts().committed()));
    boolean known = !code.isEmpty() && t.format().has(Format.CODE_VERSION);
    if (known && !(commit.next().next() instanceof Next.Parked)) {
      t.header(t.header().pinned(code));
    }
    t.frames(task.id(), commit.next().keep(), commit.next().push());
    t.put(changed);
    commit.operations().forEach(operation -> operate(changed, operation));
    goOn(t.task(task.id()));
    return t.end(reply(t.task(task.id())));
  }

  // ---- checks

  private @Nullable String refusal(TaskState task) {
    TaskState.Attempt attempt = task.attempt();
    if (commit.ref().epoch() != attempt.epoch()) {
      return "attempt %d has the task".formatted(attempt.epoch());
    }
    if (attempt.instance() != 0 && attempt.instance() != instance) {
      return "another worker has committed in this attempt";
    }
    if (commit.seq() <= attempt.seq() && attempt.instance() == 0) {
      return "commit %d was made before this attempt".formatted(commit.seq());
    }
    if (commit.seq() < attempt.seq()) {
      return null;
    }
    if (commit.seq() == attempt.seq()) {
      return commit.digest() == attempt.digest()
          ? null
          : "commit %d was another".formatted(commit.seq());
    }
    if (task.status() != TaskStatus.RUNNING) {
      return "the attempt is over";
    }
    if (commit.seq() != attempt.seq() + 1) {
      return "commit %d came where %d is next".formatted(commit.seq(), attempt.seq() + 1);
    }
    if (commit.base() != attempt.digest()) {
      return "it builds on another state";
    }
    if (commit.next().cancelled() && !task.cancel()) {
      // The answer to a commit that was sent again may tell of a cancellation that came after the
      // commit, and the store may lose that alone. All else that a worker is told came before.
      return "it obeys a cancellation that the store has lost";
    }
    return malformed(task);
  }

  private @Nullable String malformed(TaskState task) {
    Continuation next = commit.next();
    if (next.keep() > t.frames(task.id()).depth()) {
      return "it keeps more frames than there are";
    }
    if (next.created() < task.progress().created()) {
      return "it forgets what the task created";
    }
    if (next.steps() < task.progress().steps()) {
      return "it forgets steps that the task has finished";
    }
    java.util.Set<Handle> taken = new HashSet<>();
    for (Operation operation : commit.operations()) {
      if (!valid(task, operation, taken)) {
        return "it creates something under a handle that is not free, or a group of no task";
      }
    }
    if (next.next() instanceof Next.EndScope end && !task.owns(end.scope())) {
      return "it ends a scope of another task";
    }
    boolean unheardOf = next.next() instanceof Next.Chosen chosen && !isGiven(chosen.value());
    if (unheardOf || next.next() instanceof Next.Abroad) {
      return "it goes on with what no worker is given";
    }
    return null;
  }

  /** Whether a worker may hold it; {@link Hand} makes it of what is stored. */
  private static boolean isGiven(Next chosen) {
    return chosen instanceof Next.Holding
        || chosen instanceof Next.Raising
        || chosen instanceof Next.Json;
  }

  private boolean valid(TaskState task, Operation operation, java.util.Set<Handle> taken) {
    return switch (operation) {
      case Operation.Spawn o ->
          free(task, o.id()) && taken.add(o.id()) && (o.group() == null || o.atMost() > 0);
      case Operation.NewChannel o -> free(task, o.id()) && taken.add(o.id());
      case Operation.CloseChannel o -> true;
      case Operation.Cancel o -> true;
      case Operation.StartRun o -> free(task, o.id()) && taken.add(o.id());
      case Operation.SignalRun o -> free(task, o.id()) && taken.add(o.id());
      case Operation.Acquire o -> free(task, o.id()) && taken.add(o.id());
      case Operation.Publish o -> true;
    };
  }

  /** Whether {@code id} is the task's to give, for the first time. */
  private boolean free(TaskState task, Handle id) {
    return id.creator() == task.origin().number()
        && id.index() > task.progress().created()
        && id.index() <= commit.next().created();
  }

  // ---- effects on others

  private void operate(TaskState task, Operation operation) {
    switch (operation) {
      case Operation.Spawn o -> Lives.spawn(t, task, o);
      case Operation.NewChannel o -> t.put(o.id(), ChannelState.create(o.capacity()));
      case Operation.CloseChannel o -> Channels.close(t, o.id());
      case Operation.StartRun o -> OtherRuns.start(t, task, o);
      case Operation.SignalRun o -> OtherRuns.signal(t, task, o);
      case Operation.Acquire o -> Permits.ask(t, task, o);
      case Operation.Cancel o -> {
        Permits.giveBack(t, o.task());
        OtherRuns.cancel(t, o.task());
        Lives.cancel(t, o.task());
      }
      case Operation.Publish o ->
          t.header(t.header().with(t.header().values().with(o.name(), o.json())));
    }
  }

  // ---- what the task does now

  private void goOn(TaskState task) {
    Failure unplaced = Placing.refusal(t, commit.next());
    if (unplaced != null) {
      t.put(task.with(TaskStatus.READY, new Next.Raising(unplaced), 0));
      return;
    }
    switch (commit.next().next()) {
      case Next.Completed n -> complete(task, n);
      case Next.Failed n -> Lives.end(t, task, n);
      case Next.Parked n -> park(task, n);
      case Next.Holding n -> goOnHolding(task, n);
      case Next.Raising n -> hold(task, n);
      case Next.Results n -> goOnHolding(task, n);
      case Next.Enter n -> goOnHolding(task, n);
      case Next.Chosen n -> goOnHolding(task, n);
      case Next.Json n -> goOnHolding(task, n);
      case Next.Wait n -> await(task, n);
      case Next.Abroad n -> throw new IllegalStateException("committed: " + n);
    }
  }

  private void park(TaskState task, Next.Parked n) {
    if (task.cancel()) {
      Lives.end(t, task, new Next.Failed(Lives.cancelled()));
    } else {
      t.put(task.with(TaskStatus.PARKED).withTrouble(n.failure()));
      t.effect(new Effect.Parked(task.id(), n.failure()));
    }
  }

  private void complete(TaskState task, Next.Completed n) {
    t.frames(task.id(), 0, List.of());
    Failure noRoom = Room.lacksFor(t, task, n);
    Lives.end(
        t, task, noRoom == null || task.id().equals(Handle.ROOT) ? n : new Next.Failed(noRoom));
  }

  /** A task for whose continuation there is no room fails where it stands, in another attempt. */
  private void goOnHolding(TaskState task, Next next) {
    Failure noRoom = Room.lacksFor(t, task, next);
    if (noRoom == null) {
      hold(task, next);
    } else {
      t.put(task.with(TaskStatus.READY, new Next.Raising(noRoom), 0));
    }
  }

  private void hold(TaskState task, Next next) {
    t.put(task.with(commit.release() ? TaskStatus.READY : TaskStatus.RUNNING, next, 0));
  }

  private void await(TaskState task, Next.Wait wait) {
    if (wait instanceof Next.EndScope end) {
      t.waits().in(end.scope()).forEach(child -> Lives.cancel(t, child));
    }
    if (task.cancelDue()) {
      hold(task, new Next.Raising(Lives.cancellation()));
      return;
    }
    Failure noRoom =
        Waiting.sources(wait).stream().anyMatch(Next.Send.class::isInstance)
            ? Room.lacksForSend(t, task, wait)
            : Room.lacksFor(t, task, wait);
    if (noRoom != null) {
      hold(task, new Next.Raising(noRoom));
      return;
    }
    Next fulfilled = Waiting.fulfil(t, task, wait);
    TaskState latest = t.task(task.id());
    if (fulfilled == null) {
      Waiting.block(t, latest, wait);
    } else {
      hold(latest, fulfilled);
    }
  }

  // ---- replies: functions of what is stored

  private Reply reply(TaskState task) {
    boolean latest = commit.seq() == task.attempt().seq();
    if (!latest) {
      return new Reply.ToWorker(new Message.Committed(commit.seq(), task.cancel(), null));
    }
    if (task.status() != TaskStatus.RUNNING) {
      return new Reply.ToWorker(new Message.Yielded(commit.seq()));
    }
    Next given = commit.next().next() instanceof Next.Wait ? Hand.over(t, task) : null;
    return new Reply.ToWorker(new Message.Committed(commit.seq(), task.cancel(), given));
  }

  private Reply refused(String reason) {
    return new Reply.ToWorker(
        new Message.Superseded(
            commit.seq(), commit.ref() + ": " + reason + " (" + ErrorCode.FENCED.text() + ")"));
  }
}
