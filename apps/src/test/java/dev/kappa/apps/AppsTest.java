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
            "streaming-produce",
            "streaming",
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
            "bench-stall",
            "bench-iterate",
            "bench-spawn",
            "bench-tasks",
            "bench-resume",
            "bench-ping",
            "bench-factorial-while-none",
            "bench-factorial-while-15s",
            "bench-factorial-while-5s",
            "bench-factorial-while-1s",
            "bench-factorial-while-each",
            "bench-word-count-none",
            "bench-word-count-15s",
            "bench-word-count-5s",
            "bench-word-count-1s",
            "bench-word-count-each",
            "bench-grep-none",
            "bench-grep-15s",
            "bench-grep-5s",
            "bench-grep-1s",
            "bench-grep-each",
            "bench-tpcds-none",
            "bench-tpcds-15s",
            "bench-tpcds-5s",
            "bench-tpcds-1s",
            "bench-tpcds-each",
            "bench-crawl-none",
            "bench-crawl-15s",
            "bench-crawl-5s",
            "bench-crawl-1s",
            "bench-crawl-each",
            "bench-streaming-none",
            "bench-streaming-15s",
            "bench-streaming-5s",
            "bench-streaming-1s",
            "bench-streaming-each",
            "bench-tpcds-whole",
            "bench-report");
  }
}
