package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The words of a real text, counted by functions, against the system's own programs. */
final class WordCountIT {
  @Test
  void countsAreThoseOfAnIndependentCount() throws Exception {
    IndependentCount expected = IndependentCount.of(Kappa.TEXT);
    assertThat(expected.total()).isGreaterThan(500_000);
    try (Kappa kappa = Kappa.onNewData()) {
      Called called =
          kappa.call("run", "word-count", "--input", "{\"path\":\"apps/data/kjv.txt\"}", "--json");
      JsonNode run = called.exits(0).document();
      checkDocument(run);
      JsonNode result = run.get("result");
      assertThat(List.copyOf(result.propertyNames()))
          .containsExactly("total", "distinct", "top", "counts");
      assertThat(result.get("total").longValue()).isEqualTo(expected.total());
      assertThat(result.get("distinct").intValue()).isEqualTo(expected.counts().size());
      assertThat(result.get("top").toString()).isEqualTo(expected.top(20));
      assertThat(Files.readAllLines(Path.of(result.get("counts").stringValue())))
          .isEqualTo(expected.lines());
    }
  }

  private static void checkDocument(JsonNode run) {
    assertThat(List.copyOf(run.propertyNames()))
        .containsExactly(
            "runId",
            "workflow",
            "status",
            "result",
            "error",
            "startedAt",
            "endedAt",
            "tasks",
            "invocations",
            "checkpoints",
            "attemptsLost",
            "version");
    assertThat(run.get("runId").stringValue()).isNotEmpty();
    assertThat(run.get("workflow").stringValue()).isEqualTo("word-count");
    assertThat(run.get("status").stringValue()).isEqualTo("SUCCEEDED");
    assertThat(run.get("error").isNull()).isTrue();
    assertThat(Instant.parse(run.get("endedAt").stringValue()))
        .isAfter(Instant.parse(run.get("startedAt").stringValue()));
    // The root, 8 mappers, 4 reducers.
    assertThat(run.get("tasks").intValue()).isEqualTo(13);
    assertThat(run.get("invocations").intValue()).isPositive();
    assertThat(run.get("checkpoints").intValue()).isGreaterThanOrEqualTo(13);
  }
}
