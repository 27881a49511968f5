package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a test of a workflow can see. */
final class RunsTest {
  private static final Shop.Order ORDER = new Shop.Order("o1", 500);

  private static Task<Integer> total(List<Integer> numbers) {
    return Task.<Integer, Integer>spawnAll(numbers, n -> Task.step("square", () -> n * n))
        .then(Task::awaitAll)
        .map(all -> all.stream().mapToInt(n -> n).sum());
  }

  private static Task<Long> relay(Channel<Integer> channel) {
    return Task.spawn(() -> channel.sendAll(List.of(1, 2, 3)).then(channel::close))
        .then(() -> channel.receive())
        .then(first -> channel.receive().map(second -> (long) first + second));
  }

  @Test
  void resultIsTypedAndThereAsJson() {
    Run<String> run = KappaTest.run(Shop::ship, ORDER);
    assertThat(run.result()).isEqualTo("o1 from shelf 7");
    assertThat(run.json()).isEqualTo("\"o1 from shelf 7\"");
    assertThat(run.succeeded()).isTrue();
    assertThat(run.steps()).extracting(Run.Step::name).containsExactly("reserve", "charge", "ship");
  }

  @Test
  void workflowOfAnApplicationIsFoundByItsName() {
    Workflow<Shop.Order> ship = Workflow.of("ship", Shop.Order.class, Shop::ship);
    Workflows application = Workflows.of(ship).and("greet", String.class, Shop::greet);
    assertThat(KappaTest.of(application, "greet", "you").run().result()).isEqualTo("Hello, you");
    assertThat(KappaTest.of(ship, ORDER).run().result()).isEqualTo("o1 from shelf 7");
    assertThatThrownBy(() -> KappaTest.of(application, "gret", "you"))
        .isInstanceOf(KappaException.class)
        .hasMessage("workflow 'gret' is not in the application (it has: ship, greet)");
  }

  @Test
  void inputMustFitAsItDoesForCallers() {
    Workflow<Shop.Order> ship = Workflow.of("ship", Shop.Order.class, Shop::ship);
    RunError error = KappaTest.of(Workflows.of(ship), "ship", List.of(1)).run().error();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
  }

  @Test
  void yearOfSleepIsInstant() {
    Run<String> run = KappaTest.run(Task.sleep(Duration.ofDays(365)).then(() -> Task.value("ok")));
    assertThat(run.result()).isEqualTo("ok");
    assertThat(run.elapsed()).isEqualTo(Duration.ofDays(365));
    assertThat(run.timers())
        .containsExactly(new Run.Timer("0.0", Duration.ZERO, Duration.ofDays(365), false));
  }

  @Test
  void timeBeginsWhenATestSays() {
    Instant friday = Instant.parse("2027-01-01T00:00:00Z");
    Run<Void> run =
        KappaTest.of(Task.sleepUntil(friday.plus(Duration.ofHours(3)))).startingAt(friday).run();
    assertThat(run.elapsed()).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void stepsCanAskForTheVirtualTime() {
    Instant friday = Instant.parse("2027-01-01T00:00:00Z");
    Task<Instant> waking =
        Task.sleep(Duration.ofHours(7)).step("wake", slept -> KappaTest.clock().instant());
    assertThat(KappaTest.of(waking).startingAt(friday).run().result())
        .isEqualTo(friday.plus(Duration.ofHours(7)));
    assertThat(KappaTest.clock().instant()).isBefore(friday.plus(Duration.ofDays(36_500)));
  }

  @Test
  void pausesBetweenTriesAreTimers() {
    Task<String> flaky =
        Task.<String>step(
                "call",
                () -> {
                  throw new IOException("no answer");
                })
            .retry(Retry.times(3));
    Run<String> run = KappaTest.run(flaky);
    assertThat(run.steps("call")).isEqualTo(3);
    assertThat(run.steps()).allSatisfy(step -> assertThat(step.error()).isNotNull());
    assertThat(run.error().toString())
        .isEqualTo("KAPPA-301 in call: java.io.IOException: no answer");
    assertThatThrownBy(run::result)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("KAPPA-301 in call: java.io.IOException: no answer")
        .hasMessageContaining("task 0.0 runs step 'call'")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void tasksHaveTheirNamesAndEnds() {
    Task<String> parent =
        Task.<Integer>spawn(() -> Task.fail(new IllegalStateException("lost")))
            .then(() -> Task.sleep(Duration.ofSeconds(1)))
            .then(() -> Task.value("done"));
    Run<String> run = KappaTest.run(parent);
    assertThat(run.tasks()).hasSize(2);
    assertThat(run.tasks().getFirst().succeeded()).isTrue();
    assertThat(run.tasks().getLast().error())
        .isNotNull()
        .extracting(RunError::message)
        .isEqualTo("lost");
    assertThat(run.unheardFailures()).isEqualTo(1);
    assertThat(KappaTest.run(RunsTest::total, List.of(1, 2, 3)).tasks()).hasSize(4);
  }

  @Test
  void channelsTellWhatWasSent() {
    Run<Long> run = KappaTest.run(Task.<Integer>channel(5).then(RunsTest::relay));
    assertThat(run.result()).isEqualTo(3);
    assertThat(run.channels()).hasSize(1);
    Run.Channel channel = run.channels().getFirst();
    assertThat(channel.capacity()).isEqualTo(5);
    assertThat(channel.sent()).isEqualTo(3);
    assertThat(channel.received()).isEqualTo(2);
  }

  @Test
  void publishedValuesAreThere() {
    Run<Void> run = KappaTest.run(Task.publish("done", 40).then(() -> Task.publish("done", 80)));
    assertThat(run.published("done")).isEqualTo("80");
    assertThatThrownBy(() -> run.published("progress"))
        .hasMessage("nothing was published as 'progress' (there is: done)");
  }

  @Test
  void signalComesWhenItIsSaid() {
    Scenario<String> approval = KappaTest.of(Shop::approve, ORDER);
    Run<String> soon = approval.signal(Duration.ofHours(5), "approve", "Ada").run();
    assertThat(soon.result()).isEqualTo("o1 by Ada");
    assertThat(soon.elapsed()).isEqualTo(Duration.ofHours(5));
    assertThat(approval.signal(Duration.ofDays(2), "approve", "Ada").run().result())
        .isEqualTo("o1 by no one");
    assertThat(approval.signal("approve", "Bob").run().elapsed()).isZero();
  }

  @Test
  void signalThatNeverComesIsToldAtOnce() {
    assertThatThrownBy(() -> KappaTest.run(Task.signal("go", String.class).await()))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("task 0.0) waits for signal 'go'");
  }

  @Test
  void cancelledRunSaysSo() {
    Run<String> run = KappaTest.of(Shop::approve, ORDER).cancelAfter(Duration.ofMinutes(1)).run();
    assertThat(run.error().code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(run.elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void deadlockIsFoundAtOnce() {
    Run<Integer> run = KappaTest.run(Task.<Integer>channel(0).then(Channel::receive));
    assertThat(run.error().code()).isEqualTo(ErrorCode.DEADLOCK);
  }

  @Test
  void stepThatTakesLongerThanAnInvocationFails() {
    Scenario<String> ship = KappaTest.of(Shop::ship, ORDER);
    Run<String> tooLong = ship.stepTakes("charge", Duration.ofMinutes(15)).run();
    assertThat(tooLong.error().code()).isEqualTo(ErrorCode.FUNCTION_TIMEOUT);
    assertThat(tooLong.steps("charge")).isEqualTo(3);
    Run<String> justFits = ship.stepTakes("charge", Duration.ofMinutes(14)).run();
    assertThat(justFits.result()).isEqualTo("o1 from shelf 7");
    assertThat(justFits.elapsed()).isEqualTo(Duration.ofMinutes(14));
    assertThat(ship.stepTakes("ship", Duration.ofMinutes(2)).timeLimit(Duration.ofMinutes(1)).run())
        .satisfies(run -> assertThat(run.error().code()).isEqualTo(ErrorCode.FUNCTION_TIMEOUT));
  }

  @Test
  void residentStepMayTakeHoursAndTheStepsAroundItAreHeldToTheLimit() {
    Task<String> task =
        Task.step("train", () -> "model").resident().step("publish", model -> model + " 1");
    Run<String> trained = KappaTest.of(task).stepTakes("train", Duration.ofHours(7)).run();
    assertThat(trained.result()).isEqualTo("model 1");
    assertThat(trained.elapsed()).isEqualTo(Duration.ofHours(7));
    assertThat(trained.steps("train")).isEqualTo(1);
    Run<String> late = KappaTest.of(task).stepTakes("publish", Duration.ofHours(7)).run();
    assertThat(late.error().code()).isEqualTo(ErrorCode.FUNCTION_TIMEOUT);
    assertThat(late.error().step()).isEqualTo("publish");
  }

  @Test
  void residentStepIsRunAgainWhateverFails() {
    Task<Integer> task =
        Task.step("there", () -> 1)
            .resident()
            .then(n -> Task.step("here", () -> n + 1))
            .then(n -> Task.spawn(() -> Task.step("child", () -> n + 1).resident()))
            .then(TaskFuture::await);
    KappaTest.of(task).everyCrash().check(run -> assertThat(run.result()).isEqualTo(3));
  }

  @Test
  void stepsOfSeveralTasksTakeTheirTimeTogether() {
    Run<Integer> run =
        KappaTest.of(RunsTest::total, List.of(1, 2, 3))
            .stepTakes("square", Duration.ofMinutes(1))
            .run();
    assertThat(run.result()).isEqualTo(14);
    assertThat(run.elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void workIsHandedOnWhenAnInvocationIsNearItsLimit() {
    Task<Void> steps = Task.forEach(List.of(1, 2, 3, 4), n -> Task.step("work", () -> n));
    Run<Void> run =
        KappaTest.of(steps)
            .stepTakes("work", Duration.ofSeconds(29))
            .timeLimit(Duration.ofMinutes(1))
            .run();
    assertThat(run.succeeded()).isTrue();
    assertThat(run.steps("work")).isEqualTo(4);
    assertThat(run.steps().getLast().attempt()).isGreaterThan(1);
  }

  @Test
  void valueThatIsTooLargeIsRefused() {
    Run<byte[]> run = KappaTest.run(Task.step("read", () -> new byte[33 << 20]));
    assertThat(run.error().code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThatThrownBy(() -> KappaTest.of(Shop::greet, "x".repeat(7 << 20)))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("expected: at most 6291456");
  }

  /** Of this type the compiler's check can't say anything. */
  private static Object somethingAlive() {
    return Thread.currentThread();
  }

  @Test
  void captureThatCantBeStoredIsRefused() {
    Run<String> run =
        KappaTest.run(
            (String name) -> {
              Object thread = somethingAlive();
              return Task.step("work", () -> name + thread);
            },
            "x");
    assertThat(run.error().code()).isEqualTo(ErrorCode.NOT_ENCODABLE);
    assertThat(run.error().message()).contains("step 'work'");
  }

  @Test
  void stepThatHangsFailsTheTest() {
    CountDownLatch never = new CountDownLatch(1);
    Hung.latch = never;
    assertThatThrownBy(
            () ->
                KappaTest.of(Task.run("hang", () -> Hung.latch.await()))
                    .patience(Duration.ofMillis(100))
                    .run())
        .isInstanceOf(KappaException.class)
        .hasMessageContaining(
            "has not ended after 0.1s of real time, and is in task 0.0, attempt 1, in step 'hang'");
  }

  private static final class Hung {
    private static CountDownLatch latch = new CountDownLatch(0);
  }

  @Test
  void computationWithoutEndFailsTheTest() {
    Task<Void> forever = Task.iterate(0L, n -> Task.value(Loop.again(n + 1)));
    assertThatThrownBy(() -> KappaTest.of(forever).patience(Duration.ofMillis(100)).run())
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("has not ended after 0.1s of real time");
  }

  @Test
  void loopWithoutEndIsStopped() {
    Task<Void> forever =
        Task.iterate(0L, n -> Task.sleep(Duration.ofDays(1)).map(slept -> Loop.again(n + 1)));
    assertThatThrownBy(() -> KappaTest.of(forever).mostCommits(1000).run())
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("has not ended after 1000 commits");
  }

  @Test
  void argumentsHaveRanges() {
    Scenario<String> greet = KappaTest.of(Shop::greet, "x");
    assertThatThrownBy(() -> greet.timeLimit(Duration.ofHours(1)))
        .hasMessage("time limit: PT1H (expected: 1 s to 15 min)");
    assertThatThrownBy(() -> greet.crashes(0)).hasMessage("crashes: 0 (expected: 1 to 100)");
    assertThatThrownBy(() -> greet.random(0)).hasMessageContaining("schedules: 0");
    assertThatThrownBy(() -> greet.cancelAfter(Duration.ofDays(-1)))
        .hasMessageContaining("after: PT-24H");
  }

  @Test
  void futuresAreAwaitedAcrossTasks() {
    Task<Integer> program =
        Task.spawn(() -> Task.step("one", () -> 1))
            .then(
                (TaskFuture<Integer> one) ->
                    Task.spawn(() -> one.await().map(n -> n + 1)).then(TaskFuture::await));
    assertThat(KappaTest.run(program).result()).isEqualTo(2);
  }
}
