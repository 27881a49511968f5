package dev.kappa.interpreter;

import dev.kappa.TaskFuture;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.lambda.Lambdas;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Priority;
import dev.kappa.wire.RunId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations that wait for nothing: they are collected for the next commit. */
final class Operations {
  private static final int MOST_PUBLISHED = 16 << 10;

  /** As much as the client API takes. */
  private static final int MOST_INPUT = 6_000_000;

  private final Host host;
  private final String run;
  private final long creator;
  private long created;
  private List<Operation> pending = new ArrayList<>();

  Operations(Host host, String run, long creator, long created) {
    this.host = host;
    this.run = run;
    this.creator = creator;
    this.created = created;
  }

  long created() {
    return created;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  List<Operation> take() {
    List<Operation> taken = pending;
    pending = new ArrayList<>();
    return taken;
  }

  Object spawn(Instruction.Spawn i, Extent extent, @Nullable String after) {
    Payload frame = frame(0, i.body(), "the task spawned by " + i.name());
    Payload nothing = host.encode(null, "nothing");
    Handle id = next();
    pending.add(spawned(id, i.name(), frame, nothing, null, 0, extent, after));
    return Language.future(id);
  }

  Object spawnAll(Instruction.SpawnAll i, Extent extent, @Nullable String after) {
    String name = Lambdas.describe(i.body());
    Payload frame = frame(1, i.body(), "the tasks spawned by " + name);
    List<Payload> inputs = new ArrayList<>();
    for (Object input : i.inputs()) {
      inputs.add(host.encode(input, "input " + inputs.size() + " of spawnAll by " + name));
    }
    Handle first = new Handle(creator, created + 1);
    Handle group = i.fan().atMost() < inputs.size() ? first : null;
    List<TaskFuture<?>> futures = new ArrayList<>();
    for (Payload input : inputs) {
      Handle id = next();
      pending.add(spawned(id, name, frame, input, group, i.fan().atMost(), extent, after));
      futures.add(Language.future(id));
    }
    return futures;
  }

  private static Operation spawned(
      Handle id,
      String name,
      Payload frame,
      Payload value,
      @Nullable Handle group,
      int atMost,
      Extent extent,
      @Nullable String after) {
    return new Operation.Spawn(
        id, name, List.of(frame), value, group, atMost, extent.scope(), extent.masks() > 0, after);
  }

  private Payload frame(int arity, Serializable body, String where) {
    return host.encode(new Frame.Apply(Use.THEN, arity, null, body), where);
  }

  /** Without a key of the user's, each start has one that is the same when it is tried again. */
  Object startRun(Instruction.StartRun i) {
    String where = "the input of workflow '" + i.workflow() + "'";
    byte[] input = atMost(MOST_INPUT, host.json(i.input(), where), where);
    Handle id = next();
    String key = i.key() == null ? "run/" + run + "/" + id : i.key();
    Priority priority = i.priority() == null ? Priority.NONE : i.priority();
    pending.add(new Operation.StartRun(id, key, i.workflow(), input, priority));
    return Language.run(id, RunId.of(key), i.type());
  }

  /** Of which permit it is, run and handle say: the same when it is asked for again. */
  Object acquire(Instruction.Acquire i) {
    Handle id = next();
    pending.add(new Operation.Acquire(id, i.limit()));
    return Language.future(id);
  }

  /** {@return the task that ends when the other run has it} */
  Handle signalRun(Instruction.SignalRun i) {
    String where = "the signal '" + i.name() + "' of run " + i.run();
    byte[] json = atMost(MOST_INPUT, host.json(i.value(), where), where);
    Handle id = next();
    pending.add(new Operation.SignalRun(id, i.run(), i.name(), json));
    return id;
  }

  private static byte[] atMost(int most, byte[] json, String where) {
    if (json.length > most) {
      throw new KappaException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "%s: %d bytes as JSON (expected: at most %d); keep large data in files or a store and pass on its name"
              .formatted(where, json.length, most));
    }
    return json;
  }

  Object channel(Instruction.NewChannel i) {
    Handle id = next();
    pending.add(new Operation.NewChannel(id, i.capacity()));
    return Language.channel(id);
  }

  @Nullable Object close(Instruction.Close i) {
    pending.add(new Operation.CloseChannel(i.channel()));
    return null;
  }

  @Nullable Object cancel(Instruction.Cancel i) {
    pending.add(new Operation.Cancel(i.task()));
    return null;
  }

  @Nullable Object publish(Instruction.Publish i) {
    String where = "the published value '" + i.name() + "'";
    byte[] json = host.json(i.value(), where);
    if (json.length > MOST_PUBLISHED) {
      throw new KappaException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "%s: %d bytes as JSON (expected: at most %d); it travels with each checkpoint of the run"
              .formatted(where, json.length, MOST_PUBLISHED));
    }
    pending.add(new Operation.Publish(i.name(), json));
    return null;
  }

  /** {@return a handle for a scope} */
  Handle scope() {
    return next();
  }

  /** {@return whether the task created something after {@code handle}} */
  boolean createdSince(Handle handle) {
    return created > handle.index();
  }

  private Handle next() {
    created++;
    return new Handle(creator, created);
  }
}
