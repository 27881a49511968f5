package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.PermitVerb;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How permits of limits are asked for, taken and given back, in a time that the test makes pass.
 */
final class PermitErrandsTest {
  private static final String RUN = "run";
  private static final Handle PERMIT = new Handle(1, 1);
  private static final LimitSpec LIMIT = new LimitSpec("api", 2, 0, 0);
  private static final long TICKET = 7;
  private static final PermitAnswer WAITING = new PermitAnswer(PermitStage.WAITING, TICKET);
  private static final PermitAnswer OFFERED = new PermitAnswer(PermitStage.OFFERED, TICKET);
  private static final PermitAnswer TAKEN = new PermitAnswer(PermitStage.TAKEN, TICKET);

  private final ManualLoop loop = new ManualLoop();
  private final TestPlatform platform = new TestPlatform();
  private final AskedRuns others = new AskedRuns();
  private final MemoryStore store = new MemoryStore(1, InstantSource.system());
  private final Engine engine = engine();

  private Engine engine() {
    EngineSettings settings =
        new EngineSettings(
            CoreSettings.DEFAULT,
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            10,
            Duration.ofSeconds(30),
            10_000_000);
    return new Engine(
        loop,
        store.on(loop),
        platform,
        new Invitations("127.0.0.1", "secret"),
        settings,
        loop.time());
  }

  private void open(Engine opened, AskedRuns asked) {
    var unused = opened.open(TestSeats.alone());
    opened.everywhere(asked);
    loop.pass(10);
  }

  @BeforeEach
  void openAndAsk() {
    open(engine, others);
    engine.commands().submit(RUN, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
    Assignment root = assigned(1);
    commit(root, 1, root.base(), new Next.Await(PERMIT), new Operation.Acquire(PERMIT, LIMIT));
  }

  private Assignment assigned(long instance) {
    TestWorker worker = new TestWorker(platform.take().id(), instance);
    engine.workers().connected(worker);
    engine.workers().poll(worker, TestWorker.poll());
    loop.pass(10);
    worker.take(Message.Welcome.class);
    return worker.take(Message.Assigned.class).assignment();
  }

  private void commit(Assignment to, long seq, long base, Next next, Operation... operations) {
    Continuation rest = new Continuation(0, List.of(), next, 1, 0, Extent.NONE, false);
    Commit commit = new Commit(to.ref(), seq, base, rest, List.of(operations), false);
    engine.commands().submit(RUN, new Command.Committed(commit, seq), reply -> {});
    loop.pass(10);
  }

  private void answer(AskedRuns asked, PermitVerb verb, long ticket, PermitAnswer answer) {
    AskedLimits.Asked question = asked.limits.take();
    assertThat(question.request())
        .isEqualTo(new PermitRequest(verb, LIMIT, RUN, PERMIT.toString(), ticket));
    question.answer().complete(answer);
    loop.pass(10);
  }

  private void answer(PermitVerb verb, long ticket, PermitAnswer answer) {
    answer(others, verb, ticket, answer);
  }

  @Test
  void permitIsAskedForTakenAndGivenBack() {
    answer(PermitVerb.ACQUIRE, 0, OFFERED);
    answer(PermitVerb.TAKE, TICKET, TAKEN);
    Assignment root = assigned(2);
    assertThat(root.next()).isInstanceOf(Next.Holding.class);
    loop.pass(20_000);
    assertThat(others.limits.waiting()).as("nothing is to be said of what it has").isZero();
    commit(root, 2, root.base(), new Next.Holding(Payload.NONE), new Operation.Cancel(PERMIT));
    answer(PermitVerb.RELEASE, TICKET, PermitAnswer.NONE);
    loop.pass(60_000);
    assertThat(others.limits.waiting()).isZero();
  }

  @Test
  void whoWaitsAsksAgainBeforeAnOfferIsOver() {
    answer(PermitVerb.ACQUIRE, 0, WAITING);
    assertThat(others.limits.waiting()).as("at once").isZero();
    loop.pass(100);
    answer(PermitVerb.ACQUIRE, 0, WAITING);
    loop.pass(200_000);
    for (int i = 0; i < 5; i++) {
      answer(PermitVerb.ACQUIRE, 0, WAITING);
      loop.pass(10_000);
    }
    answer(PermitVerb.ACQUIRE, 0, OFFERED);
  }

  @Test
  void whoHearsOfAnOfferDoesNotWait() {
    answer(PermitVerb.ACQUIRE, 0, WAITING);
    engine.errands().hurry(RUN, PERMIT);
    loop.pass(1);
    answer(PermitVerb.ACQUIRE, 0, OFFERED);
    answer(PermitVerb.TAKE, TICKET, TAKEN);
    assertThat(assigned(2).next()).isInstanceOf(Next.Holding.class);
  }

  @Test
  void offerThatWasOverIsAskedForAnew() {
    answer(PermitVerb.ACQUIRE, 0, OFFERED);
    answer(PermitVerb.TAKE, TICKET, PermitAnswer.NONE);
    answer(PermitVerb.ACQUIRE, 0, WAITING);
  }

  @Test
  void whatDoesNotAnswerIsAskedAgainTheSame() {
    for (int i = 0; i < 5; i++) {
      others
          .limits
          .take()
          .answer()
          .completeExceptionally(new KappaException(ErrorCode.OVERLOADED, "no"));
      loop.pass(10);
      assertThat(others.limits.waiting()).as("at once").isZero();
      loop.pass(10_000);
    }
    answer(PermitVerb.ACQUIRE, 0, OFFERED);
  }

  @Test
  void nextOwnerTakesTheOfferThatWasWrittenDown() {
    answer(PermitVerb.ACQUIRE, 0, OFFERED);
    var closed = engine.close();
    loop.pass(10);
    assertThat(closed).isCompleted();
    AskedRuns asked = new AskedRuns();
    open(engine(), asked);
    answer(asked, PermitVerb.TAKE, TICKET, TAKEN);
    loop.pass(60_000);
    assertThat(asked.limits.waiting()).isZero();
  }

  @Test
  void limitThatIsHereSaysWhomItOffersTo() {
    EngineLimits limits = new EngineLimits(loop, engine);
    PermitRequest request =
        new PermitRequest(PermitVerb.ACQUIRE, new LimitSpec("x", 1, 0, 0), "other", "3.1", 0);
    var first = limits.ask(request);
    loop.pass(10);
    assertThat(first).isCompletedWithValueMatching(a -> a.stage() == PermitStage.OFFERED);
    assertThat(others.limits.offered()).containsExactly("other/3.1");
    var unknown =
        limits.ask(
            new PermitRequest(PermitVerb.RELEASE, new LimitSpec("y", 1, 0, 0), "other", "3.1", 0));
    loop.pass(10);
    assertThat(unknown).isCompletedWithValue(PermitAnswer.NONE);
  }

  @Test
  void offerThatNobodyTakesIsOverThoughNobodyAsks() {
    EngineLimits limits = new EngineLimits(loop, engine);
    LimitSpec one = new LimitSpec("x", 1, 0, 0);
    for (String run : List.of("a", "b")) {
      var unused = limits.ask(new PermitRequest(PermitVerb.ACQUIRE, one, run, "1.1", 0));
    }
    loop.pass(10);
    assertThat(others.limits.offered()).containsExactly("a/1.1");
    loop.pass(20_000);
    assertThat(others.limits.offered()).containsExactly("a/1.1", "b/1.1");
    loop.pass(40_000);
    assertThat(engine.partitions().loaded(one.id())).as("it is forgotten").isNull();
  }
}
