package dev.kappa.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The page of the documentation about tests of workflows. */
final class TestingPage {
  private static final Path PAGE = Path.of("..", "docs", "testing.md");

  private TestingPage() {}

  /** {@return the blocks of that kind} */
  static List<String> blocks(String kind) {
    try {
      return Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL)
          .matcher(Files.readString(PAGE))
          .results()
          .map((MatchResult block) -> block.group(1).strip())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
