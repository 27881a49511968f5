package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {
  private static final AttemptRef ATTEMPT = new AttemptRef("run", Handle.ROOT, 1);

  @Test
  void heartbeatThatFailsIsNotTheLast() throws InterruptedException {
    CountDownLatch beats = new CountDownLatch(3);
    try (Heartbeat heartbeat =
        new Heartbeat(
            1,
            attempt -> {
              beats.countDown();
              throw new IllegalStateException("a defect");
            })) {
      heartbeat.of(ATTEMPT);
      assertThat(beats.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
