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
import dev.kappa.coordinator.store.Store;
import dev.kappa.objects.Carried;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions that return what they did, in a time that the test makes pass. */
final class ReturningWorkersTest {
  private static final String RUN = "run";
  private static final long TEN_MINUTES = 600_000;
  private static final Payload STANDING = frame("it stands at the step");
  private static final Payload MARK = frame("the step has begun");

  private final ManualLoop loop = new ManualLoop();
  private final TurnPlatform platform = new TurnPlatform();
  private final MemoryStore memory = new MemoryStore(1, InstantSource.system());
  private final SlowStore slow = new SlowStore();
  private final Engine engine = engine();

  private Engine engine() {
    EngineSettings settings =
        EngineSettings.of(10).withLease(Duration.ofSeconds(30)).with(WorkersMode.RETURN);
    Invitations invitations = new Invitations("127.0.0.1", "secret");
    Store store = slow.around(memory.on(loop));
    return new Engine(loop, store, platform, invitations, settings, loop.time());
  }

  private void start(String input) {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    engine.commands().submit(RUN, new Command.Start("flow", input.getBytes(UTF_8), 1), r -> {});
    loop.pass(10);
  }

  private TurnPlatform.Invoked started() {
    start("1");
    return platform.take();
  }

  private RunHeader header() {
    var header = engine.reads().header(RUN);
    loop.pass(10);
    return header.join();
  }

  private static Payload frame(String text) {
    return new Payload(List.of(), List.of(), text.getBytes(UTF_8));
  }

  private static Message commits(Assignment task, Next next, boolean release) {
    return new Message.Commits(TestWorker.commit(task, next, release));
  }

  private static Next completed() {
    return new Next.Completed(Payload.NONE, "42".getBytes(UTF_8));
  }

  private void end(TurnPlatform.Invoked invoked) {
    invoked.returns(commits(invoked.task(), completed(), false));
    loop.pass(10);
    assertThat(header().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  // ---- what it returns

  @Test
  void functionIsInvokedWithATaskAndWhatItReturnsIsCommitted() {
    TurnPlatform.Invoked invoked = started();
    assertThat(invoked.task().ref()).isEqualTo(new AttemptRef(RUN, Handle.ROOT, 1));
    assertThat(invoked.says("begun")).isFalse();
    end(invoked);
    assertThat(platform.waiting()).isZero();
  }

  @Test
  void invocationsAreCountedWhenTheFunctionIsInvoked() {
    TurnPlatform.Invoked first = started();
    assertThat(invocations("returned")).containsExactly(1.0, 0.0);
    first.returns(commits(first.task(), TestWorker.NOTHING, true));
    loop.pass(10);
    TurnPlatform.Invoked second = platform.take();
    second.ends(new InvokeOutcome.Failed(InvokeError.CRASH, "it died"));
    loop.pass(1_000);
    assertThat(invocations("returned")).containsExactly(3.0, 1.0);
    assertThat(invocations("crash")).containsExactly(3.0, 1.0);
  }

  /** {@return how many there were so far, and how many have ended so} */
  private List<Double> invocations(String outcome) {
    Readings all = new Readings();
    engine.read(all);
    return List.of(
        all.number(Metric.INVOCATIONS_STARTED), all.number(Metric.INVOCATIONS_ENDED, outcome));
  }

  @Test
  void taskThatIsGivenBackGoesOnInAnotherInvocation() {
    TurnPlatform.Invoked first = started();
    first.returns(commits(first.task(), TestWorker.NOTHING, true));
    loop.pass(10);
    TurnPlatform.Invoked second = platform.take();
    assertThat(second.task().ref().epoch()).isEqualTo(2);
    assertThat(second.task().seq()).isEqualTo(1);
    end(second);
    assertThat(header().counts().checkpoints()).isEqualTo(2);
  }

  @Test
  void nothingIsInvokedWhileATaskSleeps() {
    TurnPlatform.Invoked first = started();
    long until = loop.time().now() + TEN_MINUTES;
    first.returns(commits(first.task(), new Next.Sleep(until), true));
    loop.pass(TEN_MINUTES - 1_000);
    assertThat(platform.waiting()).isZero();
    loop.pass(2_000);
    end(platform.take());
  }

  @Test
  void functionThatWorksForLongKeepsItsTask() {
    TurnPlatform.Invoked invoked = started();
    loop.pass(TEN_MINUTES);
    assertThat(platform.waiting()).isZero();
    end(invoked);
  }

  @Test
  void whatIsReturnedForAnotherAttemptChangesNothing() {
    TurnPlatform.Invoked first = started();
    first.returns(commits(first.task(), TestWorker.NOTHING, true));
    loop.pass(10);
    TurnPlatform.Invoked second = platform.take();
    second.returns(commits(first.task(), completed(), false));
    loop.pass(10);
    assertThat(header().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(header().counts().checkpoints()).isEqualTo(1);
    loop.pass(1_000);
    end(platform.take());
  }

  @Test
  void functionIsNotInvokedWithWhatBecameAnothersWhileItsBlobsWereFetched() {
    TurnPlatform.Invoked first = started();
    Payload value = new Payload(List.of(), List.of("0.0-1-3-1-x"), new byte[0]);
    slow.leaveUnnoticed(0);
    first.returns(commits(first.task(), new Next.Holding(value), true));
    loop.pass(10);
    assertThat(platform.waiting()).isZero();
    AttemptRef fetching = new AttemptRef(RUN, Handle.ROOT, 2);
    engine.attempts().lost(fetching, Command.Loss.ORPHANED, "it was taken for lost");
    loop.pass(10);
    slow.let();
    loop.pass(10);
    slow.let();
    loop.pass(10);
    assertThat(platform.waiting()).isEqualTo(1);
    TurnPlatform.Invoked third = platform.take();
    assertThat(third.task().ref().epoch()).isEqualTo(3);
  }

  @Test
  void taskWhoseFunctionNamesABlobThatCannotBeIsGivenToAnotherAfterItsLease() {
    TurnPlatform.Invoked first = started();
    first.returns(
        new Message.PutBlob(first.task().ref(), "0.0-1-" + "x".repeat(100_000), new byte[] {1}),
        commits(first.task(), completed(), false));
    loop.pass(10);
    assertThat(header().status()).isEqualTo(RunStatus.RUNNING);
    loop.pass(60_000);
    end(platform.take());
  }

  // ---- what it lacks

  @Test
  void blobThatItLackedComesWithTheNextAttempt() {
    TurnPlatform.Invoked first = started();
    String name = "0.0-1-3-1-x";
    byte[] bytes = {1, 2, 3};
    Payload value = new Payload(List.of(), List.of(name), new byte[0]);
    first.returns(
        new Message.PutBlob(first.task().ref(), name, bytes),
        new Message.FetchBlob(first.task().ref(), "lacked"),
        commits(first.task(), new Next.Holding(value), true));
    loop.pass(10);
    List<Message> given = platform.take().messages();
    assertThat(given).anyMatch(m -> m instanceof Message.PutBlob blob && blob.name().equals(name));
    AttemptRef next = new AttemptRef(RUN, first.task().ref().task(), 2);
    assertThat(given).as("there is none").contains(new Message.FetchBlob(next, "lacked"));
  }

  @Test
  void asManyFramesComeAsFitIfTheyWereLacked() {
    TurnPlatform.Invoked first = started();
    List<Payload> frames = Stream.generate(() -> frame("x".repeat(60_000))).limit(20).toList();
    Commit deep =
        new Commit(
            first.task().ref(),
            1,
            first.task().base(),
            new Continuation(0, frames, TestWorker.NOTHING, 0, 0, Extent.NONE, false),
            List.of(),
            true);
    first.returns(new Message.Commits(deep));
    loop.pass(10);
    TurnPlatform.Invoked second = platform.take();
    assertThat(second.task().top()).hasSizeLessThan(20);
    second.returns(
        new Message.FetchFrames(second.task().ref(), second.task().base(), 1),
        commits(second.task(), TestWorker.NOTHING, true));
    loop.pass(10);
    TurnPlatform.Invoked third = platform.take();
    assertThat(third.says("whole")).isTrue();
    assertThat(third.task().top()).isEqualTo(frames);
  }

  @Test
  void inputThatDoesNotFitInAnInvocationFailsTheTaskAndNamesWhatToDo() {
    start("\"" + "x".repeat(Carried.MOST_INLINE) + "\"");
    Next given = platform.take().task().next();
    assertThat(given).isInstanceOf(Next.Raising.class);
    assertThat(((Next.Raising) given).failure().code()).isEqualTo("KAPPA-401");
    assertThat(((Next.Raising) given).failure().message())
        .contains("--blobs", "--workers-mode callback");
  }

  // ---- how invocations fail

  @ParameterizedTest
  @EnumSource(names = {"CRASH", "TIMEOUT", "OUT_OF_MEMORY", "HANDLED", "RESPONSE_TOO_LARGE"})
  void functionThatDiesAgainAndAgainIsGivenAnErrorInsteadOfItsStep(InvokeError kind) {
    start("1");
    for (int i = 0; i < 3; i++) {
      TurnPlatform.Invoked invoked = platform.take();
      assertThat(invoked.task().poison()).isNull();
      assertThat(invoked.says("careful")).isEqualTo(i > 0);
      invoked.ends(new InvokeOutcome.Failed(kind, "dead"));
      loop.pass(1_000);
    }
    var poison = platform.take().task().poison();
    assertThat(poison).isNotNull();
    assertThat(poison == null ? "" : poison.code()).isEqualTo(kind.rule().ofTask().text());
  }

  @Test
  void functionThatDoesNothingAgainAndAgainIsGivenAnErrorInsteadOfItsStep() {
    start("1");
    for (int i = 0; i < 3; i++) {
      platform.take().answers("{\"tasks\":1,\"reason\":\"protocol\",\"error\":{}}");
      loop.pass(1_000);
    }
    var poison = platform.take().task().poison();
    assertThat(poison == null ? "" : poison.code()).isEqualTo("KAPPA-310");
  }

  @Test
  void functionThatDoesNotStartSaysNothingOfTheTaskAndIsTold() {
    start("1");
    List<InvokeOutcome> all =
        List.of(
            new InvokeOutcome.Failed(InvokeError.THROTTLED, "too many"),
            new InvokeOutcome.Failed(InvokeError.INIT_ERROR, "no class"),
            new InvokeOutcome.Failed(InvokeError.REQUEST_TOO_LARGE, "too large"),
            new InvokeOutcome.Returned("{\"error\":{\"code\":\"KAPPA-105\"}}".getBytes(UTF_8)),
            new InvokeOutcome.Returned("what is that?".getBytes(UTF_8)));
    List<String> told = new ArrayList<>();
    for (InvokeOutcome how : all) {
      platform.take().ends(how);
      loop.pass(5);
      told.add(String.valueOf(engine.reads().warning(RUN)));
      loop.pass(10_000);
    }
    TurnPlatform.Invoked last = platform.take();
    assertThat(last.task().poison()).isNull();
    assertThat(last.says("careful")).isFalse();
    assertThat(told.getFirst()).isEqualTo("null");
    assertThat(told.getLast()).contains("KAPPA-508", "what is that?");
    end(last);
  }

  @Test
  void invocationOfWhichNobodyKnowsHowItEndedIsWaitedForAsLongAsALease() {
    TurnPlatform.Invoked first = started();
    first.ends(new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "connection reset"));
    loop.pass(29_000);
    assertThat(platform.waiting()).isZero();
    loop.pass(3_000);
    TurnPlatform.Invoked second = platform.take();
    assertThat(second.task().poison()).isNull();
    assertThat(second.says("careful")).isFalse();
    end(second);
  }

  // ---- steps that run at most once

  private void begins(TurnPlatform.Invoked invoked) {
    Assignment task = invoked.task();
    Commit standing = commit(task.ref(), 1, task.base(), STANDING);
    Commit begun = commit(task.ref(), 2, standing.digest(), MARK);
    Assignment next =
        new Assignment(
            task.ref(),
            1,
            2,
            begun.digest(),
            1,
            List.of(STANDING),
            TestWorker.NOTHING,
            0,
            0,
            Extent.NONE,
            false,
            false,
            "flow",
            null);
    invoked.returns(
        new Message.Commits(standing), new Message.Commits(begun), new Message.Assigned(next));
  }

  private static Commit commit(AttemptRef ref, long seq, long base, Payload top) {
    Continuation continuation =
        new Continuation(0, List.of(top), TestWorker.NOTHING, 0, 0, Extent.NONE, false);
    return new Commit(ref, seq, base, continuation, List.of(), false);
  }

  @Test
  void stepIsBegunByTheSameAttemptWhenThatIsStored() {
    TurnPlatform.Invoked first = started();
    begins(first);
    loop.pass(10);
    TurnPlatform.Invoked second = platform.take();
    assertThat(second.says("begun")).isTrue();
    assertThat(second.task().ref()).isEqualTo(first.task().ref());
    assertThat(second.task().seq()).isEqualTo(2);
    end(second);
  }

  @Test
  void stepWhoseFunctionDiesIsInDoubt() {
    begins(started());
    loop.pass(10);
    platform.take().ends(new InvokeOutcome.Failed(InvokeError.CRASH, "dead"));
    loop.pass(10);
    assertThat(platform.take().task().top()).containsExactly(MARK);
  }

  @Test
  void stepThatIsNotBegunAfterAllIsNotInDoubt() {
    begins(started());
    loop.pass(10);
    platform.take().ends(new InvokeOutcome.Failed(InvokeError.THROTTLED, "too many"));
    loop.pass(1_000);
    TurnPlatform.Invoked again = platform.take();
    assertThat(again.says("begun")).isFalse();
    assertThat(again.task().ref().epoch()).isEqualTo(2);
    assertThat(again.task().top()).containsExactly(STANDING);
  }

  @Test
  void stepOfATaskThatIsToBeCancelledIsNotBegun() {
    TurnPlatform.Invoked first = started();
    engine.commands().submit(RUN, new Command.Cancel(), reply -> {});
    begins(first);
    loop.pass(10);
    TurnPlatform.Invoked again = platform.take();
    assertThat(again.says("begun")).isFalse();
    assertThat(again.task().cancel()).isTrue();
    assertThat(again.task().top()).containsExactly(STANDING);
  }
}
