package dev.kappa.interpreter;

import dev.kappa.TaskContext;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Next;
import dev.kappa.wire.Placement;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does what an instruction says. */
final class Evaluation {
  private final Position position;
  private final Breaks breaks;
  private final Steps steps;
  private final Operations operations;
  private final Scopes scopes;
  private final Sagas sagas;
  private final Waiting waits;
  private final Assignment task;

  Evaluation(
      Position position,
      Breaks breaks,
      Steps steps,
      Operations operations,
      Scopes scopes,
      Sagas sagas,
      Assignment task) {
    this.position = position;
    this.breaks = breaks;
    this.steps = steps;
    this.operations = operations;
    this.scopes = scopes;
    this.sagas = sagas;
    this.waits = new Waiting(position.host());
    this.task = task;
  }

  @Nullable Outcome of(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Value i -> position.give(i.value());
      case Instruction.Fail i -> position.raise(i.error(), null);
      case Instruction.Defer i -> position.enter(i.build(), 0, null);
      case Instruction.Step i ->
          position.push(new Frame.Apply(Use.STEP, 0, i.name(), i.body()), null);
      case Instruction.Bind i -> {
        position.stack().push(i.rest());
        yield position.evaluate(i.first());
      }
      case Instruction.Spawn i ->
          operate(() -> operations.spawn(i, position.extent(), steps.last()));
      case Instruction.SpawnAll i ->
          operate(() -> operations.spawnAll(i, position.extent(), steps.last()));
      case Instruction.StartRun i -> operate(() -> operations.startRun(i));
      case Instruction.SignalRun i -> signalRun(i);
      case Instruction.Acquire i -> operate(() -> operations.acquire(i));
      case Instruction.NewChannel i -> operate(() -> operations.channel(i));
      case Instruction.Close i -> operate(() -> operations.close(i));
      case Instruction.Cancel i -> operate(() -> operations.cancel(i));
      case Instruction.Publish i -> operate(() -> operations.publish(i));
      case Instruction.Pause i -> pause(i);
      case Instruction.AwaitAll i -> await(new Next.AwaitAll(i.futures()));
      case Instruction.SendAll i -> sendAll(i);
      case Instruction.Select i -> select(i);
      case Instruction.AwaitSignal i -> awaitJson(i, i.type());
      case Instruction.AwaitRun i -> awaitJson(i, i.type());
      case Instruction.Source i -> awaitEncoded(() -> waits.source(i));
      case Instruction.SignalUrl i -> position.give(position.host().signalUrl(i.name()));
      case Instruction.Timeout i -> limit(i);
      case Instruction.Resident i -> {
        position.place(Placement.RESIDENT);
        yield position.evaluate(i.body());
      }
      case Instruction.Scope i -> scopes.open(i);
      case Instruction.EndScope i -> await(new Next.EndScope(i.scope()));
      case Instruction.Saga i -> sagas.begin(i);
      case Instruction.Save i -> {
        position.give(null);
        yield new Outcome.Save(i.mode());
      }
      case Instruction.Identify i -> position.give(identity());
    };
  }

  private TaskContext identity() {
    return new TaskContext(task.ref().run(), task.ref().task().toString(), task.ref().epoch());
  }

  private @Nullable Outcome limit(Instruction.Timeout i) {
    long until = Times.after(position.host().now(), i.duration());
    position.limit(new Frame.Deadline(until, i.duration(), position.extent()));
    return position.evaluate(i.body());
  }

  private @Nullable Outcome operate(Supplier<@Nullable Object> operation) {
    try {
      return position.give(operation.get());
    } catch (KappaException e) {
      return position.raise(e, null);
    }
  }

  // ---- waiting

  /** How long is decided once: what is stored is the time of its end. */
  private @Nullable Outcome pause(Instruction.Pause i) {
    Duration pause = i.backoff().after(i.turns(), position.host().random());
    return pause.isZero() ? position.give(null) : position.evaluate(new Instruction.Sleep(pause));
  }

  private @Nullable Outcome sendAll(Instruction.SendAll i) {
    if (i.values().isEmpty()) {
      return position.give(null);
    }
    int count = Math.min(Waiting.MOST_SENT, i.values().size());
    List<?> rest = i.values().subList(count, i.values().size());
    if (!rest.isEmpty()) {
      Instruction then = new Instruction.SendAll(i.channel(), List.copyOf(rest));
      position.stack().push(new Frame.Next(then));
    }
    return awaitEncoded(() -> waits.send(i.channel(), i.values().subList(0, count)));
  }

  private @Nullable Outcome select(Instruction.Select i) {
    position.stack().push(new Frame.Choose(i.branches(), i.otherwise()));
    return awaitEncoded(() -> waits.select(i));
  }

  /** Waits for what is described with values that may not be encodable. */
  private @Nullable Outcome awaitEncoded(Supplier<Next> next) {
    try {
      return await(next.get());
    } catch (KappaException e) {
      return position.raise(e, "send");
    }
  }

  private @Nullable Outcome signalRun(Instruction.SignalRun i) {
    try {
      return await(new Next.Await(operations.signalRun(i)));
    } catch (KappaException e) {
      return position.raise(e, null);
    }
  }

  private @Nullable Outcome awaitJson(Instruction.Source source, String type) {
    position.stack().push(new Frame.Read(type));
    return await(waits.source(source));
  }

  private @Nullable Outcome await(Next next) {
    Throwable breach = breaks.due();
    return breach == null ? position.await(next) : position.raise(breach, null);
  }
}
