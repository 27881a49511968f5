package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.failure;
import static dev.kappa.coordinator.core.TestRun.given;
import static dev.kappa.coordinator.core.TestRun.holding;
import static dev.kappa.coordinator.core.TestRun.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for the results of tasks. */
final class AwaitTest {
  private final TestRun run = TestRun.started();

  private static Next results(String... values) {
    return new Next.Results(List.of(values).stream().map(TestRun::text).toList());
  }

  private static Next raising(String message) {
    return new Next.Raising(failure(message));
  }

  private Next rootGoesOnWith() {
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.READY);
    return run.root().given.next();
  }

  @Test
  void resultThatIsThereIsGivenAtOnce() {
    List<TestWorker> family = run.family(1);
    family.get(1).completes("r");
    assertThat(family.get(0).await(family.get(1).task())).isEqualTo(given(2, holding("r")));
  }

  @Test
  void resultThatComesLaterWakes() {
    List<TestWorker> family = run.family(1);
    assertThat(family.get(0).await(family.get(1).task())).isEqualTo(new Message.Yielded(2));
    family.get(1).completes("r");
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    assertThat(rootGoesOnWith()).isEqualTo(holding("r"));
  }

  @Test
  void failureIsRaisedWhereItIsAwaited() {
    List<TestWorker> family = run.family(2);
    family.get(1).fails("early");
    assertThat(family.get(0).await(family.get(1).task()))
        .usingRecursiveComparison()
        .ignoringFields("next.failure.trace")
        .isEqualTo(given(2, raising("early")));
    family.get(0).await(family.get(2).task());
    family.get(2).fails("late");
    assertThat(rootGoesOnWith())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(raising("late"));
  }

  @Test
  void oneFutureCanBeAwaitedByManyAndAgain() {
    List<TestWorker> family = run.family(3);
    Handle future = family.get(1).task();
    family.get(2).await(future);
    family.get(3).await(future);
    family.get(0).await(future);
    family.get(1).completes("r");
    assertThat(run.becameReady())
        .containsExactlyInAnyOrder(Handle.ROOT, family.get(2).task(), family.get(3).task());
    TestWorker root = run.root();
    assertThat(root.await(future)).isEqualTo(given(3, holding("r")));
  }

  @Test
  void unknownFutureFails() {
    TestWorker root = run.root();
    Message reply = root.await(new Handle(5, 5));
    assertThat(reply)
        .isInstanceOfSatisfying(
            Message.Committed.class,
            m ->
                assertThat(m.next())
                    .isInstanceOfSatisfying(
                        Next.Raising.class,
                        n ->
                            assertThat(n.failure().message())
                                .contains("task 5.5, which is not of this run")));
  }

  @Test
  void unknownFutureAmongOthersFailsAtOnce() {
    List<TestWorker> family = run.family(1);
    Message reply = family.get(0).await(family.get(1).task(), new Handle(5, 5));
    assertThat(reply)
        .isInstanceOfSatisfying(
            Message.Committed.class, m -> assertThat(m.next()).isInstanceOf(Next.Raising.class));
  }

  @Test
  void awaitAllOfNoneGivesNone() {
    TestWorker root = run.root();
    assertThat(root.commit(new Next.AwaitAll(List.of()))).isEqualTo(given(1, results()));
  }

  @Test
  void awaitAllGivesResultsInTheFuturesOrder() {
    List<TestWorker> family = run.family(3);
    family.get(2).completes("b");
    Message reply =
        family.get(0).await(family.get(1).task(), family.get(2).task(), family.get(3).task());
    assertThat(reply).isEqualTo(new Message.Yielded(2));
    family.get(3).completes("c");
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
    family.get(1).completes("a");
    assertThat(rootGoesOnWith()).isEqualTo(results("a", "b", "c"));
  }

  @Test
  void awaitAllOfEndedTasksIsFulfilledAtOnce() {
    List<TestWorker> family = run.family(2);
    family.get(1).completes("a");
    family.get(2).completes("b");
    assertThat(family.get(0).await(family.get(1).task(), family.get(2).task()))
        .isEqualTo(given(2, results("a", "b")));
  }

  @Test
  void awaitAllFailsFast() {
    List<TestWorker> family = run.family(3);
    family.get(0).await(family.get(1).task(), family.get(2).task(), family.get(3).task());
    family.get(2).fails("broken");
    assertThat(rootGoesOnWith())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(raising("broken"));
    family.get(1).completes("a");
    family.get(3).completes("c");
    assertThat(run.becameReady()).isEmpty();
  }

  @Test
  void awaitAllFailsAtOnceIfOneHasFailedBefore() {
    List<TestWorker> family = run.family(2);
    family.get(2).fails("broken");
    assertThat(family.get(0).await(family.get(1).task(), family.get(2).task()))
        .usingRecursiveComparison()
        .ignoringFields("next.failure.trace")
        .isEqualTo(given(2, raising("broken")));
  }

  @Test
  void awaitAllGoesOnWithTheFirstFailureWhateverFailsLater() {
    List<TestWorker> family = run.family(2);
    family.get(0).await(family.get(1).task(), family.get(2).task());
    family.get(2).fails("first");
    TestWorker root = run.root();
    assertThat(root.given.next())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(raising("first"));
    family.get(1).fails("second");
    root.lost(Command.Loss.ORPHANED);
    assertThat(rootGoesOnWith())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(raising("first"));
  }

  @Test
  void awaitAllSentAgainIsAnsweredWithTheSameFailure() {
    List<TestWorker> family = run.family(2);
    family.get(2).fails("first");
    TestWorker root = family.get(0);
    Commit commit = root.next(new Next.AwaitAll(tasks(family.get(1), family.get(2))));
    assertThat(root.send(commit))
        .usingRecursiveComparison()
        .ignoringFields("next.failure.trace")
        .isEqualTo(given(2, raising("first")));
    family.get(1).fails("second");
    assertThat(root.send(commit))
        .usingRecursiveComparison()
        .ignoringFields("next.failure.trace")
        .isEqualTo(given(2, raising("first")));
  }

  private static List<Handle> tasks(TestWorker... workers) {
    return List.of(workers).stream().map(TestWorker::task).toList();
  }

  @Test
  void awaitAllOfTheSameFutureTwiceGivesItTwice() {
    List<TestWorker> family = run.family(1);
    Handle child = family.get(1).task();
    family.get(0).await(child, child);
    family.get(1).completes("a");
    assertThat(rootGoesOnWith()).isEqualTo(results("a", "a"));
  }

  @Test
  void resultsTooLargeTogetherAreAnError() {
    List<TestWorker> family = run.family(2);
    String large = "x".repeat(21 << 20);
    family.get(1).completes(large);
    family.get(2).completes(large);
    Message reply = family.get(0).await(family.get(1).task(), family.get(2).task());
    assertThat(reply)
        .isInstanceOfSatisfying(
            Message.Committed.class,
            m ->
                assertThat(m.next())
                    .isInstanceOfSatisfying(
                        Next.Raising.class,
                        n -> assertThat(n.failure().code()).isEqualTo("KAPPA-401")));
  }

  @Test
  void childIsGivenItsFramesAndItsInput() {
    TestRun fresh = TestRun.started();
    TestWorker child = fresh.family(1).get(1);
    assertThat(child.given.top()).containsExactly(text("frame"));
    assertThat(child.given.next()).isEqualTo(holding("in0"));
    assertThat(child.given.number()).isEqualTo(2);
  }
}
