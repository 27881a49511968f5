package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.Apps;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import org.junit.jupiter.api.Test;

/** Workflows from start to end, with the real interpreter, wire, engine and handler. */
final class WholePathTest {
  @Test
  void helloGreets() {
    try (InProcess kappa = new InProcess(Apps.workflows())) {
      RunView run = kappa.run("hello", "{\"name\":\"Ada\"}");
      assertThat(run.error()).isNull();
      assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(run.resultJson()).contains("Ada");
    }
  }

  @Test
  void fibSpawnsBothSides() {
    try (InProcess kappa = new InProcess(Apps.workflows())) {
      RunView run = kappa.run("fib", "{\"n\":12}");
      assertThat(run.error()).isNull();
      assertThat(run.resultJson()).isEqualTo("144");
      assertThat(run.tasks()).isEqualTo(465);
    }
  }
}
