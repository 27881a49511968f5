package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Handle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups of which only so many tasks run at once. */
final class GroupsTest {
  private final TestRun run = TestRun.started();

  private List<Handle> begun(List<Handle> group) {
    return group.stream().filter(id -> run.status(id) != TaskStatus.QUEUED).toList();
  }

  @Test
  void onlySoManyBegin() {
    List<Handle> group = run.root().group(5, 2);
    assertThat(begun(group)).containsExactly(group.get(0), group.get(1));
    assertThat(run.becameReady()).containsExactly(group.get(0), group.get(1));
  }

  @Test
  void oneThatEndsLetsTheNextBegin() {
    TestWorker root = run.root();
    List<Handle> group = root.group(4, 2);
    List<Handle> order = new ArrayList<>();
    run.reload();
    run.dispatch(group.get(1)).completes("x");
    order.addAll(run.becameReady());
    run.dispatch(group.get(0)).fails("y");
    order.addAll(run.becameReady());
    assertThat(order).containsExactly(group.get(2), group.get(3));
    run.dispatch(group.get(2)).completes("z");
    assertThat(run.becameReady()).isEmpty();
  }

  @Test
  void waitingTaskKeepsItsPlace() {
    List<Handle> group = run.root().group(2, 1);
    run.dispatch(group.get(0)).sleep(9000);
    assertThat(run.status(group.get(1))).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void queuedTasksAreCancelledWithTheRun() {
    TestWorker root = run.root();
    List<Handle> group = root.group(3, 1);
    TestWorker first = run.dispatch(group.get(0));
    run.apply(new Command.Cancel());
    assertThat(run.status(group.get(1))).isEqualTo(TaskStatus.ENDED);
    assertThat(run.status(group.get(2))).isEqualTo(TaskStatus.ENDED);
    first.fails("cancelled");
    root.fails("cancelled");
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void secondGroupHasItsOwnBound() {
    TestWorker root = run.root();
    List<Handle> one = root.group(2, 1);
    List<Handle> other = root.group(3, 2);
    assertThat(begun(one)).hasSize(1);
    assertThat(begun(other)).hasSize(2);
  }
}
