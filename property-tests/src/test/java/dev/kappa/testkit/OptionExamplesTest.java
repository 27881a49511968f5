package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Backoff;
import dev.kappa.Checkpoint;
import dev.kappa.Checkpoints;
import dev.kappa.Fan;
import dev.kappa.Loop;
import dev.kappa.Retry;
import dev.kappa.Schedule;
import dev.kappa.Start;
import dev.kappa.Step;
import dev.kappa.Task;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples in the Javadoc of what a word is given: how, how often, when. */
final class OptionExamplesTest {
  /** What the example asks for. */
  record Order(String item) {}

  /** What it answers. */
  record Receipt(int amount) {}

  private static final AtomicInteger CALLS = new AtomicInteger();

  @BeforeEach
  void forget() {
    CALLS.set(0);
  }

  private static String download(String url) throws IOException {
    if (CALLS.incrementAndGet() < 3) {
      throw new IOException("reset");
    }
    return "content of " + url;
  }

  private static String status() {
    return CALLS.incrementAndGet() < 4 ? "pending" : "ready";
  }

  private static Receipt charge(Order order) {
    return new Receipt(order.item().length());
  }

  private static final class Billing {
    private Billing() {}

    static Task<Receipt> bill(Order order) {
      return Task.step("price", () -> charge(order));
    }
  }

  private static int price(String item) {
    return item.length();
  }

  private static int shipping() {
    return 4;
  }

  private static int discount(int amount) {
    return amount / 2;
  }

  // ---- the examples

  private static Task<String> retry(String url) {
    return Task.step("download", () -> download(url))
        .retry(
            Retry.times(5)
                .backoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1)))
                .on(IOException.class));
  }

  private static Task<String> backoff() {
    return Task.step("ask", () -> status())
        .repeatUntil(
            status -> status.equals("ready"),
            Backoff.fixed(Duration.ofSeconds(10)).withJitter(0.2));
  }

  private static Task<List<Integer>> fan(List<String> items) {
    return Task.spawnAll(items, Fan.atMost(10), item -> Task.step("price", () -> price(item)))
        .then(Task::awaitAll);
  }

  private static Task<Receipt> step(Order order) {
    return Task.step("charge", Step.once().timeLimit(Duration.ofSeconds(30)), () -> charge(order));
  }

  private static Task<Receipt> start(Order order) {
    return Task.start(
            "bill",
            Start.key("order-17").withPriority(1).withFairness("acme", 2),
            order,
            Receipt.class)
        .then(run -> run.await());
  }

  private static Task<Integer> loop() {
    return Task.iterate(
        1,
        n ->
            n < 100 ? Task.step("double", () -> 2 * n).map(Loop::again) : Task.value(Loop.done(n)));
  }

  private static Task<Integer> two() {
    return Task.step("price", () -> price("tea"))
        .and(amount -> Task.step("discount", () -> discount(amount)))
        .map((amount, off) -> amount - off);
  }

  private static Task<Integer> three() {
    return Task.step("price", () -> price("tea"))
        .and(amount -> Task.step("discount", () -> discount(amount)))
        .and((amount, off) -> Task.step("shipping", () -> shipping()))
        .step("sum", (amount, off, shipping) -> amount - off + shipping);
  }

  private static Task<Integer> four() {
    return Task.step("price", () -> price("tea"))
        .and(amount -> Task.step("discount", () -> discount(amount)))
        .and((amount, off) -> Task.step("shipping", () -> shipping()))
        .and((amount, off, shipping) -> Task.step("tax", () -> (amount - off) / 2))
        .map((amount, off, shipping, tax) -> amount - off + shipping + tax);
  }

  private static Workflow<Order> workflow() {
    return Workflow.of("report", Order.class, Billing::bill)
        .checkpoints(Checkpoint.ASYNC)
        .starts(Start.priority(5))
        .schedule(
            Schedule.cron("daily-report", "0 6 * * *", ZoneId.of("Europe/Berlin")),
            new Order("tea"));
  }

  private static Workflow<Order> checkpoints() {
    return Workflow.of("render", Order.class, Billing::bill)
        .checkpoints(Checkpoints.eachOperation().mode(Checkpoint.ASYNC));
  }

  // ---- run

  @Test
  void exampleOfRetry() {
    Run<String> run = KappaTest.of(retry("a")).run();
    assertThat(run.result()).isEqualTo("content of a");
    assertThat(run.timers()).hasSize(2);
    assertThat(run.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void exampleOfBackoff() {
    Run<String> run = KappaTest.of(backoff()).run();
    assertThat(run.steps("ask")).isEqualTo(4);
    assertThat(run.elapsed()).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(31));
  }

  @Test
  void exampleOfFan() {
    assertThat(KappaTest.of(fan(List.of("tea", "cake"))).run().result()).containsExactly(3, 4);
  }

  @Test
  void exampleOfStep() {
    assertThat(KappaTest.of(step(new Order("tea"))).run().result()).isEqualTo(new Receipt(3));
  }

  @Test
  void exampleOfStart() {
    Workflows both =
        Workflows.of("root", Order.class, OptionExamplesTest::start)
            .and("bill", Order.class, Billing::bill);
    assertThat(KappaTest.of(both, "root", new Order("tea")).run().json())
        .isEqualTo("{\"amount\":3}");
  }

  @Test
  void exampleOfLoop() {
    assertThat(KappaTest.of(loop()).run().result()).isEqualTo(128);
  }

  @Test
  void examplesOfTwoThreeAndFour() {
    assertThat(
            List.of(two(), three(), four()).stream().map(task -> KappaTest.of(task).run().result()))
        .containsExactly(2, 6, 7);
  }

  @Test
  void examplesOfWorkflowAndCheckpoints() {
    assertThat(workflow().schedules()).hasSize(1);
    assertThat(workflow().starts().priority()).isEqualTo(5);
    List<Checkpoints> policies = new ArrayList<>();
    for (Workflow<Order> workflow : List.of(workflow(), checkpoints())) {
      policies.add(workflow.checkpoints());
      assertThat(KappaTest.of(workflow, new Order("tea")).run().json()).isEqualTo("{\"amount\":3}");
    }
    assertThat(policies)
        .containsExactly(
            new Checkpoints(Checkpoint.ASYNC, Duration.ZERO, false),
            new Checkpoints(Checkpoint.ASYNC, Duration.ZERO, true));
  }
}
