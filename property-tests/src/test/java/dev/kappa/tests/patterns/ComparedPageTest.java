package dev.kappa.tests.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page says how long the programs really are. */
final class ComparedPageTest {
  private static final Path PAGE = Path.of("..", "docs", "compared.md");

  /** A row of the first table: the program's file, and its lines. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| \\[[^]]+]\\((.+?)\\) \\| (\\d+) \\|");

  @Test
  void linesAreCountedInTheFilesThemselves() throws IOException {
    List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();
    assertThat(rows).hasSize(6);
    for (MatchResult row : rows) {
      Path file = PAGE.resolveSibling(row.group(1));
      assertThat(lines(file)).as("lines of %s", file).isEqualTo(Long.parseLong(row.group(2)));
    }
  }

  private static long lines(Path file) throws IOException {
    return Files.readString(file)
        .replaceAll("(?s)/\\*.*?\\*/", "")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .filter(line -> !line.startsWith("package ") && !line.startsWith("import "))
        .count();
  }
}
