package dev.kappa.tests.simulation;

import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.handler.DrivenWorker;
import dev.kappa.wire.AttemptRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Functions that have no connection: each invocation is given a task as bytes, and returns what it
 * did as bytes. What works in it is the worker itself.
 */
final class ReturningFunctions {
  /** One that is lost on its way may begin when nobody waits for it any more. */
  private static final int LATEST = 20_000;

  private static final int LONGEST_PAUSE = 3_000;

  private static final DrivenWorker WORKER =
      new DrivenWorker(
          Workflows.of(), ReturningFunctions.class.getClassLoader(), Path.of("target"));

  private final World world;
  private final Monitor monitor;
  private final Setting setting;
  private final @Nullable SimulatedBucket bucket;
  private final DrivenWorker worker;

  /** {@code bucket} is for large values; null if coordinators have them. */
  ReturningFunctions(
      World world, Monitor monitor, Setting setting, @Nullable SimulatedBucket bucket) {
    this.world = world;
    this.monitor = monitor;
    this.setting = setting;
    this.bucket = bucket;
    DrivenWorker working = WORKER.of(workflows(setting));
    this.worker =
        bucket == null ? working.inline(setting.inline()) : working.in(bucket.place(), bucket);
  }

  @SuppressWarnings("kappa") // what makes a workflow's task is not stored
  private static Workflows workflows(Setting setting) {
    Program program = setting.running();
    List<Workflow<?>> all = new ArrayList<>();
    all.add(Workflow.of(Program.MAIN, Void.class, none -> program.task()));
    program
        .others()
        .forEach(
            (name, task) ->
                all.add(
                    Workflow.of(name, Object.class, input -> task.apply(String.valueOf(input)))));
    return Workflows.of(
        all.stream()
            .map(workflow -> workflow.checkpoints(setting.checkpoints()))
            .toArray(Workflow<?>[]::new));
  }

  // ---- invoking

  /** A coordinator invokes one; it may never come to run. */
  void told(SimulatedCoordinator by, TurnText turn) {
    AttemptRef attempt = turn.task().ref();
    world.tell("%s -> invokes for %s%s".formatted(by, attempt, turn.begun() ? ", begun" : ""));
    if (turn.begun()) {
      monitor.goesOn(attempt, turn.task().seq());
    } else {
      monitor.assigned(by, turn.task());
    }
    monitor.finished(attempt, turn.task().steps());
  }

  /** It begins, if it can; {@code ended} hears how it ended, and nothing after that. */
  void begin(TurnText turn, Consumer<InvokeOutcome> ended) {
    if (world.strikes(Fault.TOO_LARGE)) {
      ended.accept(new InvokeOutcome.Failed(InvokeError.REQUEST_TOO_LARGE, "too large"));
    } else if (world.strikes(Fault.INVOKE_BROKEN)) {
      world.after(world.random.nextBoolean() ? world.some(LATEST) : 0, () -> work(turn));
      InvokeOutcome broken = new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "broken");
      world.after(world.some(5000), () -> ended.accept(broken));
    } else if (world.strikes(Fault.TWICE)) {
      boolean first = world.random.nextBoolean();
      work(turn, first ? ended : how -> {});
      world.after(world.some(LONGEST_PAUSE), () -> work(turn, first ? how -> {} : ended));
    } else {
      work(turn, ended);
    }
  }

  private void work(TurnText turn, Consumer<InvokeOutcome> ended) {
    SimulatedTurn done = work(turn);
    world.after(done.millis(), () -> ended.accept(done.outcome()));
  }

  private SimulatedTurn work(TurnText turn) {
    SimulatedTurn function = new SimulatedTurn(world, monitor, setting.checkpoints(), turn, bucket);
    if (bucket != null) {
      bucket.usedBy(function::hurry);
    }
    function.run(worker);
    return function;
  }
}
