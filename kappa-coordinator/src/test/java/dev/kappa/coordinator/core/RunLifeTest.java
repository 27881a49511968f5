package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.ID;
import static dev.kappa.coordinator.core.TestRun.completed;
import static dev.kappa.coordinator.core.TestRun.failure;
import static dev.kappa.coordinator.core.TestRun.in;
import static dev.kappa.coordinator.core.TestRun.start;
import static dev.kappa.coordinator.core.TestRun.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.store.Change;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a run begins, and what is left when it is over. */
final class RunLifeTest {
  @Test
  void startMakesTheRootTaskReady() {
    TestRun run = new TestRun();
    assertThat(run.apply(start("a"))).isEqualTo(new Reply.Started(true));
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.READY);
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    assertThat(run.changes()).contains(new Change.Listed(ID, 1000), new Change.Wake(ID, 0));
  }

  @Test
  void startAgainChangesNothing() {
    TestRun run = TestRun.started();
    assertThat(run.apply(start("input"))).isEqualTo(new Reply.Started(false));
    assertThat(run.changes()).isEmpty();
    assertThat(run.effects()).isEmpty();
  }

  @Test
  void startWithAnotherInputOrWorkflowIsAConflict() {
    TestRun run = TestRun.started();
    assertThat(run.apply(start("other"))).isEqualTo(new Reply.Conflict());
    Command.Start same = start("input");
    assertThat(run.apply(new Command.Start("other", same.input(), same.inputDigest())))
        .isEqualTo(new Reply.Conflict());
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void startAgainIsKnownWhenTheRunIsOver() {
    TestRun run = TestRun.started();
    run.root().completes("done");
    run.reload();
    assertThat(run.apply(start("input"))).isEqualTo(new Reply.Started(false));
    assertThat(run.apply(start("other"))).isEqualTo(new Reply.Conflict());
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void whatIsAskedOfARunThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> new TestRun().apply(new Command.Tick()))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("no run " + ID);
  }

  @Test
  void dispatchRaisesTheEpoch() {
    TestRun run = TestRun.started();
    TestWorker first = run.root();
    assertThat(first.given.ref().epoch()).isEqualTo(1);
    first.lost(Command.Loss.ORPHANED);
    assertThat(run.root().given.ref().epoch()).isEqualTo(2);
  }

  @Test
  void onlyAReadyTaskIsDispatched() {
    TestRun run = TestRun.started();
    run.root();
    assertThat(run.apply(new Command.Dispatch(Handle.ROOT, true, 1)))
        .isEqualTo(new Reply.NotReady());
    assertThat(run.apply(new Command.Dispatch(new Handle(7, 7), true, 1)))
        .isEqualTo(new Reply.NotReady());
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void rootGetsTheWorkflowAndItsInput() {
    TestWorker root = TestRun.started().root();
    assertThat(root.given.workflow()).isEqualTo(TestRun.WORKFLOW);
    assertThat(root.given.next())
        .isInstanceOfSatisfying(
            Next.Enter.class, n -> assertThat(n.input()).asString().isEqualTo("input"));
  }

  @Test
  void resultOfTheRootIsTheResultOfTheRun() {
    TestRun run = TestRun.started();
    TestWorker root = run.root();
    run.now = 5000;
    root.commit(new Next.Completed(text("x"), "7".getBytes(UTF_8)));
    RunHeader header = run.state().header();
    assertThat(header.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).asString().isEqualTo("7");
    assertThat(header.endedAt()).isEqualTo(5000);
    assertThat(run.effects()).contains(new Effect.Ended(), new Effect.Over());
  }

  @Test
  void resultIsStoredOnceThoughTasksAreLeft() {
    TestRun run = TestRun.started();
    List<TestWorker> family = run.family(1);
    byte[] json = "x".repeat(10_000).getBytes(UTF_8);
    run.putBlob("0.0-1-1");
    family.get(0).commit(new Next.Completed(in("0.0-1-1"), json));
    assertThat(run.changes().stream().filter(change -> change.size() > 5000))
        .containsExactly(new Change.Result(TestRun.ID, json));
    assertThat(run.blobs()).isEmpty();
    family.get(1).commit(TestRun.NOTHING);
    assertThat(run.changes()).noneMatch(change -> change.size() > 5000);
    assertThat(run.result()).isEqualTo(json);
  }

  @Test
  void failureOfTheRootIsTheFailureOfTheRun() {
    TestRun run = TestRun.started();
    run.root().fails("broken");
    assertThat(run.state().header().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.state().header().failure()).isEqualTo(failure("broken"));
  }

  @Test
  void overRunIsRetiredAndLeavesNothingElse() {
    TestRun run = TestRun.started();
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(1).channel(3);
    family.get(1).send(channel, "left");
    family.get(1).completes("a");
    family.get(2).completes("b");
    family.get(0).completes("done");
    assertThat(run.changes()).hasSize(2).first().isInstanceOf(Change.Result.class);
    assertThat(run.changes())
        .last()
        .isInstanceOfSatisfying(
            Change.Retire.class,
            c ->
                assertThat(c.retentionMillis())
                    .isEqualTo(CoreSettings.DEFAULT.retention().toMillis()));
    assertThat(run.stored()).containsOnlyKeys(Change.HEADER);
  }

  @Test
  void runThatHasEndedIsNotOverWhileATaskGoesOn() {
    TestRun run = TestRun.started();
    List<TestWorker> family = run.family(1);
    family.get(0).completes("done");
    assertThat(run.effects()).contains(new Effect.Ended()).doesNotContain(new Effect.Over());
    assertThat(run.state().over()).isFalse();
    family.get(1).fails("cancelled");
    assertThat(run.effects()).containsExactly(new Effect.Over());
  }

  @Test
  void commandsAfterTheEndChangeNothing() {
    TestRun run = TestRun.started();
    TestWorker root = run.root();
    var last = root.next(completed("done"));
    root.commit(last);
    run.reload();
    for (Command command :
        List.of(
            new Command.Committed(last, root.instance),
            new Command.Cancel(),
            new Command.Unpark(),
            new Command.Tick(),
            new Command.Dispatch(Handle.ROOT, false, 1),
            new Command.Lost(root.given.ref(), Command.Loss.SILENT, ""))) {
      run.apply(command);
      assertThat(run.changes()).as("%s", command).isEmpty();
      assertThat(run.effects()).as("%s", command).isEmpty();
    }
  }

  @Test
  void spawnBeyondTheLimitFailsAtOnce() {
    TestRun run = new TestRun(new CoreSettings(3, Duration.ZERO, 1 << 10, 2));
    run.apply(start("x"));
    TestWorker root = run.root();
    List<Handle> children = root.spawn(2);
    assertThat(run.status(children.get(0))).isEqualTo(TaskStatus.READY);
    assertThat(run.status(children.get(1))).isEqualTo(TaskStatus.ENDED);
    assertThat(Lives.failureOf(run.task(children.get(1))))
        .isNotNull()
        .satisfies(f -> assertThat(f.message()).contains("2 tasks that have not ended"));
  }
}
