package dev.kappa.apps.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FetcherTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void serversThatSayForHowLongAreLeftAloneForThatLong() {
    assertThat(pause("Retry-After", "17")).isEqualTo(Duration.ofSeconds(17));
    assertThat(pause("retry-after", " 0 ")).isZero();
  }

  @Test
  void serversThatSayUntilWhenAreTakenByTheirOwnClock() {
    assertThat(
            pause(
                "Retry-After",
                "Thu, 01 Jan 2015 00:00:41 GMT",
                "Date",
                "Thu, 01 Jan 2015 00:00:00 GMT"))
        .isEqualTo(Duration.ofSeconds(41));
    assertThat(pause("Retry-After", "Sun, 01 Mar 2026 12:00:09 GMT"))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(pause("Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT")).isZero();
  }

  @Test
  void noServerIsWaitedForLongerThanAMinute() {
    for (String far :
        List.of("61", "86400", "99999999999999999999999", "Mon, 01 Mar 2027 12:00:00 GMT")) {
      assertThat(pause("Retry-After", far)).isEqualTo(Duration.ofMinutes(1));
    }
  }

  @Test
  void whatSaysNothingIsNoPause() {
    assertThat(pause("Server", "x")).isZero();
    for (String odd : List.of("", "-5", "soon", "1.5", "Sun, 99 Mar 2026 12:00:00 GMT")) {
      assertThat(pause("Retry-After", odd)).isZero();
    }
  }

  private static Duration pause(String name, String value) {
    return Fetcher.pause(HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true), NOW);
  }

  private static Duration pause(String name, String value, String other, String otherValue) {
    return Fetcher.pause(
        HttpHeaders.of(Map.of(name, List.of(value), other, List.of(otherValue)), (n, v) -> true),
        NOW);
  }
}
