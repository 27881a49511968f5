package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.Apps;
import dev.kappa.apps.wordcount.WordCount;
import dev.kappa.testkit.KappaTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void countingWordsOfFilesLoadsNoEngineOfOthers() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "the words of a text\n");
    Path log = directory.resolve("loaded");
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + "::filesize=0",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Counting.class.getName(),
                text.toString(),
                directory.resolve("counts").toString())
            .inheritIO()
            .start();
    assertThat(worker.waitFor()).isZero();
    assertThat(directory.resolve("counts")).hasContent("text\t1\nthe\t1\nwords\t1");
    List<String> loaded = loaded(log);
    assertThat(loaded).anyMatch(name -> name.startsWith(WordCount.class.getName()));
    assertThat(loaded).filteredOn(name -> HEAVY.stream().anyMatch(name::startsWith)).isEmpty();
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
  static final class Counting {
    private Counting() {}

    public static void main(String[] arguments) {
      assertThat(Apps.workflows().names()).contains("tpcds", "crawl");
      WordCount.Input input = new WordCount.Input(arguments[0], 1, 1, null, arguments[1], null);
      KappaTest.run(WordCount::count, input).result();
    }
  }
}
