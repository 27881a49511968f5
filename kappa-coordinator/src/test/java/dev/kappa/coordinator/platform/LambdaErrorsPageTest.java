package dev.kappa.coordinator.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of Lambda's errors says what the code does. */
class LambdaErrorsPageTest {
  private static final Path PAGE = Path.of("../docs/lambda-errors.md");

  @Test
  void tableOfThePageIsThatOfTheCode() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows)
        .map(LambdaErrorsPageTest::withoutFirstWords)
        .containsExactly(
            Arrays.stream(InvokeError.values())
                .map(LambdaErrorsPageTest::row)
                .toArray(String[]::new));
  }

  @Test
  void pageHasEachNameOfTheServiceBesideItsKind() throws IOException {
    List<String> rows = Files.readAllLines(PAGE);
    for (Map.Entry<String, InvokeError> one : ServiceErrors.BY_NAME.entrySet()) {
      String start = "| `" + one.getValue() + "` |";
      assertThat(rows.stream().filter(row -> row.startsWith(start)).collect(Collectors.joining()))
          .as(one.getKey())
          .contains("`" + one.getKey() + "`");
    }
  }

  /** {@return a row without its second column, which is in words} */
  private static String withoutFirstWords(String row) {
    int first = row.indexOf('|', 1);
    int second = row.indexOf('|', first + 1);
    return row.substring(0, first) + row.substring(second);
  }

  private static String row(InvokeError error) {
    InvokeRule rule = error.rule();
    String task =
        switch (rule.task()) {
          case NONE -> "not begun";
          case COUNTS -> "counts, " + rule.ofTask().text();
          case UNKNOWN -> "waits for a lease";
        };
    String whose =
        switch (rule.scope()) {
          case ALL -> "all";
          case VERSION -> "its version";
        };
    return "| `%s` | %s | %d s, %s | %s | %d, %s |"
        .formatted(
            error,
            task,
            rule.pause().longest().toSeconds(),
            whose,
            rule.gone() ? "yes" : "no",
            rule.told(),
            rule.ofStart().text());
  }
}
