package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.RunFuture;
import dev.kappa.Start;
import dev.kappa.Task;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workflows that start others, in the test kit. */
final class OtherRunsTest {
  private static final List<String> DONE = new ArrayList<>();

  private static Workflows with(Task<?> root) {
    return Workflows.of("root", Void.class, nothing -> root)
        .and("double", Integer.class, n -> Task.sleep(HOUR).then(() -> twice(n)))
        .and("failing", Void.class, nothing -> Task.run("fail", OtherRunsTest::fail))
        .and("long", Void.class, nothing -> Task.sleep(HOUR.multipliedBy(50)).ensure(note("end")));
  }

  private static final Duration HOUR = Duration.ofHours(1);

  private static Task<Integer> twice(int n) {
    return Task.step("double", () -> 2 * n);
  }

  private static Task<Void> note(String what) {
    return Task.run("note", () -> DONE.add(what));
  }

  private static void fail() {
    throw new IllegalStateException("no");
  }

  private static Run<Object> run(Task<?> root) {
    DONE.clear();
    return KappaTest.of(with(root), "root", null).run();
  }

  private static Task<Integer> started(int n) {
    return Task.start("double", n, Integer.class).then(RunFuture::await);
  }

  record Order(String item) {}

  record Receipt(int price) {}

  record Sent(String parcel, Receipt receipt) {}

  /** The example of {@code docs/language.md} about other runs. */
  private static Task<Sent> order(Order order) {
    return Task.start("bill", order, Receipt.class)
        .and(bill -> ship(order))
        .then((bill, parcel) -> bill.await().map(receipt -> new Sent(parcel, receipt)));
  }

  record Purchase(String tenant, String item) {}

  /** The example of {@code docs/language.md} about priorities. */
  private static Task<RunFuture<Receipt>> urgent(Purchase order) {
    return Task.start(
        "bill", Start.priority(1).withFairness(order.tenant(), 2), order, Receipt.class);
  }

  @Test
  void runIsStartedWithAPriority() {
    Workflows application =
        Workflows.of("order", Purchase.class, order -> urgent(order).then(RunFuture::await))
            .and("bill", Purchase.class, order -> Task.value(new Receipt(order.item().length())));
    Run<Object> run = KappaTest.of(application, "order", new Purchase("ann", "tea")).run();
    assertThat(run.result()).isEqualTo(new Receipt(3));
  }

  private static Task<String> ship(Order order) {
    return Task.step("ship", () -> "parcel with " + order.item());
  }

  @Test
  void orderIsShippedWhileItIsBilled() {
    Workflows application =
        Workflows.of("order", Order.class, OtherRunsTest::order)
            .and(
                "bill",
                Order.class,
                order -> Task.sleep(HOUR).then(() -> Task.value(new Receipt(5))));
    Run<Object> run = KappaTest.of(application, "order", new Order("tea")).run();
    assertThat(run.result()).isEqualTo(new Sent("parcel with tea", new Receipt(5)));
    assertThat(run.elapsed()).isEqualTo(HOUR);
  }

  private static final class Shop {
    static final Workflow<Order> BILL =
        Workflow.of("bill", Order.class, order -> Task.value(new Receipt(order.item().length())));

    private Shop() {}
  }

  private static Task<Receipt> billed(Order order) {
    return Task.start(Shop.BILL, order, Receipt.class).then(bill -> bill.await());
  }

  @Test
  void runOfAWorkflowThatIsAtHandIsStartedByItsName() {
    Workflows application =
        Workflows.of("order", Order.class, OtherRunsTest::billed).and(Shop.BILL);
    assertThat(KappaTest.of(application, "order", new Order("tea")).run().result())
        .isEqualTo(new Receipt(3));
  }

  @Test
  void resultOfAnotherTypeIsCalledAResultOfThatRun() {
    RunError error =
        run(Task.start("double", 3, String.class)
                .then(other -> Task.publish("id", other.id()).then(other::await)))
            .error();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(error.message())
        .matches("the result of run [A-Za-z0-9_-]+: expected a string, found 6 \\(a number\\)");
  }

  @Test
  void inputThatDoesNotFitIsStillCalledSo() {
    assertThat(
            run(Task.start("double", "three", Integer.class).then(RunFuture::await))
                .error()
                .message())
        .isEqualTo("input: expected an integer, found \"three\" (a string)");
  }

  @Test
  void otherRunGivesItsResultInItsTime() {
    Run<Object> run = run(started(3).and(started(4)).map(Integer::sum));
    assertThat(run.result()).isEqualTo(14);
    assertThat(run.elapsed()).isEqualTo(HOUR.multipliedBy(2));
  }

  @Test
  void eachIsStartedOnceWhateverFails() {
    Task<Integer> root =
        started(3)
            .and(Task.spawnAll(List.of(1, 2), OtherRunsTest::started).then(Task::awaitAll))
            .map((n, all) -> n + all.get(0) + all.get(1));
    KappaTest.of(with(root), "root", null)
        .everyCrash()
        .check(run -> assertThat(run.result()).isEqualTo(12));
  }

  @Test
  void failureKeepsItsClass() {
    Run<Object> run =
        run(
            Task.start("failing", null, Void.class)
                .then(RunFuture::await)
                .map(nothing -> "none")
                .recover(IllegalStateException.class, e -> Task.value(e.getMessage())));
    assertThat(run.result()).isEqualTo("no");
  }

  @Test
  void unknownWorkflowAndTakenKeyAreHeardWhereTheEndIsAwaited() {
    assertThat(run(Task.start("dubble", 1, Integer.class).then(RunFuture::await)).error().code())
        .isEqualTo(ErrorCode.UNKNOWN_WORKFLOW);
    Start same = Start.key("same");
    Run<Object> run =
        run(
            Task.start("double", same, 1, Integer.class)
                .then(first -> Task.start("double", same, 1, Integer.class))
                .and(second -> Task.start("double", same, 2, Integer.class))
                .then(
                    (second, third) ->
                        third
                            .await()
                            .recover(KappaException.class, e -> second.await())
                            .map(n -> second.id().equals(third.id()) ? n : 0)));
    assertThat(run.result()).isEqualTo(2);
  }

  private static Task<Integer> asking(String me) {
    return Task.signal("question", Integer.class)
        .await()
        .also(n -> Task.signalRun(me, "answer", 2 * n));
  }

  private static Workflows asked() {
    Task<Integer> root =
        Task.context()
            .then(me -> Task.start("asking", me.runId(), Integer.class))
            .also(other -> other.signal("question", 4))
            .and(other -> Task.signal("answer", Integer.class).await())
            .then((other, answer) -> other.await().map(n -> n + answer));
    return with(root).and("asking", String.class, OtherRunsTest::asking);
  }

  @Test
  void runsSignalEachOtherOnceWhateverFails() {
    KappaTest.of(asked(), "root", null)
        .everyCrash()
        .check(run -> assertThat(run.result()).isEqualTo(12));
  }

  private static Task<String> codeOf(Task<Void> signal) {
    return signal
        .map(nothing -> "none")
        .recover(KappaException.class, e -> Task.value(e.code().name()));
  }

  @Test
  void signalThatCanNotComeFailsAndSaysWhy() {
    Run<Object> run =
        run(
            Task.start("double", 5, Integer.class)
                .also(RunFuture::await)
                .and(Task.context())
                .then(
                    (other, me) ->
                        codeOf(other.signal("late", 1))
                            .and(codeOf(Task.signalRun("no-such-run", "any", 1)))
                            .and((a, b) -> codeOf(Task.signalRun(me.runId(), "once", 1)))
                            .and((a, b, c) -> codeOf(Task.signalRun(me.runId(), "once", 1)))
                            .then(
                                (a, b, c, d) ->
                                    codeOf(Task.signalRun(me.runId(), "once", 2))
                                        .map(e -> List.of(a, b, c, d, e)))));
    assertThat(run.result())
        .isEqualTo(List.of("RUN_ENDED", "UNKNOWN_RUN", "none", "none", "IDEMPOTENCY_CONFLICT"));
  }

  @Test
  void otherRunThatIsCancelledCleansUp() {
    Run<Object> run =
        run(
            Task.start("long", null, Void.class)
                .then(other -> Task.sleep(HOUR).then(other::cancel)));
    assertThat(run.succeeded()).isTrue();
    assertThat(DONE).containsExactly("end");
  }

  @Test
  void otherRunGoesOnWhenItsStarterHasEnded() {
    Run<Object> run = run(Task.start("long", null, Void.class).map(RunFuture::id));
    assertThat(run.elapsed()).isZero();
    assertThat(DONE).containsExactly("end");
  }

  @Test
  void firstOfSeveralMayBeAnotherRun() {
    Run<Object> run =
        run(
            Task.start("double", 5, Integer.class)
                .then(
                    other ->
                        Task.select(
                            Task.on(other, n -> Task.value("other " + n)),
                            Task.on(Task.after(HOUR.dividedBy(2)), () -> Task.value("late")))));
    assertThat(run.result()).isEqualTo("late");
  }
}
