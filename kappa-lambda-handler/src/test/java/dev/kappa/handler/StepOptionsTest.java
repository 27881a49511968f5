package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.handler.FakeCoordinator.Answer;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps with time limits, and steps that run at most once, on a real worker. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StepOptionsTest extends WorkerFixture {
  private final FakeCoordinator coordinator;

  StepOptionsTest() throws IOException {
    coordinator = coordinator();
  }

  @BeforeEach
  void hold() {
    Programs.latch = new CountDownLatch(1);
  }

  @AfterEach
  void letGo() {
    Programs.latch.countDown();
  }

  private String work(String workflow) {
    coordinator.tasks.add(FakeCoordinator.enter(workflow, NAME));
    return coordinator.work(worker, MINUTE);
  }

  // ---- time limits

  @Test
  void stepThatTakesTooLongIsInterruptedAndFails() {
    work("limited");

    assertThat(failure(coordinator).code()).isEqualTo("KAPPA-307");
    assertThat(failure(coordinator).type()).isEqualTo("dev.kappa.TimedOutException");
    assertThat(failure(coordinator).step()).isEqualTo("slow");
    assertThat(failure(coordinator).message())
        .isEqualTo("step 'slow': not done within PT0.05S; it was interrupted, and has ended");
    assertThat(Programs.LOG).containsExactly("interrupted");
  }

  @Test
  void stepThatIsInTimeRunsOnItsOwnThreadWithItsContext() {
    Programs.latch.countDown();

    work("limited");

    assertThat(result(coordinator)).isEqualTo("\"kappa-step slow true\"");
  }

  @Test
  void whatALimitedStepThrowsIsItsFailure() {
    work("limited-fails");

    assertThat(failure(coordinator).message()).isEqualTo("boom");
    assertThat(failure(coordinator).step()).isEqualTo("explode");
  }

  @Test
  void stepThatIgnoresTheInterruptIsLeftBehindAndGivesNothing() {
    CountDownLatch ended = new CountDownLatch(1);
    Programs.watcher =
        step -> {
          if (step.equals("late")) {
            ended.countDown();
          }
        };

    work("stubborn");
    Programs.latch.countDown();
    await(ended);

    assertThat(result(coordinator))
        .contains("goes on all the same: what it does now has no effect on the task");
    assertThat(coordinator.commits).extracting(c -> c.next().steps()).containsExactly(1L);
    assertChain(coordinator);
  }

  @Test
  void whatAStepThatIsLeftBehindHasOpenIsClosedAndNotUsedAgain() {
    CountDownLatch closed = new CountDownLatch(2);
    Programs.watcher = what -> closed.countDown();

    work("leaves-open");
    await(closed);

    assertThat(result(coordinator)).isEqualTo("2");
    assertThat(Programs.LOG).containsExactlyInAnyOrder("opened", "opened", "closed 1", "closed 2");
  }

  @Test
  void retryTriesAgainAfterATimeOut() {
    work("limited-retried");

    assertThat(result(coordinator)).isEqualTo("3");
  }

  @Test
  void workerInWhichTooManyStepsWereLeftBehindEndsItsInvocation() {
    String answer = work("very-stubborn");

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"stuck\"}");
    Commit last = coordinator.commits.getLast();
    assertThat(last.release()).isTrue();
    assertThat(last.next().steps()).isEqualTo(StepThreads.MOST_LEFT + 1);
    assertThat(worker.isSpent()).isTrue();
  }

  @Test
  void limitAboveTheFunctionsIsAnErrorAtOnce() {
    work("limited-by-an-hour");

    assertThat(failure(coordinator).code()).isEqualTo("KAPPA-205");
    assertThat(failure(coordinator).message())
        .startsWith("step 'slow': a time limit of PT1H (expected: at most PT5")
        .endsWith("give the function a longer time limit, or the step a shorter one");
    assertThat(Programs.LOG).isEmpty();
  }

  @Test
  void stepForWhoseLimitThereIsNotEnoughTimeLeftIsGivenBack() {
    boolean[] late = {false};
    Programs.watcher = step -> late[0] = true;
    coordinator.tasks.add(FakeCoordinator.enter("limited-late", NAME));

    String answer = coordinator.work(worker, () -> late[0] ? 10_000 : 60_000);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"deadline\"}");
    assertThat(Programs.LOG).containsExactly("before");
    assertThat(coordinator.commits.getLast().release()).isTrue();
  }

  @Test
  void invocationThatHasDoneNothingYetDoesNotGiveItBack() {
    AtomicInteger asked = new AtomicInteger();
    coordinator.tasks.add(FakeCoordinator.enter("limited-alone", NAME));

    coordinator.work(worker, () -> asked.getAndIncrement() == 0 ? 60_000 : 10_000);

    assertThat(result(coordinator)).isEqualTo("\"alone\"");
  }

  // ---- what nobody wants any more

  @Test
  void stepThatAsksHearsThatItsTaskIsToBeCancelled() {
    coordinator.onHeartbeatSay = ref -> new Message.Unwanted(ref, false);

    work("asks");

    assertThat(Programs.LOG).isEmpty();
    assertThat(failure(coordinator).code()).isEqualTo("KAPPA-303");
    assertThat(coordinator.commits.getLast().next().cancelled()).isTrue();
  }

  @Test
  void stepThatAsksHearsThatAnotherHasItsTask() {
    coordinator.onHeartbeatSay = ref -> new Message.Unwanted(ref, true);
    coordinator.releaseOnHeartbeat = true;

    String answer = work("asks");

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).isEmpty();
    assertThat(coordinator.commits).isEmpty();
  }

  @Test
  void wordOfAnotherAttemptIsNotMeant() {
    AttemptRef other = new AttemptRef("run-1", Handle.ROOT, 7);
    AtomicInteger beats = new AtomicInteger();
    coordinator.onHeartbeatSay =
        ref -> {
          if (beats.incrementAndGet() == 3) {
            Programs.latch.countDown();
          }
          return new Message.Unwanted(other, true);
        };

    work("asks");

    assertThat(Programs.LOG).containsExactly("asked to the end, cancelled: false");
  }

  @Test
  void finalizerIsNotToldOfTheCancellationThatItCleansUpAfter() {
    AtomicInteger beats = new AtomicInteger();
    coordinator.onHeartbeatSay =
        ref -> {
          if (beats.incrementAndGet() == 3) {
            Programs.latch.countDown();
          }
          return new Message.Unwanted(ref, false);
        };

    work("asks-in-finalizer");

    assertThat(Programs.LOG).containsExactly("body", "asked to the end, cancelled: false");
  }

  // ---- at most once

  @Test
  void beginningIsDurableBeforeTheStepRunsAlsoIfTheTaskIsAsynchronous() {
    List<String> seen = new ArrayList<>();
    Programs.watcher = step -> seen.add(step + " after " + coordinator.commits.size());

    work("once-async");

    assertThat(seen).startsWith("before after 0", "charge after 1");
    assertThat(coordinator.commits).extracting(c -> c.next().steps()).containsExactly(1L, 2L, 3L);
    assertChain(coordinator);
  }

  @Test
  void stepWhoseWorkerDiedIsInDoubtForTheNext() throws IOException {
    coordinator.script =
        commit -> commit.seq() == 2 ? new Answer.Say(new Message.Superseded(2, "it died")) : null;
    work("once");
    Commit begun = coordinator.commits.getFirst();
    FakeCoordinator other = coordinator();
    other.tasks.add(coordinator.again(begun.next().push(), begun.next().next()));

    other.work(worker, MINUTE);

    assertThat(Programs.LOG).containsExactly("before", "charge");
    assertThat(failure(other).code()).isEqualTo("KAPPA-308");
    assertThat(failure(other).step()).isEqualTo("charge");
  }

  @Test
  void cancellationThatComesWithTheBeginningIsObeyed() {
    coordinator.script =
        commit -> commit.seq() == 1 ? new Answer.Say(new Message.Committed(1, true, null)) : null;

    work("once-async");

    assertThat(Programs.LOG).containsExactly("before");
    assertThat(failure(coordinator).code()).isEqualTo("KAPPA-303");
  }

  @Test
  void taskThatIsGivenBackBeforeTheStepRanIsNotInDoubt() throws IOException {
    boolean[] near = {false};
    coordinator.script =
        commit -> {
          near[0] = true;
          return null;
        };
    coordinator.tasks.add(FakeCoordinator.enter("once-async", NAME));

    coordinator.work(worker, () -> near[0] ? 500 : 60_000);
    assertThat(Programs.LOG).containsExactly("before");
    Commit released = coordinator.commits.getLast();
    assertThat(released.release()).isTrue();
    List<Payload> frames = new ArrayList<>(coordinator.commits.getFirst().next().push());
    frames.subList(released.next().keep(), frames.size()).clear();
    frames.addAll(released.next().push());
    FakeCoordinator other = coordinator();
    other.tasks.add(coordinator.again(frames, released.next().next()));
    other.work(worker, MINUTE);

    assertThat(Programs.LOG).containsExactly("before", "charge", "after");
  }
}
