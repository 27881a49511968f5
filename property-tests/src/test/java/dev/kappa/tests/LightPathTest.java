package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.Apps;
import dev.kappa.testkit.KappaTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What one application needs is not loaded where another runs: that would make its start slow. */
final class LightPathTest {
  private static final List<String> HEAVY =
      List.of(
          "org.duckdb.",
          "io.trino.tpcds.",
          "software.amazon.awssdk.",
          "org.jsoup.",
          "crawlercommons.",
          "com.google.re2j.");

  @TempDir private Path directory = Path.of("");

  /** An application, with what of all that it needs itself. */
  static Stream<Arguments> applications() {
    return Stream.of(
        Arguments.of("hello", List.of()),
        Arguments.of("word-count", List.of()),
        Arguments.of("streaming", List.of()),
        Arguments.of("grep", List.of("com.google.re2j.")),
        Arguments.of("crawl", List.of("crawlercommons.", "org.jsoup.")),
        Arguments.of("tpcds", List.of("org.duckdb.", "io.trino.tpcds.")));
  }

  @ParameterizedTest
  @MethodSource("applications")
  void anApplicationLoadsNoEngineOfOthers(String workflow, List<String> own) throws Exception {
    try (Site site = new Site().html("/", "<a href=/a>a</a>").html("/a", "")) {
      site.with("/robots.txt", Site.Answer.of(200, "text/plain", "User-agent: *\nAllow: /"));
      List<String> loaded = loadedBy(workflow, input(workflow, site));
      assertThat(loaded).anyMatch(name -> name.startsWith(Apps.class.getName()));
      for (String heavy : HEAVY) {
        assertThat(loaded.stream().anyMatch(name -> name.startsWith(heavy)))
            .as("%s loads %s", workflow, heavy)
            .isEqualTo(own.contains(heavy));
      }
    }
  }

  private Object input(String workflow, Site site) throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "the words of a text\n");
    String output = directory.resolve("output").toString();
    return switch (workflow) {
      case "word-count" -> Map.of("path", text.toString(), "output", output);
      case "grep" -> Map.of("path", text.toString(), "pattern", "w[aou]rd", "output", output);
      case "streaming" -> Map.of("items", 20, "rate", 100, "output", output);
      case "tpcds" -> Map.of("scale", 0.01, "query", 3, "output", output);
      case "crawl" -> Map.of("url", site.url("/"), "output", output);
      default -> Map.of("name", "World");
    };
  }

  private List<String> loadedBy(String workflow, Object input) throws Exception {
    Path log = directory.resolve("loaded");
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + "::filesize=0",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Running.class.getName(),
                workflow,
                JsonMapper.shared().writeValueAsString(input))
            .directory(directory.toFile())
            .inheritIO()
            .start();
    assertThat(worker.waitFor()).isZero();
    return loaded(log);
  }

  /** Lines are as {@code [0.123s][info][class,load] NAME source: …}. */
  private static List<String> loaded(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(line -> line.replaceFirst("^(\\[[^]]*])+ ", ""))
          .map(line -> line.replaceFirst(" .*", ""))
          .toList();
    }
  }

  /** Has all workflows, as a worker has, and runs one. */
  static final class Running {
    private Running() {}

    public static void main(String[] arguments) {
      Object input = JsonMapper.shared().readValue(arguments[1], Object.class);
      KappaTest.of(Apps.workflows(), arguments[0], input)
          .patience(Duration.ofMinutes(5))
          .run()
          .result();
    }
  }
}
