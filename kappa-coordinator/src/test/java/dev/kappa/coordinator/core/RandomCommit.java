package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.completed;
import static dev.kappa.coordinator.core.TestRun.failed;
import static dev.kappa.coordinator.core.TestRun.failure;
import static dev.kappa.coordinator.core.TestRun.holding;
import static dev.kappa.coordinator.core.TestRun.text;

import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commits that a worker could make in the present state of a run. */
final class RandomCommit {
  private final Choices choices;
  private final TestRun run;
  private int messages;

  RandomCommit(Choices choices, TestRun run) {
    this.choices = choices;
    this.run = run;
  }

  Commit next(TestWorker worker) {
    List<Operation> operations = operations(worker);
    TaskState task = worker.state();
    worker.masks = choices.oneIn(4) ? 1 : 0;
    worker.cancelled = task.progress().cancelled() || (task.cancel() && choices.oneIn(2));
    worker.release = choices.oneIn(8);
    int keep = worker.depth() - choices.below(Math.min(2, worker.depth() + 1));
    List<Payload> push = new ArrayList<>();
    for (int i = choices.below(4); i > 0; i--) {
      push.add(text("f".repeat(choices.oneIn(2) ? 5000 : 10) + choices.below(100)));
    }
    return worker.next(keep, push, next(task.id()), operations.toArray(Operation[]::new));
  }

  private List<Operation> operations(TestWorker worker) {
    List<Operation> operations = new ArrayList<>();
    switch (choices.below(8)) {
      case 0, 1 -> spawn(worker, operations);
      case 2, 3 ->
          operations.add(
              new Operation.NewChannel(worker.handle(), choices.of(List.of(0, 1, 1, 3))));
      case 4 -> {
        if (choices.oneIn(3)) {
          operations.add(new Operation.CloseChannel(channel()));
        }
      }
      default -> {}
    }
    return operations;
  }

  private void spawn(TestWorker worker, List<Operation> operations) {
    int count = 1 + choices.below(3);
    int atMost = choices.below(3);
    @Nullable Handle first = null;
    for (int i = 0; i < count; i++) {
      Handle id = worker.handle();
      first = first == null ? id : first;
      Handle group = atMost == 0 ? null : first;
      List<Payload> frames = List.of(text("frame"));
      operations.add(new Operation.Spawn(id, "child", frames, text("in"), group, atMost));
    }
  }

  private Next next(Handle task) {
    return switch (choices.below(20)) {
      case 0, 1, 2, 3, 4 -> new Next.Send(channel(), RandomRun.message(messages++));
      case 5, 6, 7, 8, 9 -> new Next.Receive(channel());
      case 10 -> new Next.Await(anyTask());
      case 11 -> new Next.AwaitAll(someTasks());
      case 12, 13, 14 -> new Next.Sleep(run.now + choices.below(100) - 10);
      case 15 -> new Next.Parked(failure("parked"));
      case 16 -> new Next.Raising(failure("raised"));
      case 17 -> end(task);
      default -> holding("x" + choices.below(10));
    };
  }

  private Next end(Handle task) {
    if (task.equals(Handle.ROOT) && !choices.oneIn(run.state().header().cancel() ? 2 : 8)) {
      return holding("root");
    }
    return choices.oneIn(4) ? failed("failed") : completed("result");
  }

  private Handle channel() {
    return one(run.state().channels().keySet().toJavaList());
  }

  private Handle anyTask() {
    return one(run.state().tasks().keySet().toJavaList());
  }

  private List<Handle> someTasks() {
    List<Handle> some = new ArrayList<>();
    for (int i = 1 + choices.below(4); i > 0; i--) {
      some.add(anyTask());
    }
    return some;
  }

  /** {@return one of them, or rarely one that does not exist} */
  private Handle one(List<Handle> known) {
    List<Handle> sorted = known.stream().sorted().toList();
    return sorted.isEmpty() || choices.oneIn(20) ? new Handle(99, 99) : choices.of(sorted);
  }
}
