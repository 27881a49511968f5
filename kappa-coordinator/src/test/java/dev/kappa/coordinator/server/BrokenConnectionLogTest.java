package dev.kappa.coordinator.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.WorkerTokens;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections break all the time: that is a line. What nobody expects has its trace. */
final class BrokenConnectionLogTest {
  private final PrintStream usual = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @AfterEach
  void asUsual() {
    System.setErr(usual);
  }

  @SuppressWarnings("NullAway") // nobody says Hello, so no worker is handed over
  private String told(Throwable cause) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new WorkerHandler(null, WorkerTokens.of("secret"), new Intake(1, () -> true)));
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    channel.pipeline().fireExceptionCaught(cause);
    System.setErr(usual);
    assertThat(channel.isOpen()).isFalse();
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void resetIsOneLine() {
    assertThat(told(new IOException("Connection reset by peer")).lines())
        .singleElement()
        .asString()
        .contains("INFO", "the connection of a worker broke", "Connection reset by peer");
  }

  @Test
  void defectHasItsTrace() {
    assertThat(told(new IllegalStateException("a defect"))).contains("WARN", "a defect", "\tat ");
  }
}
