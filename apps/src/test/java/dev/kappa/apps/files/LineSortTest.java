package dev.kappa.apps.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.StepContext;
import dev.kappa.interpreter.CurrentStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class LineSortTest {
  private Path directory = Path.of("");

  @BeforeProperty
  void begin() throws IOException {
    directory = Files.createTempDirectory("sort");
    CurrentStep.set(new Step(directory));
    Scratch.beside(null).create();
  }

  @AfterProperty
  void end() throws IOException {
    Scratch.beside(null).deleteAll();
    CurrentStep.set(null);
    Files.delete(directory);
  }

  @Property(tries = 200)
  void linesAreInTheOrderOfTheirBytesHoweverFewAreHeld(
      @ForAll @Size(max = 60) List<@Size(max = 5) byte[]> lines,
      @ForAll @IntRange(min = 1, max = 500) int most)
      throws IOException {
    LineSort sort = new LineSort(Scratch.beside(null), most);
    for (byte[] line : lines) {
      sort.add(line);
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream();
    sort.writeTo(sorted);

    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    List<byte[]> all = new ArrayList<>(lines);
    all.sort(Arrays::compareUnsigned);
    for (byte[] line : all) {
      expected.writeBytes(line);
      expected.write('\n');
    }
    assertThat(sorted.toByteArray()).isEqualTo(expected.toByteArray());
    try (var left = Files.list(directory.resolve("run-run.parts"))) {
      assertThat(left).isEmpty();
    }
  }

  record Step(Path outputDirectory) implements StepContext {
    @Override
    public String runId() {
      return "run";
    }

    @Override
    public String task() {
      return "0.0";
    }

    @Override
    public String step() {
      return "sort";
    }

    @Override
    public long attempt() {
      return 1;
    }

    @Override
    public Duration remaining() {
      return Duration.ofMinutes(1);
    }

    @Override
    public String idempotencyKey() {
      return "key";
    }
  }
}
