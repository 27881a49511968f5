package dev.kappa.apps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AppsTest {
  @Test
  void allWorkflowsAreRegistered() {
    assertThat(Apps.workflows().names())
        .containsExactly(
            "word-count",
            "grep",
            "tpcds-generate",
            "tpcds",
            "crawl",
            "fib",
            "fib-one",
            "fib-blocking",
            "hello",
            "factorial-recursive",
            "factorial-for",
            "factorial-while",
            "ping-pong",
            "work-queue",
            "sum-tree",
            "bench-steps-sync",
            "bench-steps-async",
            "bench-iterate",
            "bench-spawn",
            "bench-resume",
            "bench-ping");
  }
}
