package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.failure;
import static dev.kappa.coordinator.core.TestRun.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.core.Notices.Notice;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes wrong where nobody listens is shown on the run (R8). */
final class NoticesTest {
  private final TestRun run = TestRun.started();

  private @Nullable Notice unheard() {
    return run.state().header().notices().unheard();
  }

  private @Nullable Notice parked() {
    return run.state().header().notices().parked();
  }

  private Notice notice(long count, Handle first, String message) {
    return new Notice(count, run.now, first, "child", "KAPPA-301", message, null);
  }

  // ---- failures

  @Test
  void failuresThatNobodyCanAwaitAnyMoreAreNoticed() {
    List<TestWorker> family = run.family(3);
    family.get(2).fails("second");
    family.get(1).fails("first");
    family.get(3).completes("well");
    run.look();
    assertThat(unheard()).isEqualTo(notice(2, family.get(1).task(), "first"));
  }

  @Test
  void failureThatCanStillBeAwaitedIsNotNoticedYet() {
    List<TestWorker> family = run.family(1);
    family.get(0).commit(holding(family.get(1).task()));
    family.get(1).fails("broken");
    run.look();
    assertThat(unheard()).isNull();
    family.get(0).commit(NOTHING);
    run.look();
    assertThat(unheard()).isEqualTo(notice(1, family.get(1).task(), "broken"));
  }

  @Test
  void failureThatSomeoneWaitedForIsHeard() {
    List<TestWorker> family = run.family(1);
    family.get(0).await(family.get(1).task());
    family.get(1).fails("broken");
    run.root().commit(NOTHING);
    run.look();
    assertThat(run.has(family.get(1).task())).isFalse();
    assertThat(unheard()).isNull();
  }

  @Test
  void failureThatSomeoneAwaitsLaterIsHeard() {
    List<TestWorker> family = run.family(2);
    family.get(1).fails("broken");
    family.get(2).fails("broken too");
    family.get(0).await(family.get(1).task(), family.get(2).task());
    family.get(0).commit(NOTHING);
    run.look();
    assertThat(run.has(family.get(1).task())).isFalse();
    assertThat(unheard()).isNull();
  }

  @Test
  void failuresBehindTheFirstOfThoseAwaitedTogetherAreHeard() {
    List<TestWorker> family = run.family(3);
    family.get(0).await(family.get(1).task(), family.get(2).task(), family.get(3).task());
    family.get(2).fails("first");
    family.get(1).fails("later");
    run.root().commit(NOTHING);
    run.look();
    family.get(3).fails("last");
    run.look();
    assertThat(run.has(family.get(3).task())).isFalse();
    assertThat(unheard()).isNull();
  }

  @Test
  void cancelledTasksAreNotNoticed() {
    List<TestWorker> family = run.family(1);
    family.get(1).commit(new Next.Failed(Lives.cancelled()));
    run.look();
    assertThat(unheard()).isNull();
  }

  @Test
  void failureIsNoticedWhenTheRunEnds() {
    List<TestWorker> family = run.family(1);
    family.get(1).fails("broken");
    family.get(0).completes("done");
    assertThat(run.state().over()).isTrue();
    run.reload();
    assertThat(unheard()).isEqualTo(notice(1, family.get(1).task(), "broken"));
  }

  @Test
  void failureIsNoticedWhenTheRunEndsWithItsFutureAsResult() {
    List<TestWorker> family = run.family(1);
    family.get(1).fails("broken");
    family.get(0).commit(new Next.Completed(TestRun.naming(family.get(1).task()), null));
    assertThat(unheard()).isEqualTo(notice(1, family.get(1).task(), "broken"));
  }

  @Test
  void failureOfTheRunItselfIsNotNoticedTwice() {
    run.root().fails("broken");
    assertThat(unheard()).isNull();
  }

  @Test
  void taskThatCouldNotBeSpawnedIsNoticed() {
    TestRun small = new TestRun(new CoreSettings(3, Duration.ZERO, 1 << 10, 1));
    small.apply(TestRun.start("x"));
    TestWorker root = small.root();
    root.spawn(1);
    root.completes("done");
    Notice notice = small.state().header().notices().unheard();
    assertThat(Objects.requireNonNull(notice).code()).isEqualTo("KAPPA-403");
  }

  @Test
  void longMessagesAreCut() {
    List<TestWorker> family = run.family(1);
    family.get(1).fails("x".repeat(10_000));
    run.look();
    assertThat(Objects.requireNonNull(unheard()).message()).hasSizeLessThan(2100).endsWith("…");
  }

  // ---- parked tasks

  @Test
  void parkedTasksAreNoticedUntilTheyGoOn() {
    List<TestWorker> family = run.family(2);
    family.get(2).commit(new Next.Parked(failure("no code")));
    Notice first = notice(1, family.get(2).task(), "no code");
    assertThat(parked()).isEqualTo(first);
    run.now += 500;
    family.get(1).commit(new Next.Parked(failure("no code either")));
    assertThat(parked()).isEqualTo(first.times(2));
    run.reload();
    run.apply(new Command.Unpark());
    assertThat(parked()).isNull();
  }

  @Test
  void parkedTaskThatIsCancelledIsNotNoticedAnyMore() {
    List<TestWorker> family = run.family(1);
    family.get(1).commit(new Next.Parked(failure("no code")));
    run.apply(new Command.Cancel());
    assertThat(parked()).isNull();
    assertThat(unheard()).isNull();
  }

  @Test
  void nextParkedTaskIsNamedWhenTheFirstIsGone() {
    List<TestWorker> family = run.family(2);
    for (TestWorker child : family.subList(1, 3)) {
      child.commit(new Next.Parked(failure("parked " + child.task())));
    }
    run.apply(new Command.Unpark());
    TestWorker second = run.dispatch(family.get(2).task());
    second.commit(new Next.Parked(failure("again")));
    assertThat(parked()).isEqualTo(notice(1, family.get(2).task(), "again"));
  }
}
