package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Placement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that go on on resident workers. */
final class PlacingTest {
  private static final Format OLDER = new Format(Format.PLACEMENTS - 1);

  private final TestRun run = new TestRun();

  @BeforeEach
  void start() {
    run.apply(TestRun.start("input"));
  }

  private Message place(@Nullable Placement placement) {
    TestWorker root = run.root();
    root.placement = placement;
    root.release = true;
    return root.commit(TestRun.NOTHING);
  }

  @Test
  void taskThatIsGivenBackWhereItIsResidentIsReadyForResidentWorkers() {
    assertThat(run.state().isResident(Handle.ROOT)).isFalse();
    assertThat(place(Placement.RESIDENT)).isInstanceOf(Message.Yielded.class);
    run.reload();
    assertThat(run.task(Handle.ROOT).status()).isEqualTo(TaskStatus.READY);
    assertThat(run.state().isResident(Handle.ROOT)).isTrue();
    assertThat(run.root().given.extent().isResident()).isTrue();
  }

  @Test
  void taskThatLeavesThatIsReadyForAllOthers() {
    place(Placement.RESIDENT);
    place(null);
    run.reload();
    assertThat(run.state().isResident(Handle.ROOT)).isFalse();
  }

  @Test
  void residentTaskWhoseWorkerDiesStaysOne() {
    place(Placement.RESIDENT);
    run.root().crashes();
    assertThat(run.task(Handle.ROOT).status()).isEqualTo(TaskStatus.READY);
    assertThat(run.state().isResident(Handle.ROOT)).isTrue();
  }

  @Test
  void taskThatIsNotResidentIsStoredAsItWasBeforeThereWereSuch() {
    byte[] stored = run.task(Handle.ROOT).toBytes(Format.NEWEST);
    stored[0] = (byte) OLDER.number();
    assertThat(run.task(Handle.ROOT).toBytes(OLDER)).isEqualTo(stored);
  }

  @Test
  void taskFailsWhereItIsToBeResidentWhileAnOlderReleaseIsThere() {
    TestRun older = new TestRun();
    older.write(OLDER);
    older.apply(TestRun.start("input"));
    TestWorker root = older.root();
    root.placement = Placement.RESIDENT;
    assertThat(root.commit(TestRun.NOTHING)).isInstanceOf(Message.Yielded.class);
    older.reload();
    assertThat(older.state().isResident(Handle.ROOT)).isFalse();
    assertThat(older.root().given.next())
        .isInstanceOfSatisfying(
            Next.Raising.class,
            n -> assertThat(n.failure().code()).isEqualTo(ErrorCode.OLDER_COORDINATOR.text()));
  }

  @Test
  void waitIsNotBegunWhereATaskCanNotBeResidentYet() {
    TestRun older = new TestRun();
    older.write(OLDER);
    older.apply(TestRun.start("input"));
    TestWorker root = older.root();
    root.placement = Placement.RESIDENT;
    assertThat(root.sleep(20_000)).isInstanceOf(Message.Yielded.class);
    assertThat(older.task(Handle.ROOT).status()).isEqualTo(TaskStatus.READY);
  }

  @Test
  void resultIsTheSameWhereverItComesFrom() {
    TestRun older = new TestRun();
    older.write(OLDER);
    older.apply(TestRun.start("input"));
    TestWorker root = older.root();
    root.placement = Placement.RESIDENT;
    root.completes("done");
    assertThat(older.state().over()).isTrue();
  }
}
