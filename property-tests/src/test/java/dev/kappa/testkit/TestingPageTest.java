package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page shows code that is compiled and run: that of two files beside this one. */
final class TestingPageTest {
  private static final Path HERE = Path.of("src/test/java/dev/kappa/testkit");

  @Test
  void codeOfThePageIsThatOfTests() throws IOException {
    String code =
        flat(Files.readString(HERE.resolve("TestingExamplesTest.java")))
            + flat(Files.readString(HERE.resolve("Shop.java")));
    assertThat(TestingPage.blocks("java"))
        .hasSizeGreaterThan(5)
        .allSatisfy(block -> assertThat(code).contains(flat(block)));
  }

  /** Without the lines' indentation. */
  private static String flat(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
  }
}
