package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.ID;
import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sleeping tasks. */
final class TimersTest {
  private final TestRun run = TestRun.started();

  @Test
  void sleepUntilThePastGoesOnAtOnce() {
    TestWorker root = run.root();
    assertThat(root.sleep(run.now)).isEqualTo(new Message.Committed(1, false, NOTHING));
    assertThat(root.sleep(-5)).isEqualTo(new Message.Committed(2, false, NOTHING));
  }

  @Test
  void sleepingTaskGoesOnWhenItIsTime() {
    run.root().sleep(2000);
    assertThat(run.changes()).contains(new Change.Wake(ID, 2000));
    run.tick(1999);
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
    assertThat(run.changes()).isEmpty();
    run.tick(2000);
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    assertThat(run.changes()).contains(new Change.Wake(ID, 0));
  }

  @Test
  void overdueTimersFireInTheOrderOfTheirDueTimes() {
    List<TestWorker> family = run.family(3);
    family.get(1).sleep(4000);
    family.get(2).sleep(2000);
    family.get(3).sleep(3000);
    run.reload();
    run.tick(10_000);
    assertThat(run.becameReady())
        .containsExactly(family.get(2).task(), family.get(3).task(), family.get(1).task());
  }

  @Test
  void timersOfOneTimeFireInTheOrderOfTheTasks() {
    List<TestWorker> family = run.family(3);
    for (int i : List.of(3, 1, 2)) {
      family.get(i).sleep(2000);
    }
    run.tick(2000);
    assertThat(run.becameReady())
        .containsExactly(family.get(1).task(), family.get(2).task(), family.get(3).task());
  }

  @Test
  void timeNeverGoesBack() {
    List<TestWorker> family = run.family(1);
    run.now = 5000;
    family.get(1).sleep(6000);
    run.now = 100;
    assertThat(family.get(0).sleep(4000)).isInstanceOf(Message.Committed.class);
    assertThat(run.state().header().now()).isEqualTo(5000);
    run.reload();
    run.tick(5500);
    assertThat(run.status(family.get(1).task())).isEqualTo(TaskStatus.WAITING);
  }

  @Test
  void wakeTimeIsTheNextTimerWhenNothingElseGoesOn() {
    List<TestWorker> family = run.family(2);
    family.get(1).sleep(4000);
    family.get(2).sleep(3000);
    assertThat(run.state().header().wake()).isZero();
    family.get(0).await(family.get(1).task());
    assertThat(run.state().header().wake()).isEqualTo(3000);
    assertThat(run.state().nextTimer()).isEqualTo(3000);
  }
}
