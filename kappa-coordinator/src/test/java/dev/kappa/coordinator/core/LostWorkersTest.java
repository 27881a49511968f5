package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.failure;
import static dev.kappa.coordinator.core.TestRun.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Workers that die, and tasks that no code can run. */
final class LostWorkersTest {
  private final TestRun run = TestRun.started();

  private @Nullable Failure poison() {
    return run.root().given.poison();
  }

  @Test
  void lostTaskGoesToAnotherWorker() {
    TestWorker root = run.root();
    root.commit(holding("x"));
    root.crashes();
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    assertThat(run.root().given.next()).isEqualTo(holding("x"));
  }

  @Test
  void lossOfAnEarlierAttemptIsNoNews() {
    TestWorker first = run.root();
    first.crashes();
    TestWorker second = run.root();
    first.crashes();
    assertThat(run.changes()).isEmpty();
    assertThat(second.commit(NOTHING)).isInstanceOf(Message.Committed.class);
  }

  @Test
  void lossOfAWorkerThatHasGivenItsTaskBackIsNoNews() {
    TestWorker root = run.root();
    root.sleep(9000);
    root.crashes();
    assertThat(run.changes()).isEmpty();
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
  }

  @Test
  void thirdCrashInARowPoisonsTheStep() {
    run.root().crashes();
    run.root().lost(Command.Loss.SILENT);
    TestWorker third = run.root();
    assertThat(third.given.poison()).isNull();
    third.crashes();
    Failure poison = poison();
    assertThat(poison).isNotNull().satisfies(p -> assertThat(p.code()).isEqualTo("KAPPA-302"));
    assertThat(poison).satisfies(p -> assertThat(p.message()).contains("3 times", "exit code 1"));
  }

  @Test
  void timeOutsAreToldAsSuch() {
    for (int i = 0; i < 3; i++) {
      run.root().lost(Command.Loss.TIMED_OUT);
    }
    assertThat(poison()).isNotNull().satisfies(p -> assertThat(p.code()).isEqualTo("KAPPA-305"));
  }

  @Test
  void workersThatReturnWithTheirTaskAreToldAsSuch() {
    run.root().crashes();
    run.root().lost(Command.Loss.RETURNED);
    run.root().lost(Command.Loss.RETURNED);
    assertThat(poison()).isNotNull().satisfies(p -> assertThat(p.code()).isEqualTo("KAPPA-310"));
  }

  @Test
  void taskWhoseWorkersReturnWithItForEverFails() {
    for (int i = 0; i < 6; i++) {
      assertThat(run.state().header().status()).isEqualTo(RunStatus.RUNNING);
      run.root().lost(Command.Loss.RETURNED);
    }
    assertThat(run.state().header().status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void orphansDoNotCount() {
    for (int i = 0; i < 10; i++) {
      run.root().lost(Command.Loss.ORPHANED);
    }
    assertThat(poison()).isNull();
  }

  @Test
  void progressResetsTheCount() {
    for (int i = 0; i < 10; i++) {
      TestWorker root = run.root();
      if (i % 2 == 0) {
        root.commit(NOTHING);
      }
      root.crashes();
    }
    assertThat(poison()).isNull();
  }

  @Test
  void progressClearsThePoison() {
    for (int i = 0; i < 3; i++) {
      run.root().crashes();
    }
    TestWorker root = run.root();
    root.commit(NOTHING);
    root.crashes();
    assertThat(poison()).isNull();
  }

  @Test
  void taskThatCrashesEvenPoisonedFails() {
    for (int i = 0; i < 5; i++) {
      run.root().crashes();
      assertThat(run.state().header().status()).isEqualTo(RunStatus.RUNNING);
    }
    run.root().crashes();
    assertThat(run.state().header().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.state().header().failure())
        .isNotNull()
        .satisfies(f -> assertThat(f.code()).isEqualTo("KAPPA-302"));
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void poisonOfAChildIsSeenByItsAwaiter() {
    List<TestWorker> family = run.family(1);
    Handle child = family.get(1).task();
    family.get(0).await(child);
    family.get(1).crashes();
    for (int i = 0; i < 5; i++) {
      run.dispatch(child).crashes();
    }
    assertThat(run.root().given.next()).isInstanceOf(Next.Raising.class);
  }

  // ---- parked

  @Test
  void parkedTaskWaitsForOtherCodeWithWhatItHad() {
    TestWorker root = run.root();
    root.commit(holding("x"));
    assertThat(root.commit(new Next.Parked(failure("no such lambda"))))
        .isInstanceOf(Message.Yielded.class);
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.PARKED);
    assertThat(run.task(Handle.ROOT).trouble()).isEqualTo(failure("no such lambda"));
    assertThat(run.state().parked()).isTrue();
    assertThat(run.state().header().wake()).isZero();
    run.reload();
    run.apply(new Command.Unpark());
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    TestWorker again = run.root();
    assertThat(again.given.next()).isEqualTo(holding("x"));
    assertThat(again.given.poison()).isNull();
  }

  @Test
  void unparkLeavesOthersAlone() {
    run.family(2).get(1).sleep(9000);
    run.apply(new Command.Unpark());
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void parkedTaskIsGivenItsAwaitedResultAgain() {
    List<TestWorker> family = run.family(1);
    family.get(1).completes("r");
    family.get(0).await(family.get(1).task());
    family.get(0).commit(new Next.Parked(failure("no such class")));
    run.apply(new Command.Unpark());
    assertThat(run.root().given.next()).isEqualTo(holding("r"));
  }
}
