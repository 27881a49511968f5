package dev.kappa.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.deploy.AlarmLines;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often a store could not be reached, and for how long, in a time that the test makes pass. */
final class HealthTest {
  private long seconds;
  private final Health health =
      new Health("nowhere", () -> Duration.ofSeconds(seconds).toNanos() - Long.MAX_VALUE);
  private final Health.Place here = health.at("here");
  private final Health.Place there = health.at("there");

  private void assertOutages(long count, long total) {
    assertThat(health.outages()).isEqualTo(new Outages(count, Duration.ofSeconds(total)));
  }

  @Test
  void outageBeginsWithTheFirstWhoWaitsAndEndsWithTheLast() {
    assertOutages(0, 0);
    here.trouble("a", null);
    seconds = 2;
    there.trouble("b", null);
    here.trouble("a", null);
    assertOutages(1, 2);
    seconds = 3;
    here.fine("a");
    assertThat(health.good()).isFalse();
    seconds = 5;
    there.fine("b");
    seconds = 100;
    assertOutages(1, 5);
  }

  @Test
  void outagesAddUp() {
    here.trouble("a", null);
    seconds = 1;
    here.fine("a");
    seconds = 10;
    there.trouble("b", null);
    seconds = 13;
    assertOutages(2, 4);
    there.fine("b");
    there.fine("b");
    seconds = 20;
    assertOutages(2, 4);
  }

  @Test
  void outageThatIsLongerThanAMinuteIsToldEachMinute() {
    assertThat(AlarmLines.logged(() -> here.trouble("a", null)))
        .contains("store unavailable: ")
        .doesNotContain(AlarmLines.STORE_UNAVAILABLE);
    assertThat(reminders(60)).isZero();
    assertThat(reminders(61)).isEqualTo(1);
    assertThat(reminders(62)).isZero();
    assertThat(reminders(122)).isEqualTo(1);
  }

  /** {@return how often it is told that the store is away when it does not answer then} */
  private long reminders(long at) {
    seconds = at;
    return AlarmLines.logged(() -> there.trouble("b", null))
        .lines()
        .filter(line -> line.contains(AlarmLines.STORE_UNAVAILABLE))
        .count();
  }
}
