package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Real workers search real texts; what they find is what GNU grep finds, byte for byte. */
final class GrepIT {
  private static final Kappa KAPPA = Kappa.onNewData();

  @BeforeAll
  static void start() {
    KAPPA.startCoordinator();
  }

  @AfterAll
  static void end() {
    KAPPA.close();
  }

  @Test
  void linesOfOneText() throws IOException {
    check("apps/data/kjv.txt", "[Ll]ord.*God", "\"chunkBytes\":100003,\"workers\":3", "-rnE");
    check("apps/data/kjv.txt", "begat", "\"fixed\":true,\"chunkBytes\":70000", "-rnF");
  }

  @Test
  void linesAndCountsOfATreeOfFiles() throws IOException {
    check("kappa-dsl/src", "(public|private) static [A-Z]", "\"chunkBytes\":50001", "-rnE");
    check("kappa-dsl/src", "import", "\"fixed\":true,\"count\":true", "-rcF");
    check("apps/data", "ü|God", "\"lineNumbers\":false", "-rE");
  }

  @Test
  void workersAreKilled(@TempDir Path directory) throws IOException {
    Path text = directory.resolve("text.txt");
    try (OutputStream out = Files.newOutputStream(text)) {
      for (int i = 0; i < 8; i++) {
        Files.copy(Kappa.TEXT, out);
      }
    }
    String pattern = "(the|and) [a-z]*ing (of|the)";
    String input = input(text.toString(), pattern, "\"chunkBytes\":500001,\"workers\":4");
    try (Program program = KAPPA.start("run", "grep", "--input", input, "--json")) {
      long before = 0;
      for (int kills = 0; kills < 3; kills++) {
        long seen = before;
        RunView run =
            KAPPA.awaitRun(
                "grep",
                r ->
                    r.status() == RunStatus.RUNNING && r.tasks() > 4 && r.checkpoints() > seen + 8);
        before = run.checkpoints();
        ProcessHandle worker =
            Eventually.found(
                "a worker", () -> Processes.workers(KAPPA.data()).stream().findFirst());
        assertThat(worker.destroyForcibly()).isTrue();
      }
      check(program.await(), text.toString(), pattern, "-rnE");
    }
  }

  private static void check(String path, String pattern, String settings, String options)
      throws IOException {
    String input = input(path, pattern, settings);
    check(KAPPA.call("run", "grep", "--input", input, "--json"), path, pattern, options);
  }

  private static String input(String path, String pattern, String settings) {
    return "{\"path\":\"%s\",\"pattern\":\"%s\",%s}".formatted(path, pattern, settings);
  }

  private static void check(Called called, String path, String pattern, String options)
      throws IOException {
    JsonNode result = called.exits(0).document().get("result");
    byte[] expected = GnuGrep.of(Kappa.ROOT, List.of(options), pattern, path);
    Path output = Path.of(result.get("output").stringValue());
    assertThat(Files.readAllBytes(output)).isEqualTo(expected).isNotEmpty();
    assertThat(List.copyOf(result.propertyNames())).containsExactly("matches", "files", "output");
    assertThat(result.get("matches").longValue()).isPositive();
    assertThat(result.get("files").longValue()).isPositive();
    try (Stream<Path> left = Files.list(output.getParent())) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }
}
