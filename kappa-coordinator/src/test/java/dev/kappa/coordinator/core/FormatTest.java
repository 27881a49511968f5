package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Formats;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Runs that coordinators of an older and a newer release store. */
final class FormatTest {
  private static final Format OLDEST = new Format(Formats.CURRENT.oldest());

  private final TestRun run = new TestRun();

  private long lost() {
    return run.state().header().counts().lost();
  }

  private byte[] stored(String field) {
    return Objects.requireNonNull(run.stored().get(field), field);
  }

  private void loseAnAttempt() {
    run.root().crashes();
  }

  @Test
  void attemptsThatAreLostAreCounted() {
    run.apply(TestRun.start("input"));
    loseAnAttempt();
    loseAnAttempt();
    run.reload();
    assertThat(lost()).isEqualTo(2);
  }

  @Test
  void whatAnOlderReleaseDoesNotReadIsNeitherStoredNorInMemory() {
    run.write(OLDEST);
    run.apply(TestRun.start("input"));
    loseAnAttempt();
    assertThat(lost()).isZero();
    assertThat(run.stored().values()).allMatch(entity -> Format.of(entity).equals(OLDEST));
  }

  @Test
  void whatAnOlderReleaseStoredIsGoneOnWithAndWrittenAnewWhenItChanges() {
    run.write(OLDEST);
    run.apply(TestRun.start("input"));
    run.signal("late", "1");
    byte[] untouched = stored(Entities.signal("late"));
    run.write(Format.NEWEST);
    run.reload();
    loseAnAttempt();
    run.reload();
    assertThat(lost()).isEqualTo(1);
    assertThat(Format.of(stored(Entities.HEADER))).isEqualTo(Format.NEWEST);
    assertThat(Format.of(stored(Entities.task(Handle.ROOT)))).isEqualTo(Format.NEWEST);
    assertThat(stored(Entities.signal("late"))).isSameAs(untouched);
  }

  @Test
  void headerOfAnOlderFormatIsTheBeginningOfANewerOne() {
    run.apply(TestRun.start("input"));
    byte[] older = run.state().header().toBytes(OLDEST);
    byte[] newer = run.state().header().toBytes(Format.NEWEST);
    assertThat(newer).hasSizeGreaterThan(older.length).contains(older[1], 1);
    assertThat(RunHeader.read(older)).isEqualTo(RunHeader.read(newer));
  }

  @Test
  void taskOfAnOlderFormatDoesNotKnowWhoSpawnedIt() {
    run.apply(TestRun.start("input"));
    TaskState root = run.task(Handle.ROOT);
    TaskState older = TaskState.read(Handle.ROOT, root.toBytes(OLDEST));
    assertThat(older.origin().lineage()).isEqualTo(Lineage.UNKNOWN);
    assertThat(older.origin().lineage().child("here").lines()).containsExactly("spawned by here");
    assertThat(TaskState.read(Handle.ROOT, root.toBytes(Format.NEWEST)).origin())
        .isEqualTo(root.origin());
  }

  @Test
  void signalOfAnotherRunFailsWhileAnOlderReleaseIsThere() {
    run.write(OLDEST);
    run.apply(TestRun.start("input"));
    TestWorker root = run.root();
    Handle signal = root.handle();
    root.commit(
        TestRun.holding(signal),
        new Operation.SignalRun(signal, "run-2", "paid", new byte[] {'7'}));
    assertThat(run.effects()).noneMatch(Effect.Elsewhere.class::isInstance);
    Message.Committed reply = (Message.Committed) root.await(signal);
    assertThat(reply.next())
        .isInstanceOfSatisfying(
            Next.Raising.class,
            n -> assertThat(n.failure().code()).isEqualTo(ErrorCode.OLDER_COORDINATOR.text()));
    assertThat(run.stored().values()).allMatch(entity -> Format.of(entity).equals(OLDEST));
  }

  @Test
  void endedRunThatAnOlderReleaseMustReadDoesNotKnowItsSignals() {
    run.write(OLDEST);
    run.apply(TestRun.start("input"));
    run.signal("before", "1");
    run.root().completes("done");
    run.reload();
    assertThat(run.signal("before", "1"))
        .isInstanceOfSatisfying(
            Reply.Refused.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.RUN_ENDED));
  }

  @Test
  void whatCanNotBeStoredYetIsRefusedWithWhatToDo() {
    assertThat(Format.NEWEST.refusal(Format.NEWEST.number(), "a thing")).isNull();
    assertThat(OLDEST.refusal(OLDEST.number() + 1, "a thing"))
        .isEqualTo(
            new Reply.Refused(
                ErrorCode.OLDER_COORDINATOR,
                "a thing can't be stored while a coordinator of an older release shares the store: what is stored has format %d (expected: %d or more). Upgrade all coordinators, then try again."
                    .formatted(OLDEST.number(), OLDEST.number() + 1)));
  }
}
