package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.kappa.codec.Codec;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void workerThatEachCoordinatorRefusesEndsAndSaysWhy() throws Exception {
    coordinator.refusal = "the worker speaks version 1 of the protocol (expected: 2)";
    ResidentPass pass = new ResidentPass(new Invitation(environment())::ask);
    ResidentLife life = new ResidentLife(Duration.ZERO, Duration.ofMillis(700));
    Thread slot = slot(pass, life);
    slot.join();
    assertThat(life.failure()).isNotNull();
    assertThat(String.valueOf(life.failure()))
        .contains("no coordinator has let this resident worker in", "version 1 of the protocol");
    assertThat(received(Message.Hello.class, coordinator)).hasSizeBetween(2, 6);
  }

  @Test
  void workerThatIsLetInAgainGoesOn() throws Exception {
    coordinator.refusal = "later";
    ResidentLife life = new ResidentLife(Duration.ZERO, MINUTE);
    Thread slot = slot(new ResidentPass(new Invitation(environment())::ask), life);
    long end = System.nanoTime() + MINUTE.toNanos();
    while (received(Message.Hello.class, coordinator).isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    coordinator.refusal = null;
    while (received(Message.Poll.class, coordinator).isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    life.end(Duration.ZERO);
    slot.join();
    assertThat(life.failure()).isNull();
  }

  private Thread slot(ResidentPass pass, ResidentLife life) {
    Surroundings first =
        new Surroundings(
            Programs.application(),
            Codec.of(Programs.application().loader()),
            pass.order().api(),
            Path.of("."),
            life.time(),
            new StepThreads(),
            World.REAL,
            LargeValues.WITH_THE_COORDINATOR,
            true);
    ClassLoader loader = Programs.application().loader();
    return Thread.ofPlatform()
        .start(
            new ResidentSlot(
                pass, new ResidentSurroundings(first, pass.order()), loader, "v1", life));
  }

  @Test
  void valuesGoWhereTheLatestOrderSaysAndEncryptedIfItSaysSo() {
    ResidentPass pass = new ResidentPass(new Invitation(environment())::ask);
    Order.Work first = pass.order();
    TimeLimit time = new ResidentLife(Duration.ZERO).time();
    ResidentSurroundings all =
        new ResidentSurroundings(
            new Surroundings(
                Programs.application(),
                Codec.of(Programs.application().loader()),
                first.api(),
                Path.of("."),
                time,
                new StepThreads(),
                World.REAL,
                LargeValues.WITH_THE_COORDINATOR,
                true),
            first);
    assertThat(all.of(first).large()).isEqualTo(LargeValues.WITH_THE_COORDINATOR);
    Order.Work later =
        new Order.Work(
            first.coordinator(),
            "newer",
            "other",
            new Api("http://elsewhere", "key"),
            "",
            TestBuckets.PLACE + "?seal=true");
    Surroundings now = all.of(later);
    assertThat(now.api()).isEqualTo(later.api());
    assertThat(((LargeValues.InABucket) now.large()).place().seals()).isTrue();
    assertThat(all.of(later)).isSameAs(now);
    assertThat(pass.isStillThat(later)).isFalse();
  }

  @Test
  void quietSlotAsksOneOfSeveralCoordinatorsLongerAndEachOftenEnough() {
    ResidentPass pass = new ResidentPass(new Invitation(environment())::ask);
    pass.learn(List.of(coordinator.address(), new Message.Address("b", 1)), "i", "t");
    assertThat(pass.rounds(0, 0.99)).isEqualTo(1);
    assertThat(pass.rounds(2, 0)).isEqualTo(4);
    assertThat(pass.rounds(50, 0)).isEqualTo(8);
    assertThat(pass.rounds(50, 0.99)).isEqualTo(5);
    pass.learn(
        List.of(coordinator.address(), new Message.Address("b", 1), new Message.Address("c", 1)),
        "i",
        "t");
    assertThat(pass.rounds(50, 0)).isEqualTo(4);
  }

  @Test
  void pausesAfterRefusalsGrowUpToABound() {
    assertThat(ResidentSlot.pauseMillis(0, 1)).isEqualTo(500);
    assertThat(ResidentSlot.pauseMillis(0, 0)).isEqualTo(250);
    assertThat(ResidentSlot.pauseMillis(3, 1)).isEqualTo(4_000);
    assertThat(ResidentSlot.pauseMillis(1_000_000, 1)).isEqualTo(8_000);
  }

  private static void assertWrong(Map<String, String> environment, ErrorCode code, String says) {
    assertThatThrownBy(() -> new Invitation(environment).ask())
        .isInstanceOfSatisfying(KappaException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(says);
  }

  @Test
  void whatIsWrongWithAnInvitationIsNamed() {
    assertWrong(
        Map.of("KAPPA_INVITATION", "{\"action\":\"describe\"}"),
        ErrorCode.BAD_REQUEST,
        "KAPPA_INVITATION is no invitation of a resident worker: it does not ask for work");
    assertWrong(
        Map.of("KAPPA_INVITATION", "{"),
        ErrorCode.BAD_REQUEST,
        "KAPPA_INVITATION is no invitation of a resident worker: it is not JSON");
    assertWrong(
        Map.of("KAPPA_COORDINATOR", "coordinator:7070"),
        ErrorCode.INVALID_ARGUMENT,
        "KAPPA_COORDINATOR: 'coordinator:7070' (expected: the address");
    Map<String, String> here = Map.of("KAPPA_COORDINATOR", "http://127.0.0.1:1");
    assertWrong(here, ErrorCode.COORDINATOR_UNREACHABLE, "http://127.0.0.1:1 does not answer");
    Map<String, String> more = new HashMap<>(here);
    more.put("KAPPA_TOKEN_FILE", "/no/such/file");
    assertWrong(more, ErrorCode.FILE_NOT_FOUND, "KAPPA_TOKEN_FILE: '/no/such/file' can't be read");
    more.put("KAPPA_TOKEN_FILE", "");
    more.put("KAPPA_CA", "/no/ca");
    assertWrong(more, ErrorCode.FILE_NOT_FOUND, "KAPPA_CA: '/no/ca' can't be read");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectIsNotFollowedAndNobodyElseIsShownTheToken(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String here = "http://127.0.0.1:" + server.getAddress().getPort();
    List<String> shown = new CopyOnWriteArrayList<>();
    server.createContext(
        "/",
        exchange -> {
          shown.add(
              exchange.getRequestURI() + " " + exchange.getRequestHeaders().get("Authorization"));
          exchange.getResponseHeaders().add("Location", here + "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      assertWrong(
          Map.of("KAPPA_COORDINATOR", here, "KAPPA_TOKEN", "secret"),
          ErrorCode.BAD_REQUEST,
          "answers " + status);
      assertThat(shown).containsExactly("/v1/resident-workers [Bearer secret]");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void tokenThatACoordinatorBringsIsKeptWhenTheInvitationStaysTheSame() {
    ResidentPass pass = new ResidentPass(new Invitation(environment())::ask);
    pass.learn(List.of(coordinator.address(), new Message.Address("b", 1)), "i", "newer");
    assertThat(pass.isAlone()).isFalse();
    assertThat(List.of(pass.next(), pass.next()))
        .containsExactlyInAnyOrder(coordinator.address(), new Message.Address("b", 1));
    pass.renew();
    assertThat(pass.order().token()).isEqualTo("newer");
    assertThat(pass.isAlone()).isTrue();
  }
}
