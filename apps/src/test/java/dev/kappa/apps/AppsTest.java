package dev.kappa.apps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AppsTest {
  @Test
  void allWorkflowsAreRegistered() {
    assertThat(Apps.workflows().names())
        .containsExactly(
            "word-count",
            "fib",
            "hello",
            "bench-steps-sync",
            "bench-steps-async",
            "bench-iterate",
            "bench-spawn",
            "bench-resume",
            "bench-ping");
  }
}
