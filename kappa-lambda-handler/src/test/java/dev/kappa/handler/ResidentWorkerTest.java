package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A worker for resident tasks, and what the function's workers leave to it. */
final class ResidentWorkerTest extends WorkerFixture {
  private final FakeCoordinator coordinator;

  ResidentWorkerTest() throws IOException {
    coordinator = coordinator();
  }

  private Map<String, String> environment() {
    Message.Address at = coordinator.address();
    Map<String, String> environment = new HashMap<>();
    environment.put("KAPPA_RESIDENT", "1");
    environment.put("KAPPA_CODE_VERSION", "v1");
    environment.put(
        "KAPPA_INVITATION",
        "{\"action\":\"work\",\"host\":\"%s\",\"port\":%d,\"token\":\"t\",\"invocation\":\"i\",\"api\":\"http://localhost\"}"
            .formatted(at.host(), at.port()));
    return environment;
  }

  private static ResidentWorker worker(Map<String, String> environment) {
    return new ResidentWorker(
        Programs.application(), environment, new ResidentPass(new Invitation(environment)::ask));
  }

  /** Lets a resident worker work until it has made so many commits. */
  private void residentUntil(int commits) throws InterruptedException {
    ResidentWorker resident = worker(environment());
    List<Thread> slots = resident.start();
    long end = System.nanoTime() + MINUTE.toNanos();
    while (coordinator.commits.size() < commits && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    resident.end(slots, MINUTE);
    assertThat(slots).noneMatch(Thread::isAlive);
  }

  @Test
  void functionsWorkerGivesATaskBackBeforeAResidentStep() {
    coordinator.tasks.add(FakeCoordinator.enter("placed", NAME));
    coordinator.work(worker, MINUTE);
    assertThat(Programs.LOG).containsExactly("here");
    Commit last = coordinator.commits.getLast();
    assertThat(last.release()).isTrue();
    assertThat(last.next().extent().isResident()).isTrue();
    assertThat(last.next().steps()).isEqualTo(1);
  }

  @Test
  void residentWorkerSaysWhatItIsAndGivesBackAStepThatIsNotResident() throws Exception {
    coordinator.tasks.add(FakeCoordinator.enter("placed", NAME));
    residentUntil(1);
    assertThat(Programs.LOG).isEmpty();
    assertThat(coordinator.commits.getFirst().release()).isTrue();
    Message.Hello hello = received(Message.Hello.class, coordinator).getFirst();
    assertThat(hello.resident()).isEqualTo("v1");
  }

  @Test
  void functionsWorkerDoesNotSayThatItIsResident() {
    coordinator.work(worker, MINUTE);
    assertThat(received(Message.Hello.class, coordinator).getFirst().resident()).isNull();
  }

  @Test
  void residentWorkerAsksAgainWhenThereIsNothingAndEndsWhenItIsToldTo() throws Exception {
    ResidentWorker resident = worker(environment());
    List<Thread> slots = resident.start();
    long end = System.nanoTime() + MINUTE.toNanos();
    while (received(Message.Poll.class, coordinator).size() < 3 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    resident.end(slots, MINUTE);
    assertThat(received(Message.Poll.class, coordinator)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(received(Message.Hello.class, coordinator)).hasSize(1);
    assertThat(slots).noneMatch(Thread::isAlive);
  }

  @Test
  void stepThatRunsWhenItIsToldToEndIsFinishedAndItsTaskGivenBack() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    Programs.watcher =
        step -> {
          begun.countDown();
          await(told);
        };
    coordinator.tasks.add(FakeCoordinator.enter("resident", NAME));
    ResidentWorker resident = worker(environment());
    List<Thread> slots = resident.start();
    await(begun);
    Thread ending = Thread.ofPlatform().start(() -> resident.end(slots, Duration.ofSeconds(20)));
    while (ending.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    told.countDown();
    ending.join();
    assertThat(Programs.LOG).containsExactly("there");
    Commit last = coordinator.commits.getLast();
    assertThat(last.release()).isTrue();
    assertThat(last.next().steps()).isEqualTo(1);
  }

  @Test
  void numberOutsideItsRangeIsRefusedWithItsName() {
    Map<String, String> environment = environment();
    environment.put("KAPPA_RESIDENT", "many");
    assertThatThrownBy(() -> worker(environment))
        .isInstanceOf(KappaException.class)
        .hasMessage("KAPPA_RESIDENT: 'many' (expected: a whole number, 1 to 1000)");
  }

  @Test
  void invitationWithoutAnAddressSaysWhatToSet() {
    assertThatThrownBy(() -> new Invitation(Map.of()).ask())
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("KAPPA_COORDINATOR is not set");
  }

  @Test
  void tokenThatACoordinatorBringsIsKeptWhenTheInvitationStaysTheSame() {
    ResidentPass pass = new ResidentPass(new Invitation(environment())::ask);
    pass.learn(List.of(coordinator.address(), new Message.Address("b", 1)), "newer");
    assertThat(pass.isAlone()).isFalse();
    assertThat(List.of(pass.next(), pass.next()))
        .containsExactlyInAnyOrder(coordinator.address(), new Message.Address("b", 1));
    pass.renew();
    assertThat(pass.token()).isEqualTo("newer");
    assertThat(pass.isAlone()).isTrue();
  }
}
