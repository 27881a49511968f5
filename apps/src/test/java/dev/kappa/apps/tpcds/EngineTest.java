package dev.kappa.apps.tpcds;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTest {
  private static final String ADVICE = "(expected: more workers or memory, or more room in ";

  @TempDir private Path directory = Path.of("");

  @Test
  void whatHelpsIsToldWhereMemoryAndDiskAreFull() throws IOException {
    try (Engine engine = Engine.open(directory.resolve("spill"))) {
      engine.run("SET memory_limit = '20MB'");
      engine.run("SET max_temp_directory_size = '1MB'");
      assertThatThrownBy(
              () ->
                  engine.run(
                      "CREATE TEMP TABLE t AS SELECT range AS n, hash(range) AS h FROM range(20000000)"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(ADVICE + directory + ")")
          .hasMessageContaining("in: CREATE TEMP TABLE");
    }
  }

  @Test
  void otherErrorsAreThoseOfTheEngine() throws IOException {
    try (Engine engine = Engine.open(directory.resolve("spill"))) {
      assertThatThrownBy(() -> engine.run("SELECT nothing"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nothing")
          .hasMessageNotContaining(ADVICE);
    }
  }
}
