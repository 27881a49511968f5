package dev.kappa.tests.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import dev.kappa.testkit.Scenario;
import dev.kappa.testkit.ScheduledRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The programs do what the page says, also where something dies. */
final class PatternsTest {
  @BeforeEach
  void reset() {
    Outside.reset();
  }

  @Test
  void eachRegistersItsWorkflow() {
    assertThat(
            Stream.of(
                    Hello.workflows(),
                    Trip.workflows(),
                    Resize.workflows(),
                    Approval.workflows(),
                    Nightly.workflows(),
                    Newsletter.workflows())
                .flatMap(application -> application.names().stream()))
        .containsExactly("hello", "trip", "resize", "approval", "nightly", "newsletter");
  }

  @Test
  void helloGreets() {
    KappaTest.of(Hello::greet, new Hello.Person("Ada"))
        .everyCrash()
        .check(run -> assertThat(run.result()).isEqualTo("Hello, Ada!"));
  }

  // ---- saga

  @Test
  void tripIsBooked() {
    KappaTest.of(Trip::book, new Trip.Request("Ada")).everyCrash().sameResult();
    assertThat(KappaTest.run(Trip::book, new Trip.Request("Ada")).result())
        .isEqualTo(new Trip.Booked("flight for Ada", "car for Ada", "hotel for Ada"));
  }

  @Test
  void tripWithoutAHotelIsUndone() {
    Scenario<Trip.Booked> trip =
        KappaTest.of(Trip::book, new Trip.Request("Nemo")).beforeEach(Outside::reset);
    assertThat(trip.run().error().message()).contains("no hotel for Nemo");
    assertThat(Outside.asked())
        .containsExactly(
            "flight for Nemo", "car for Nemo", "not car for Nemo", "not flight for Nemo");
    trip.everyCrash()
        .check(
            run -> {
              assertThat(run.succeeded()).isFalse();
              assertThat(Outside.asked()).endsWith("not flight for Nemo");
            });
  }

  // ---- fan-out

  @Test
  void allPicturesAreResized() {
    KappaTest.of(Resize::resize, new Resize.Album(List.of("a", "bb", "ccc")))
        .everyCrash()
        .check(run -> assertThat(run.result()).isEqualTo(6));
  }

  @Test
  void noMoreThanTenAreSentInASecond() {
    List<String> readers = IntStream.range(0, 35).mapToObj(i -> "reader " + i).toList();
    Run<List<String>> run = KappaTest.run(Newsletter::send, new Newsletter.Issue(readers));
    assertThat(run.result()).hasSize(35);
    List<Duration> sent = run.steps().stream().map(Run.Step::at).sorted().toList();
    assertThat(IntStream.range(10, 35))
        .allSatisfy(
            i ->
                assertThat(sent.get(i).minus(sent.get(i - 10)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  // ---- waiting

  @Test
  void personApproves() {
    Scenario<Approval.Decision> asked =
        KappaTest.of(Approval::decide, new Approval.Order("o1"))
            .signal(Duration.ofDays(2), "decision", new Approval.Decision(true, "Ada"));
    asked.everyCrash().check(run -> assertThat(run.result().approved()).isTrue());
    assertThat(asked.run().elapsed()).isEqualTo(Duration.ofDays(2));
    assertThat(Outside.asked()).last().asString().startsWith("o1 at http");
  }

  @Test
  void nobodyApprovesInTime() {
    Run<Approval.Decision> run = KappaTest.run(Approval::decide, new Approval.Order("o1"));
    assertThat(run.result()).isEqualTo(new Approval.Decision(false, "nobody"));
    assertThat(run.elapsed()).isEqualTo(Duration.ofDays(3));
  }

  @Test
  void reportIsMadeEachDay() {
    Outside.reset();
    List<ScheduledRun> year =
        KappaTest.schedule(Nightly.workflows(), "nightly")
            .startingAt(Instant.parse("2025-12-31T23:00:00Z"))
            .during(Duration.ofDays(365));
    assertThat(year).hasSize(365).allMatch(each -> each.run().succeeded());
    assertThat(year.getFirst().due()).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(year.getLast().due()).isEqualTo("2026-12-31T01:00:00Z");
    assertThat(Outside.asked()).hasSize(365).containsOnly("report of sales");
  }

  @Test
  void reportIsMadeWhateverFails() {
    KappaTest.of(Nightly::report, "sales")
        .beforeEach(Outside::reset)
        .everyCrash()
        .check(run -> assertThat(Outside.asked()).containsOnly("report of sales"));
  }
}
