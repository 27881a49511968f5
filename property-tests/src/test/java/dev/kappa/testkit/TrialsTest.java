package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Checkpoint;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.Workflow;
import dev.kappa.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Workflows in which something goes wrong at each commit. */
final class TrialsTest {
  private static final Shop.Order ORDER = new Shop.Order("o1", 500);
  private static final Scenario<String> SHIP =
      KappaTest.of(Shop::ship, ORDER).beforeEach(Shop::reset);
  private static final Scenario<String> CARELESS =
      KappaTest.of(Shop::shipCarelessly, ORDER).beforeEach(Shop::reset);

  private static void demandOneCharge() {
    assertThat(Shop.charges()).isEqualTo(1);
  }

  // ---- faults

  @Test
  void workerThatDiesBeforeItsCommitArrivesDoesTheStepAgain() {
    Run<String> run = SHIP.run(FaultSchedule.parse("c2:before"));
    assertThat(run.result()).isEqualTo("o1 from shelf 7");
    assertThat(run.steps("reserve")).isEqualTo(1);
    assertThat(run.steps("charge")).isEqualTo(2);
    assertThat(run.steps("ship")).isEqualTo(1);
    assertThat(Shop.charges()).isEqualTo(1);
  }

  @Test
  void workerThatDiesAfterItsCommitIsDurableDoesNoStepAgain() {
    Run<String> run = SHIP.run(FaultSchedule.of(new Fault(2, Fault.Kind.AFTER)));
    assertThat(run.steps()).hasSize(3);
    assertThat(run.steps().getLast().attempt()).isEqualTo(2);
  }

  @Test
  void commitThatComesTwiceIsDoneOnce() {
    Run<String> run = SHIP.run(FaultSchedule.parse("c1:twice,c2:twice,c3:twice"));
    assertThat(run.result()).isEqualTo("o1 from shelf 7");
    assertThat(run.steps()).hasSize(3);
  }

  @Test
  void commitThatComesLateIsRefused() {
    Run<String> run = SHIP.run(FaultSchedule.parse("c2:late"));
    assertThat(run.result()).isEqualTo("o1 from shelf 7");
    assertThat(run.steps("charge")).isEqualTo(2);
    assertThat(run.history()).contains("a commit of task 0.0, attempt 1 is refused");
    assertThat(run.elapsed()).hasSeconds(30);
  }

  @Test
  void stepThatKillsItsWorkersFails() {
    Run<String> run = SHIP.run(FaultSchedule.parse("c2:before,c3:before,c4:before"));
    assertThat(run.error().code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    assertThat(run.error().step()).isEqualTo("charge");
    assertThat(
            SHIP.crashes(4).run(FaultSchedule.parse("c2:before,c3:before,c4:before")).succeeded())
        .isTrue();
  }

  @Test
  void withAsyncCheckpointsSeveralStepsAreDoneAgain() {
    Workflow<Shop.Order> async =
        Workflow.of("ship", Shop.Order.class, Shop::ship).checkpoints(Checkpoint.ASYNC);
    Scenario<Object> scenario = KappaTest.of(async, ORDER).beforeEach(Shop::reset);
    Run<Object> run = scenario.run(FaultSchedule.parse("c1:late"));
    assertThat(run.result()).isEqualTo("o1 from shelf 7");
    assertThat(run.steps("reserve")).isEqualTo(2);
    assertThat(run.steps("charge")).isEqualTo(2);
    assertThat(scenario.everyCrash().sameResult().runs()).isGreaterThan(50);
  }

  // ---- everywhere

  @Test
  void rightWorkflowIsRightWhateverFails() {
    Report report = SHIP.everyCrash().check(run -> demandOneCharge());
    assertThat(report.commits()).isEqualTo(3);
    assertThat(report.runs()).isEqualTo(1 + 3 * Fault.Kind.values().length + 50);
    assertThat(SHIP.everyCrash().sameResult()).isEqualTo(report);
  }

  @Test
  void effectThatIsNotIdempotentIsFoundWithTheLeastSchedule() {
    assertThatThrownBy(() -> CARELESS.everyCrash().check(run -> demandOneCharge()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Smallest schedule that fails: c2:before ")
        .hasMessageContaining(".replay(\"c2:before\")")
        .hasMessageContaining("c2 of task 0.0, attempt 1: it goes on  <-- c2:before");
  }

  @Test
  void randomSchedulesAreMadeSmall() {
    assertThatThrownBy(() -> CARELESS.random(200).check(run -> demandOneCharge()))
        .hasMessageContaining("Smallest schedule that fails: c2:before ");
  }

  @Test
  void failureIsRepeatedByItsLine() {
    assertThatThrownBy(() -> CARELESS.replay("c2:before").check(run -> demandOneCharge()))
        .hasMessageContaining("It fails again.");
    assertThat(CARELESS.replay("c1:before").check(run -> demandOneCharge()).runs()).isEqualTo(1);
    assertThatThrownBy(() -> CARELESS.replay("c9:before").sameResult())
        .hasMessageContaining("the run makes 3 commits");
  }

  @Test
  void resultThatDependsOnHowOftenAStepRanIsFound() {
    Scenario<Integer> numbered = KappaTest.of(Shop::numbered, ORDER).beforeEach(Shop::reset);
    assertThatThrownBy(() -> numbered.everyCrash().sameResult())
        .hasMessageContaining("the run gave 2 (expected: as without faults, gave 1)")
        .hasMessageContaining("Smallest schedule that fails: c2:before ");
  }

  @Test
  void whatOutlivesARunIsTold() {
    Scenario<Integer> numbered = KappaTest.of(Shop::numbered, ORDER);
    Shop.reset();
    assertThatThrownBy(
            () -> numbered.everyCrash().check(run -> assertThat(run.result()).isNotEqualTo(4)))
        .hasMessageContaining("put it back with beforeEach");
  }

  @Test
  void workflowThatIsWrongWithoutAnyFaultIsToldSo() {
    assertThatThrownBy(() -> SHIP.everyCrash().check(run -> assertThat(run.result()).isEmpty()))
        .hasMessageContaining("It fails without any fault.");
  }

  // ---- order

  private static Task<List<Integer>> inTurn(int count) {
    return Task.<Integer>channel(count)
        .then(
            channel ->
                Task.<Integer, Void>spawnAll(
                        IntStream.range(0, count).boxed().toList(),
                        n -> Task.step("work", () -> n).then(channel::send))
                    .then(Task::awaitAll)
                    .then(
                        () ->
                            Task.<Integer, List<Integer>>fold(
                                IntStream.range(0, count).boxed().toList(),
                                List.of(),
                                (all, n) -> channel.receive().map(next -> plus(all, next)))));
  }

  private static List<Integer> plus(List<Integer> all, int next) {
    List<Integer> longer = new ArrayList<>(all);
    longer.add(next);
    return longer;
  }

  @Test
  void sameSeedIsTheSameRun() {
    Scenario<List<Integer>> scenario = KappaTest.of(TrialsTest::inTurn, 5);
    Set<List<Integer>> results = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      Run<List<Integer>> run = scenario.run(FaultSchedule.random(seed, 20));
      results.add(run.result());
      assertThat(scenario.run(run.schedule()).history()).isEqualTo(run.history());
    }
    assertThat(results).hasSizeGreaterThan(5);
  }

  @Test
  void workflowThatReliesOnTheOrderOfItsTasksIsFound() {
    assertThatThrownBy(
            () ->
                KappaTest.of(TrialsTest::inTurn, 2)
                    .random(20)
                    .check(run -> assertThat(run.result()).containsExactly(0, 1)))
        .hasMessageContaining("Smallest schedule that fails: ");
  }

  // ---- what is large

  private static Task<Integer> blobs(int bytes) {
    return Task.step("make", () -> "x".repeat(bytes))
        .then(
            text ->
                Task.spawn(() -> Task.step("length", text::length))
                    .then(TaskFuture::await)
                    .step("add", n -> n + text.length()));
  }

  private static Task<Integer> deep(int depth, String ballast) {
    return depth == 0
        ? Task.step("bottom", () -> 0)
        : Task.defer(() -> deep(depth - 1, ballast + depth))
            .step("up", n -> n + ballast.length() - ballast.length() + 1);
  }

  @Test
  void largeValuesSurviveEveryCrash() {
    Report report = KappaTest.of(TrialsTest::blobs, 100_000).everyCrash().sameResult();
    assertThat(report.commits()).isEqualTo(3);
  }

  @Test
  void deepStacksSurviveCrashes() {
    Scenario<Integer> deep = KappaTest.of((Integer n) -> deep(n, "x".repeat(8_000)), 60);
    assertThat(deep.run().result()).isEqualTo(60);
    deep.random(20).sameResult();
  }

  // ---- with jqwik

  @Property(tries = 100)
  void propertiesCanHaveSchedules(@ForAll FaultSchedule schedule) {
    assertThat(SHIP.run(schedule).result()).isEqualTo("o1 from shelf 7");
    demandOneCharge();
  }

  @Property
  void scheduleIsWhatItsTextSays(@ForAll FaultSchedule schedule) {
    assertThat(FaultSchedule.parse(schedule.toString())).isEqualTo(schedule);
  }

  @Test
  void malformedScheduleIsRefused() {
    assertThatThrownBy(() -> SHIP.replay("c2"))
        .hasMessageStartingWith("schedule: 'c2' (expected: such as c3:before");
    assertThatThrownBy(() -> SHIP.replay("order=x"))
        .hasMessage("order: 'x' (expected: a whole number)");
  }
}
