package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.failure;
import static dev.kappa.coordinator.core.TestRun.holding;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.wire.Commit;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Commits that a worker could make in the present state of a run. */
final class RandomCommit {
  private final Choices choices;
  private final TestRun run;
  private final List<Handle> everything = new ArrayList<>(List.of(Handle.ROOT));
  private List<Handle> known = new ArrayList<>();
  private String attempt = "";
  private int messages;
  private int blobs;

  RandomCommit(Choices choices, TestRun run) {
    this.choices = choices;
    this.run = run;
  }

  Commit next(TestWorker worker) {
    TaskState task = worker.state();
    attempt = task.id() + "-" + task.attempt().epoch() + "-";
    known = new ArrayList<>(new NaiveReach(run.state()).knownTo(task).stream().sorted().toList());
    List<Operation> operations = operations(worker);
    worker.masks = choices.oneIn(4) ? 1 : 0;
    worker.deadline = worker.masks == 0 && choices.oneIn(6) ? run.now + choices.below(150) : 0;
    worker.cancelled = task.progress().cancelled() || (task.cancel() && choices.oneIn(2));
    worker.release = choices.oneIn(8);
    int keep = worker.depth() - choices.below(Math.min(2, worker.depth() + 1));
    List<Payload> push = new ArrayList<>();
    for (int i = choices.below(4); i > 0; i--) {
      push.add(value("f".repeat(choices.oneIn(2) ? 5000 : 10) + choices.below(100)));
    }
    Next next = endsScope(worker) ? endScope(worker) : next(task.id());
    return worker.next(keep, push, next, operations.toArray(Operation[]::new));
  }

  private boolean endsScope(TestWorker worker) {
    return worker.scope != null && worker.state().owns(worker.scope) && choices.oneIn(4);
  }

  /** Mostly as a finalizer does; else it can be broken off. */
  private Next endScope(TestWorker worker) {
    Next end = new Next.EndScope(Objects.requireNonNull(worker.scope));
    worker.scope = worker.state().origin().scope();
    if (!choices.oneIn(4)) {
      worker.masks = 1;
      worker.deadline = 0;
    }
    return end;
  }

  private List<Operation> operations(TestWorker worker) {
    List<Operation> operations = new ArrayList<>();
    if (choices.oneIn(12)) {
      worker.openScope();
    }
    switch (choices.below(13)) {
      case 0, 1 -> spawn(worker, operations);
      case 2, 3 ->
          operations.add(
              new Operation.NewChannel(created(worker), choices.of(List.of(0, 1, 1, 3))));
      case 4 -> {
        if (choices.oneIn(3)) {
          operations.add(new Operation.CloseChannel(channel()));
        }
      }
      case 5 -> {
        if (choices.oneIn(3)) {
          operations.add(new Operation.Cancel(anyTask()));
        }
      }
      case 6 ->
          operations.add(
              new Operation.Publish(
                  "v" + choices.below(20), String.valueOf(messages).getBytes(UTF_8)));
      case 7 -> startRun(worker, operations);
      case 8 ->
          operations.add(
              new Operation.SignalRun(created(worker), "other run", "paid", "7".getBytes(UTF_8)));
      case 9 ->
          operations.add(
              new Operation.Acquire(
                  created(worker), new LimitSpec("l" + choices.below(3), 2, 0, 0)));
      default -> {}
    }
    return operations;
  }

  private void startRun(TestWorker worker, List<Operation> operations) {
    byte[] input = "1".repeat(1 + choices.below(50)).getBytes(UTF_8);
    operations.add(
        new Operation.StartRun(created(worker), "key" + choices.below(9), "other", input));
  }

  private void spawn(TestWorker worker, List<Operation> operations) {
    int count = 1 + choices.below(3);
    int atMost = choices.below(3);
    @Nullable Handle first = null;
    for (int i = 0; i < count; i++) {
      Handle id = created(worker);
      first = first == null ? id : first;
      Handle group = atMost == 0 ? null : first;
      List<Payload> frames = List.of(value("frame"));
      operations.add(
          new Operation.Spawn(
              id,
              "child",
              frames,
              value("in"),
              group,
              atMost,
              worker.scope,
              worker.masks > 0,
              "a step"));
    }
  }

  private Next next(Handle task) {
    return switch (choices.below(26)) {
      case 0, 1, 2, 3 -> new Next.Send(channel(), message());
      case 4 -> new Next.Send(channel(), List.of(message(), message(), message()));
      case 5, 6, 7, 8, 9 -> new Next.Receive(channel());
      case 10 -> new Next.Await(anyTask());
      case 11 -> new Next.AwaitAll(someTasks());
      case 12, 13, 14 -> new Next.Sleep(run.now + choices.below(100) - 10);
      case 18, 19, 20, 21 -> select();
      case 22 -> signal();
      case 15 -> new Next.Parked(failure("parked"));
      case 16 -> new Next.Raising(failure("raised"));
      case 17 -> end(task);
      default -> new Next.Holding(value("x" + choices.below(10)));
    };
  }

  private Payload message() {
    return value("message " + messages++);
  }

  private Next.Select select() {
    List<Next.Source> sources = new ArrayList<>();
    for (int i = 1 + choices.below(4); i > 0; i--) {
      sources.add(source());
    }
    return new Next.Select(sources, choices.oneIn(8));
  }

  private Next.Source source() {
    return switch (choices.below(10)) {
      case 0, 1, 2 -> new Next.Send(channel(), message());
      case 3, 4, 5 -> new Next.Receive(channel());
      case 6, 7 -> new Next.Await(anyTask());
      case 8 -> new Next.Sleep(run.now + choices.below(200) - 10);
      default -> signal();
    };
  }

  /** {@return one that came, or one of the next that may come} */
  private Next.Signal signal() {
    return new Next.Signal("s" + choices.below(run.state().signals().size() + 4));
  }

  private Next end(Handle task) {
    if (task.equals(Handle.ROOT) && !choices.oneIn(run.state().header().cancel() ? 2 : 8)) {
      return holding("root");
    }
    return choices.oneIn(4)
        ? new Next.Failed(
            new Failure("KAPPA-301", "test.Error", "failed", null, List.of(), value("error")))
        : new Next.Completed(value("result"), null);
  }

  private Handle created(TestWorker worker) {
    Handle id = worker.handle();
    known.add(id);
    everything.add(id);
    return id;
  }

  /** {@return a value that holds some of what the worker can name, and perhaps is in a blob} */
  private Payload value(String text) {
    int most = choices.oneIn(4) ? 0 : 8;
    List<Handle> some = new ArrayList<>();
    for (Handle handle : known) {
      if (some.size() < most && choices.below(4) > 0) {
        some.add(handle);
      }
    }
    return choices.oneIn(8)
        ? new Payload(some, List.of(blob()), new byte[0])
        : new Payload(some, List.of(), text.getBytes(UTF_8));
  }

  /** {@return the name of a blob that the worker has just stored} */
  private String blob() {
    String name = attempt + blobs++;
    run.putBlob(name);
    return name;
  }

  /** Stores what no commit will ever name. */
  void leaveBlob(TestWorker worker) {
    attempt = worker.task() + "-" + worker.given.ref().epoch() + "-";
    blob();
  }

  private Handle channel() {
    return one(known.stream().filter(h -> run.state().channels().containsKey(h)).toList());
  }

  Handle anyTask() {
    return one(known.stream().filter(h -> !run.state().channels().containsKey(h)).toList());
  }

  private List<Handle> someTasks() {
    List<Handle> some = new ArrayList<>();
    for (int i = 1 + choices.below(4); i > 0; i--) {
      some.add(anyTask());
    }
    return some;
  }

  /** {@return one of them, or rarely one that the worker can't know or that does not exist} */
  private Handle one(List<Handle> handles) {
    if (choices.oneIn(40)) {
      return choices.of(everything);
    }
    return handles.isEmpty() || choices.oneIn(20) ? new Handle(99, 99) : choices.of(handles);
  }
}
