package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PatienceTest {
  private final IOException silent = new IOException("silent");

  private static TimeLimit within(Duration time) {
    return new TimeLimit(Deadline.in(time));
  }

  @Test
  void requestThatWasLongInFailingIsNotTriedAgain() {
    long began = System.nanoTime() - TimeUnit.SECONDS.toNanos(31);
    Patience patience =
        Patience.since(began, within(Duration.ofMinutes(15)), ErrorCode.BUCKET_UNREACHABLE);
    assertThatThrownBy(() -> patience.pause("a bucket does not answer", silent))
        .isInstanceOfSatisfying(
            LinkEndedException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BUCKET_UNREACHABLE.text()))
        .hasMessageContainingAll("a bucket does not answer", "silent");
  }

  @Test
  void requestThatFailedAtOnceIsTriedAgain() {
    Patience patience =
        Patience.since(
            System.nanoTime(), within(Duration.ofMinutes(15)), ErrorCode.BUCKET_UNREACHABLE);
    assertThatCode(() -> patience.pause("a bucket does not answer", silent))
        .doesNotThrowAnyException();
  }

  @Test
  void requestEndsBeforeTheInvocationDoes() {
    TimeLimit time = within(Duration.ofSeconds(20));
    assertThat(time.requestMillis()).isBetween(time.usableMillis(), 19_500L);
    time.end();
    assertThat(time.requestMillis()).isBetween(1L, 10_000L);
  }
}
