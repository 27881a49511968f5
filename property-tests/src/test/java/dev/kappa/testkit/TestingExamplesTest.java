package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What docs/testing.md shows. */
@WithKappa
final class TestingExamplesTest {
  private static final Shop.Order ORDER = new Shop.Order("o1", 500);

  @Test
  void greets() {
    assertThat(KappaTest.run(Shop::greet, "World").result()).isEqualTo("Hello, World");
  }

  @Test
  void chargesOnceWhateverFails() {
    KappaTest.of(Shop::ship, ORDER)
        .beforeEach(Shop::reset)
        .everyCrash()
        .check(
            run -> {
              assertThat(run.result()).isEqualTo("o1 from shelf 7");
              assertThat(Shop.charges()).isEqualTo(1);
              assertThat(run.steps("charge")).isBetween(1, 3);
            });
  }

  @Test
  void givesTheSameWhateverFails() {
    KappaTest.of(Shop::ship, ORDER).beforeEach(Shop::reset).everyCrash().sameResult();
  }

  @Test
  void waitsADayForSomeone() {
    Scenario<String> approval = KappaTest.of(Shop::approve, ORDER);
    Run<String> run = approval.signal(Duration.ofHours(5), "approve", "Ada").run();
    assertThat(run.result()).isEqualTo("o1 by Ada");
    assertThat(run.elapsed()).isEqualTo(Duration.ofHours(5));
    assertThat(approval.run().result()).isEqualTo("o1 by no one");
    assertThat(approval.run().elapsed()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void stepsFitInAnInvocation() {
    Run<String> run =
        KappaTest.of(Shop::ship, ORDER).stepTakes("charge", Duration.ofMinutes(20)).run();
    assertThat(run.error().code()).isEqualTo(ErrorCode.FUNCTION_TIMEOUT);
    assertThat(run.error().step()).isEqualTo("charge");
  }

  @Property
  void shipsUnderAnySchedule(@ForAll FaultSchedule schedule) {
    Run<String> run = KappaTest.of(Shop::ship, ORDER).beforeEach(Shop::reset).run(schedule);
    assertThat(run.result()).isEqualTo("o1 from shelf 7");
  }

  @Test
  void tellsWhatHappened(KappaRunner kappa) {
    assertThat(kappa.run(Shop::ship, ORDER).steps()).hasSize(3);
  }

  @Test
  void failureLooksAsThePageSays() {
    Scenario<String> careless = KappaTest.of(Shop::shipCarelessly, ORDER).beforeEach(Shop::reset);
    assertThatThrownBy(
            () -> careless.everyCrash().check(run -> assertThat(Shop.charges()).isEqualTo(1)))
        .satisfies(
            e ->
                assertThat(TestingPage.blocks("text"))
                    .containsExactly(String.valueOf(e.getMessage()).strip()));
  }
}
