package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Next.Permit.Stage;
import dev.kappa.wire.Operation;
import dev.kappa.wire.PermitStage;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tasks that stand for permits of limits: what is to be said of one is kept until it was said. */
final class PermitsTest {
  private static final LimitSpec LIMIT = new LimitSpec("api", 1, 0, 0);
  private static final long TICKET = 7;

  private final TestRun run = TestRun.started();

  private static Handle ask(TestWorker worker) {
    Handle permit = worker.handle();
    worker.commit(TestRun.holding(permit), new Operation.Acquire(permit, LIMIT));
    return permit;
  }

  private Next.Permit what(Handle permit) {
    return (Next.Permit) Objects.requireNonNull(run.state().elsewhere(permit));
  }

  private void hear(Handle permit, PermitStage stage) {
    run.apply(new Command.Permitted(permit, what(permit).stage(), stage, TICKET));
  }

  private void grant(Handle permit) {
    hear(permit, PermitStage.OFFERED);
    hear(permit, PermitStage.TAKEN);
  }

  @Test
  void whatIsAskedForIsStoredWithTheCommit() {
    Handle permit = ask(run.root());
    assertThat(run.effects()).contains(new Effect.Elsewhere(permit, what(permit)));
    run.reload();
    assertThat(what(permit)).isEqualTo(new Next.Permit(LIMIT, Stage.ASKED, 0));
    assertThat(run.state().header().wake()).isZero();
  }

  @Test
  void whichOfferIsTakenIsStoredBeforeThatIsSaid() {
    Handle permit = ask(run.root());
    hear(permit, PermitStage.WAITING);
    assertThat(run.changes()).isEmpty();
    hear(permit, PermitStage.OFFERED);
    assertThat(what(permit)).isEqualTo(new Next.Permit(LIMIT, Stage.TAKING, TICKET));
    assertThat(run.effects()).containsExactly(new Effect.Elsewhere(permit, what(permit)));
  }

  @Test
  void whoAwaitsItGoesOnWhenItWasTaken() {
    TestWorker root = run.root();
    Handle permit = ask(root);
    root.await(permit);
    run.look();
    assertThat(run.becameReady()).as("it is not deadlocked").isEmpty();
    hear(permit, PermitStage.OFFERED);
    assertThat(run.becameReady()).isEmpty();
    run.reload();
    hear(permit, PermitStage.TAKEN);
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    run.reload();
    assertThat(run.root().given.next()).isEqualTo(TestRun.NOTHING);
    assertThat(what(permit).stage()).isEqualTo(Stage.HELD);
  }

  @Test
  void offerThatWasOverIsAskedForAnew() {
    Handle permit = ask(run.root());
    hear(permit, PermitStage.OFFERED);
    hear(permit, PermitStage.NONE);
    assertThat(what(permit)).isEqualTo(new Next.Permit(LIMIT, Stage.ASKED, 0));
    assertThat(run.effects()).contains(new Effect.Elsewhere(permit, what(permit)));
  }

  @Test
  void whatAnotherOfferCameToIsNotThisOnesPermit() {
    Handle permit = ask(run.root());
    hear(permit, PermitStage.OFFERED);
    run.apply(new Command.Permitted(permit, Stage.TAKING, PermitStage.TAKEN, TICKET + 1));
    assertThat(what(permit).stage()).isEqualTo(Stage.ASKED);
  }

  @Test
  void answerToAnEarlierQuestionChangesNothing() {
    Handle permit = ask(run.root());
    grant(permit);
    run.apply(new Command.Permitted(permit, Stage.ASKED, PermitStage.OFFERED, TICKET));
    run.apply(new Command.Permitted(permit, Stage.TAKING, PermitStage.NONE, 0));
    assertThat(what(permit).stage()).isEqualTo(Stage.HELD);
  }

  @Test
  void whatIsGivenBackIsStoredUntilItWasSaid() {
    TestWorker root = run.root();
    Handle permit = ask(root);
    grant(permit);
    root.cancel(permit);
    assertThat(run.effects()).contains(new Effect.Elsewhere(permit, what(permit)));
    run.reload();
    run.apply(new Command.Permitted(permit, Stage.TAKING, PermitStage.TAKEN, TICKET));
    assertThat(what(permit).stage()).as("too late").isEqualTo(Stage.RETURNED);
    hear(permit, PermitStage.NONE);
    assertThat(run.state().elsewhere(permit)).isNull();
  }

  @Test
  void runIsNotOverBeforeAllIsGivenBack() {
    TestWorker root = run.root();
    Handle permit = ask(root);
    grant(permit);
    root.completes("done");
    assertThat(run.state().header().status().ended()).isTrue();
    assertThat(run.state().over()).isFalse();
    assertThat(what(permit).stage()).isEqualTo(Stage.RETURNED);
    hear(permit, PermitStage.NONE);
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void taskThatDiesForGoodGivesBackWhatItHas() {
    TestWorker root = run.root();
    Handle child = root.spawn(1).getFirst();
    TestWorker first = run.dispatch(child);
    Handle permit = first.handle();
    first.commit(
        0,
        List.of(TestRun.text("f")),
        TestRun.holding(permit),
        new Operation.Acquire(permit, LIMIT));
    grant(permit);
    run.apply(new Command.Lost(first.given.ref(), Command.Loss.CRASHED, "gone"));
    for (int i = 1; i < 2 * CoreSettings.DEFAULT.crashes(); i++) {
      assertThat(what(permit).stage()).as("attempt %d", i).isEqualTo(Stage.HELD);
      TestWorker next = run.dispatch(child);
      run.apply(new Command.Lost(next.given.ref(), Command.Loss.CRASHED, "gone"));
    }
    assertThat(run.status(child)).isEqualTo(TaskStatus.ENDED);
    assertThat(what(permit).stage()).isEqualTo(Stage.RETURNED);
  }

  @Test
  void permitThatNobodyCanNameIsGivenBack() {
    TestWorker root = run.root();
    Handle permit = ask(root);
    grant(permit);
    run.look();
    assertThat(what(permit).stage()).isEqualTo(Stage.HELD);
    root.commit(TestRun.NOTHING);
    run.look();
    assertThat(what(permit).stage()).isEqualTo(Stage.RETURNED);
  }

  @Test
  void cancellationOfTheRunDoesNotGiveBackWhatATaskIsIn() {
    Handle permit = ask(run.root());
    grant(permit);
    run.apply(new Command.Cancel());
    assertThat(what(permit).stage()).isEqualTo(Stage.HELD);
  }

  @Test
  void runThatIsTerminatedGivesBackWhatItsTasksHave() {
    TestWorker root = run.root();
    Handle child = root.spawn(1).getFirst();
    TestWorker worker = run.dispatch(child);
    Handle held = ask(worker);
    grant(held);
    Handle asked = ask(worker);
    root.await(child);
    run.apply(new Command.Terminate());
    assertThat(run.effects())
        .contains(new Effect.Elsewhere(held, what(held)))
        .contains(new Effect.Elsewhere(asked, what(asked)));
    run.reload();
    assertThat(what(held)).isEqualTo(new Next.Permit(LIMIT, Stage.RETURNED, TICKET));
    assertThat(what(asked).stage()).isEqualTo(Stage.RETURNED);
    assertThat(run.state().over()).isFalse();
    hear(held, PermitStage.NONE);
    assertThat(run.state().over()).isFalse();
    hear(asked, PermitStage.NONE);
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void whatIsOnItsWayBackIsNotGivenBackAgainByTheEndOfTheRun() {
    TestWorker root = run.root();
    Handle permit = ask(root);
    grant(permit);
    root.cancel(permit);
    run.apply(new Command.Terminate());
    assertThat(run.effects()).noneMatch(Effect.Elsewhere.class::isInstance);
    assertThat(what(permit).stage()).isEqualTo(Stage.RETURNED);
  }

  @Test
  void permitFailsWhileAnOlderReleaseIsThere() {
    TestRun older = new TestRun();
    older.write(new Format(Format.LIMITS - 1));
    older.apply(TestRun.start("input"));
    TestWorker root = older.root();
    Handle permit = ask(root);
    assertThat(older.effects()).noneMatch(Effect.Elsewhere.class::isInstance);
    Message.Committed reply = (Message.Committed) root.await(permit);
    assertThat(reply.next())
        .isInstanceOfSatisfying(
            Next.Raising.class,
            n -> assertThat(n.failure().code()).isEqualTo(ErrorCode.OLDER_COORDINATOR.text()));
  }

  @Test
  void workerCanNotSayThatItsTaskIsAPermit() {
    TestWorker root = run.root();
    Next next = new Next.Permit(LIMIT, Stage.HELD, TICKET);
    assertThat(root.send(root.next(next))).isInstanceOf(Message.Superseded.class);
  }
}
