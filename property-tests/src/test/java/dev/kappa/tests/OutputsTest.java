package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.Apps;
import dev.kappa.error.ErrorCode;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import dev.kappa.testkit.RunError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What applications are to write must be possible before they begin to work. */
final class OutputsTest {
  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "word-count, output, split",
    "word-count, timeline, split",
    "grep, output, plan",
    "grep, timeline, plan",
    "tpcds, output, look",
    "tpcds, timeline, look",
    "tpcds-generate, timeline, look",
    "crawl, output, scratch",
    "crawl, timeline, scratch",
    "streaming, output, begin",
    "streaming, timeline, begin"
  })
  void aFileThatCantBeWrittenFailsTheFirstStep(String workflow, String field, String step)
      throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    // There even root makes no file.
    Path system = Path.of("/proc/self/found");
    for (Path place : List.of(file.resolve("found"), system, directory)) {
      Run<Object> run = run(workflow, field, place);
      RunError error = run.error();
      assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
      assertThat(error.message())
          .startsWith("input.%s: '%s': ".formatted(field, place))
          .endsWith("(expected: the name of a file that workers can write)");
      assertThat(run.steps().stream().map(Run.Step::name).toList())
          .isSubsetOf(step, "clean")
          .contains(step);
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tpcds, directory, look",
    "tpcds-generate, directory, look",
    "streaming-produce, log, begin",
    "sample, log, begin"
  })
  void aDirectoryThatCantBeMadeFailsTheFirstStep(String workflow, String field, String step)
      throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    for (Path place : List.of(file.resolve("made"), Path.of("/proc/self/made"))) {
      Run<Object> run = run(workflow, field, place);
      RunError error = run.error();
      assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
      assertThat(error.message())
          .startsWith("input.%s: '%s': it can't be made: ".formatted(field, place))
          .endsWith("(expected: a directory that workers can write)");
      assertThat(run.steps().stream().map(Run.Step::name).toList()).isSubsetOf(step, "clean");
    }
  }

  private Run<Object> run(String workflow, String field, Path place) {
    Map<String, Object> input = new HashMap<>(inputs().getOrDefault(workflow, Map.of()));
    input.put(field, place.toString());
    String name = workflow.equals("sample") ? "streaming" : workflow;
    return KappaTest.of(Apps.workflows(), name, input).run();
  }

  private Map<String, Map<String, Object>> inputs() {
    return Map.of(
        "word-count", Map.of("path", Kappa.TEXT.toString()),
        "grep", Map.of("path", Kappa.TEXT.toString(), "pattern", "x"),
        "tpcds", Map.of("query", 3, "scale", 0.01, "directory", directory.toString()),
        "tpcds-generate", Map.of("scale", 0.01, "directory", directory.toString()),
        "crawl", Map.of("url", "http://127.0.0.1:9/"),
        "sample", Map.of("items", 5),
        "streaming", Map.of());
  }
}
