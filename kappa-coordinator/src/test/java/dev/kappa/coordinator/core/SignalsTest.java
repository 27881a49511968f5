package dev.kappa.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What comes from outside: once, before or after it is waited for. */
final class SignalsTest {
  private final TestRun run = TestRun.started();

  private static void assertJson(@Nullable Next next, String json) {
    assertThat(next)
        .isInstanceOfSatisfying(
            Next.Json.class, n -> assertThat(new String(n.json(), UTF_8)).isEqualTo(json));
  }

  private static void assertRefused(Reply reply, ErrorCode code, String message) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            r -> {
              assertThat(r.code()).isEqualTo(code);
              assertThat(r.message()).contains(message);
            });
  }

  private static Next.Signal signal(String name) {
    return new Next.Signal(name);
  }

  @Test
  void signalThatComesLaterWakesAllThatWaitForIt() {
    List<TestWorker> family = run.family(3);
    family.get(1).commit(signal("go"));
    family.get(2).commit(signal("go"));
    family.get(3).commit(signal("other"));
    run.reload();
    assertThat(run.signal("go", "{\"n\":1}")).isEqualTo(new Reply.None());
    assertThat(run.becameReady())
        .containsExactlyInAnyOrder(family.get(1).task(), family.get(2).task());
    run.reload();
    assertJson(run.dispatch(family.get(1).task()).given.next(), "{\"n\":1}");
    assertJson(run.dispatch(family.get(2).task()).given.next(), "{\"n\":1}");
  }

  @Test
  void signalThatCameBeforeIsThereAtOnceAsOftenAsItIsAsked() {
    run.signal("go", "1");
    run.reload();
    TestWorker root = run.root();
    for (int i = 0; i < 2; i++) {
      Message.Committed reply = (Message.Committed) root.commit(signal("go"));
      assertJson(reply.next(), "1");
    }
  }

  @Test
  void signalIsChosenWithWhatItCameWith() {
    TestWorker root = run.root();
    root.select(signal("a"), signal("b"), new Next.Sleep(9000));
    run.signal("b", "2");
    TestWorker again = run.root();
    Next.Chosen chosen = (Next.Chosen) again.given.next();
    assertThat(chosen.index()).isEqualTo(1);
    assertJson(chosen.value(), "2");
    assertThat(run.state().waits().signals()).isEmpty();
    assertThat(run.state().nextTimer()).isEqualTo(Long.MAX_VALUE);
    run.signal("a", "1");
    Message.Committed both = (Message.Committed) again.select(signal("a"), signal("b"));
    assertThat(both.next())
        .isInstanceOfSatisfying(Next.Chosen.class, c -> assertThat(c.index()).isZero());
  }

  @Test
  void sameSignalAgainChangesNothing() {
    run.root().commit(signal("go"));
    run.signal("go", "1");
    run.reload();
    assertThat(run.signal("go", "1")).isEqualTo(new Reply.None());
    assertThat(run.changes()).isEmpty();
    assertThat(run.effects()).isEmpty();
  }

  @Test
  void somethingElseUnderTheNameIsAConflict() {
    run.signal("go", "1");
    assertThat(run.signal("go", "2")).isEqualTo(new Reply.Conflict());
    assertThat(run.changes()).isEmpty();
    Message.Committed reply = (Message.Committed) run.root().commit(signal("go"));
    assertJson(reply.next(), "1");
  }

  @Test
  void endedRunTakesNoSignal() {
    List<TestWorker> family = run.family(1);
    run.signal("before", "1");
    family.get(0).completes("done");
    assertThat(run.state().over()).isFalse();
    assertRefused(run.signal("late", "1"), ErrorCode.RUN_ENDED, "'late': the run has ended");
    assertThat(run.changes()).isEmpty();
    assertThat(run.signal("before", "1")).isEqualTo(new Reply.None());
    family.get(1).completes("done");
    assertThat(run.state().over()).isTrue();
    assertRefused(run.signal("late", "1"), ErrorCode.RUN_ENDED, "the run has ended");
    run.reload();
    assertRefused(run.signal("late", "1"), ErrorCode.RUN_ENDED, "the run has ended");
  }

  @Test
  void signalThatCameBeforeTheEndIsAnsweredInTheSameWayAfterIt() {
    List<TestWorker> family = run.family(1);
    run.signal("before", "1");
    run.signal("other", "2");
    family.get(1).completes("done");
    family.get(0).completes("done");
    assertThat(run.state().over()).isTrue();
    assertThat(run.signal("before", "1")).isEqualTo(new Reply.None());
    run.reload();
    assertThat(run.stored()).containsOnlyKeys(Entities.HEADER);
    assertThat(run.signal("before", "1")).isEqualTo(new Reply.None());
    assertThat(run.signal("other", "2")).isEqualTo(new Reply.None());
    assertThat(run.changes()).isEmpty();
    assertRefused(run.signal("before", "2"), ErrorCode.RUN_ENDED, "the run has ended");
    assertRefused(run.signal("other", "1"), ErrorCode.RUN_ENDED, "the run has ended");
  }

  @Test
  void ofAThousandSignalsAnEndedRunKeepsAFewBytesEach() {
    TestWorker root = run.root();
    for (int i = 0; i < Signals.MOST; i++) {
      run.signal("s" + i, "1");
    }
    root.completes("done");
    run.reload();
    assertThat(run.signal("s7", "1")).isEqualTo(new Reply.None());
    assertThat(run.stored().get(Entities.HEADER)).hasSizeLessThan(8 * Signals.MOST + 300);
  }

  @Test
  void runTakesAThousandSignals() {
    for (int i = 0; i < 1000; i++) {
      assertThat(run.signal("s" + i, "1")).isEqualTo(new Reply.None());
    }
    assertRefused(
        run.signal("one more", "1"), ErrorCode.RUN_TOO_LARGE, "the run has had 1000 signals");
    assertThat(run.signal("s7", "1")).isEqualTo(new Reply.None());
  }

  @Test
  void signalThatTheRunHasNoRoomForIsRefused() {
    TestRun small =
        new TestRun(
            new CoreSettings(
                3, CoreSettings.DEFAULT.retention(), 1 << 10, 40, new CoreSettings.Live(5000, 1)));
    small.apply(TestRun.start("input"));
    assertThat(small.signal("a", "\"" + "x".repeat(3000) + "\"")).isEqualTo(new Reply.None());
    assertRefused(
        small.signal("b", "\"" + "x".repeat(3000) + "\""), ErrorCode.RUN_TOO_LARGE, "signal 'b'");
    assertThat(small.changes()).isEmpty();
  }

  @Test
  void runThatWaitsForASignalIsNotDeadlockedAndLeavesMemory() {
    TestWorker root = run.root();
    root.commit(signal("go"));
    assertThat(run.becameReady()).isEmpty();
    run.look();
    assertThat(run.becameReady()).isEmpty();
    assertThat(run.state().active()).isFalse();
    assertThat(run.state().header().wake()).isEqualTo(Long.MAX_VALUE);
    assertThat(run.state().waiting()).isZero();
  }

  @Test
  void thoseThatCouldBeWokenByOneThatWaitsForASignalAreNotDead() {
    List<TestWorker> family = run.family(1);
    family.get(1).select(signal("a"), signal("b"));
    family.get(0).await(family.get(1).task());
    run.look();
    assertThat(run.becameReady()).isEmpty();
    assertThat(run.state().waiting()).isEqualTo(1);
  }

  @Test
  void cancelledTaskWaitsForItsSignalNoMore() {
    run.root().commit(signal("go"));
    run.apply(new Command.Cancel());
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    run.signal("go", "1");
    assertThat(run.becameReady()).isEmpty();
  }
}
