package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.metrics.Metric;
import dev.kappa.coordinator.metrics.Readings;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Carried;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What functions are given and return goes through a bucket where it is too large for them. */
final class CarriedTurnsTest {
  private static final String RUN = "run";
  private static final int INLINE = 1_000;
  private static final String LARGE = "\"" + "x".repeat(2 * INLINE) + "\"";

  private final ManualLoop loop = new ManualLoop();
  private final TestClaims claims = new TestClaims(INLINE);
  private final TurnPlatform platform = new TurnPlatform(claims);
  private final MemoryStore memory = new MemoryStore(1, InstantSource.system());
  private final Engine engine = engine();

  private Engine engine() {
    EngineSettings settings =
        EngineSettings.of(10).withLease(Duration.ofSeconds(30)).with(WorkersMode.RETURN);
    Invitations invitations = new Invitations("127.0.0.1", "secret");
    return new Engine(
        loop, claims.over(memory.on(loop)), platform, invitations, settings, loop.time());
  }

  private void start(String input) {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    engine.commands().submit(RUN, new Command.Start("flow", input.getBytes(UTF_8), 1), r -> {});
    loop.pass(10);
  }

  private TurnPlatform.Invoked started(String input) {
    start(input);
    return platform.take();
  }

  private RunHeader header() {
    var header = engine.reads().header(RUN);
    loop.pass(10);
    return header.join();
  }

  private static Message completes(Assignment task) {
    Next completed = new Next.Completed(Payload.NONE, "42".getBytes(UTF_8));
    return new Message.Commits(TestWorker.commit(task, completed, false));
  }

  private void returnsClaim(TurnPlatform.Invoked invoked, Carried.Claim claim) {
    invoked.answers(
        "{\"tasks\":1,\"reason\":\"returned\",\"claim\":\"%s\"}".formatted(claim.text()));
    loop.pass(10);
  }

  private void end(TurnPlatform.Invoked invoked) {
    invoked.returns(completes(invoked.task()));
    loop.pass(10);
    assertThat(header().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(claims.objects).isEmpty();
  }

  private double ended(InvokeError how) {
    Readings all = new Readings();
    engine.read(all);
    return all.number(Metric.INVOCATIONS_ENDED, how.name().toLowerCase(Locale.ROOT));
  }

  // ---- what it is given

  @Test
  void orderThatFitsIsInThePayload() {
    TurnPlatform.Invoked invoked = started("1");
    assertThat(invoked.order().has("claim")).isFalse();
    end(invoked);
  }

  @Test
  void orderThatIsTooLargeIsNamedInThePayloadAndDroppedWhenTheInvocationHasEnded() {
    TurnPlatform.Invoked invoked = started(LARGE);
    assertThat(invoked.order().has("messages")).isFalse();
    assertThat(claims.objects).hasSize(1);
    assertThat(((Next.Enter) invoked.task().next()).input()).hasSize(LARGE.length());
    end(invoked);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRASH", "THROTTLED", "NO_ANSWER"})
  void orderIsDroppedHoweverTheInvocationEnds(InvokeError how) {
    TurnPlatform.Invoked invoked = started(LARGE);
    invoked.ends(new InvokeOutcome.Failed(how, "so it was"));
    loop.pass(10);
    TurnPlatform.Invoked again = null;
    for (int i = 0; i < 40 && again == null; i++) {
      loop.pass(1_000);
      again = platform.waiting() == 0 ? null : platform.take();
    }
    assertThat(again).isNotNull();
    assertThat(claims.objects).hasSize(1);
    assertThat(claims.objects.keySet().iterator().next()).contains("0.0-2-");
  }

  @Test
  void functionIsNotInvokedBeforeItsOrderIsThere() {
    CompletableFuture<Void> slow = new CompletableFuture<>();
    claims.slow = slow;
    start(LARGE);
    loop.pass(20_000);
    assertThat(platform.waiting()).isZero();
    slow.complete(null);
    loop.pass(10);
    end(platform.take());
  }

  @Test
  void functionIsNotInvokedWithWhatBecameAnothersWhileItWasPutThere() {
    CompletableFuture<Void> slow = new CompletableFuture<>();
    claims.slow = slow;
    start(LARGE);
    claims.slow = null;
    engine
        .attempts()
        .lost(new AttemptRef(RUN, Handle.ROOT, 1), Command.Loss.ORPHANED, "it was taken for lost");
    loop.pass(10);
    slow.complete(null);
    loop.pass(10);
    assertThat(platform.waiting()).isEqualTo(1);
    TurnPlatform.Invoked second = platform.take();
    assertThat(second.task().ref().epoch()).isEqualTo(2);
    assertThat(claims.objects).hasSize(1);
    end(second);
  }

  @Test
  void orderThatCanNotBePutThereSaysNothingOfTheTaskAndIsTold() {
    claims.failure = new KappaException(ErrorCode.BUCKET_ACCESS_DENIED, "who are you?");
    start(LARGE);
    loop.pass(5_000);
    assertThat(platform.waiting()).isZero();
    assertThat(String.valueOf(engine.reads().warning(RUN)))
        .contains("KAPPA-606", "KAPPA-603: who are you?");
    assertThat(ended(InvokeError.ORDER_NOT_STORED)).isGreaterThan(2);
    claims.failure = null;
    loop.pass(10_000);
    TurnPlatform.Invoked invoked = platform.take();
    assertThat(invoked.task().poison()).isNull();
    assertThat(invoked.says("careful")).isFalse();
    end(invoked);
  }

  @Test
  void whatIsAboveAllLimitsFailsTheTaskAndNamesWhatToDo() {
    Assignment task = started(LARGE).task();
    TurnPayload payload =
        new TurnPayload(task, TurnWishes.Wish.NONE, new TurnLimits(INLINE, 2 * INLINE, INLINE));
    assertThat(payload.choose()).isEmpty();
    assertThat(payload.isLarge()).isFalse();
    assertThat(((Next.Raising) payload.task().next()).failure().message())
        .contains("at most 2000", "--workers-mode callback")
        .doesNotContain("--blobs");
  }

  // ---- what it returns

  @Test
  void answerIsReadWhereItsClaimSaysAndDropped() {
    TurnPlatform.Invoked invoked = started("1");
    byte[] said = TurnAnswerTest.bytes(completes(invoked.task()));
    returnsClaim(invoked, claims.returned(invoked.task().ref(), said));
    assertThat(header().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(claims.objects).isEmpty();
  }

  @Test
  void answerOfAnotherAttemptIsNotRead() {
    TurnPlatform.Invoked invoked = started("1");
    byte[] said = TurnAnswerTest.bytes(completes(invoked.task()));
    AttemptRef other = new AttemptRef("other", invoked.task().ref().task(), 1);
    returnsClaim(invoked, claims.returned(other, said));
    assertThat(header().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(claims.objects).as("it is not ours to drop").hasSize(1);
    claims.objects.clear();
    loop.pass(1_000);
    TurnPlatform.Invoked second = platform.take();
    assertThat(second.says("careful")).as("its steps have run").isTrue();
    end(second);
  }

  @Test
  void answerThatIsNotThereOrDamagedEndsTheAttemptAndFailsTheStepInTheEnd() {
    start("1");
    for (int i = 0; i < 3; i++) {
      TurnPlatform.Invoked invoked = platform.take();
      assertThat(invoked.task().poison()).isNull();
      byte[] said = TurnAnswerTest.bytes(completes(invoked.task()));
      Carried.Claim claim = claims.returned(invoked.task().ref(), said);
      claims.objects.replace(claim.text(), i == 0 ? new byte[0] : new byte[said.length]);
      returnsClaim(invoked, claim);
      assertThat(claims.objects).isEmpty();
      loop.pass(1_000);
    }
    assertThat(ended(InvokeError.ANSWER_NOT_READ)).isEqualTo(3);
    var poison = platform.take().task().poison();
    assertThat(poison == null ? "" : poison.code()).isEqualTo("KAPPA-310");
    assertThat(poison == null ? "" : poison.message()).contains("was changed");
  }

  @Test
  void answerThatCanNotBeHadIsTheBucketsFaultAndTheTaskGoesOnWithAnother() {
    TurnPlatform.Invoked invoked = started("1");
    Carried.Claim claim =
        claims.returned(invoked.task().ref(), TurnAnswerTest.bytes(completes(invoked.task())));
    claims.failure = new KappaException(ErrorCode.BUCKET_UNREACHABLE, "no answer");
    returnsClaim(invoked, claim);
    claims.failure = null;
    loop.pass(1_000);
    TurnPlatform.Invoked second = platform.take();
    assertThat(second.says("careful")).isTrue();
    end(second);
  }

  @Test
  void answerThatIsNoClaimCounts() {
    TurnPlatform.Invoked invoked = started("1");
    invoked.answers("{\"tasks\":1,\"reason\":\"returned\",\"claim\":\"run/what is that?\"}");
    loop.pass(1_000);
    TurnPlatform.Invoked second = platform.take();
    assertThat(second.says("careful")).as("its steps have run").isTrue();
    end(second);
  }

  // ---- room

  @Test
  void whatDoesNotFitWaitsAndComesInTurn() {
    ClaimRoom room = new ClaimRoom(100);
    List<String> begun = new ArrayList<>();
    ClaimRoom.Place first = room.order(200);
    ClaimRoom.Place second = room.order(60);
    ClaimRoom.Place third = room.order(30);
    ClaimRoom.Place fourth = room.order(30);
    first.enter(() -> begun.add("first, though it is larger than all"));
    second.enter(() -> begun.add("second"));
    third.enter(() -> begun.add("third"));
    fourth.enter(() -> begun.add("fourth"));
    assertThat(begun).hasSize(1);
    third.close();
    first.close();
    assertThat(begun).containsExactly("first, though it is larger than all", "second", "fourth");
    first.close();
    second.close();
    fourth.close();
    ClaimRoom.Place last = room.order(100);
    last.enter(() -> begun.add("last"));
    assertThat(begun).endsWith("last");
  }

  @Test
  void whatFunctionsHaveDoneComesBeforeWhatTheyAreToDo() {
    ClaimRoom room = new ClaimRoom(100);
    List<String> begun = new ArrayList<>();
    ClaimRoom.Place inside = room.order(100);
    inside.enter(() -> begun.add("inside"));
    room.order(50).enter(() -> begun.add("order"));
    room.answer(60).enter(() -> begun.add("answer"));
    inside.close();
    assertThat(begun).containsExactly("inside", "answer");
  }

  @Test
  void thousandsMayLeaveAsSoonAsTheyAreLetIn() {
    ClaimRoom room = new ClaimRoom(100);
    ClaimRoom.Place inside = room.order(100);
    inside.enter(() -> {});
    AtomicInteger begun = new AtomicInteger();
    for (int i = 0; i < 100_000; i++) {
      ClaimRoom.Place each = room.order(100);
      each.enter(
          () -> {
            begun.incrementAndGet();
            each.close();
          });
    }
    inside.close();
    assertThat(begun).hasValue(100_000);
  }
}
