package dev.kappa.apps.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.interpreter.CurrentStep;
import dev.kappa.objects.MemoryBucket;
import dev.kappa.objects.ObjectEntry;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectScratchTest {
  @TempDir private Path directory = Path.of("");
  private final MemoryBucket bucket = new MemoryBucket();
  private final ObjectScratch scratch =
      new ObjectScratch(ObjectAddress.parse("x", "s3://data/out/run-run.parts/"), bucket);

  @BeforeEach
  void begin() {
    CurrentStep.set(new LineSortTest.Step(directory));
    scratch.create();
  }

  @AfterEach
  void end() {
    CurrentStep.set(null);
  }

  private List<String> keys() {
    return bucket.list("", Integer.MAX_VALUE).stream().map(ObjectEntry::key).toList();
  }

  private void write(String name, byte[] bytes) throws IOException {
    String given =
        scratch.write(
            name,
            out -> {
              out.write(bytes);
              return "given";
            });
    assertThat(given).isEqualTo("given");
  }

  @Test
  void aFileIsWholeOrNotThere() throws IOException {
    assertThatThrownBy(
            () ->
                scratch.write(
                    "part",
                    out -> {
                      out.write(1);
                      throw new IOException("full");
                    }))
        .hasMessage("full");
    assertThatThrownBy(() -> scratch.open("part"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://data/out/run-run.parts/part is gone");
    write("part", "text".getBytes(UTF_8));
    try (DataInputStream in = scratch.open("part")) {
      assertThat(in.readAllBytes()).isEqualTo("text".getBytes(UTF_8));
    }
  }

  @Test
  void aFileOfAnySizeIsReadInPages() throws IOException {
    Random random = new Random(7);
    for (int size :
        List.of(0, 1, PagedInput.PAGE - 1, PagedInput.PAGE, PagedInput.PAGE + 1, 900_000)) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      write("part", bytes);
      try (DataInputStream in = scratch.openAmongMany("part")) {
        byte[] begin = in.readNBytes(size / 3);
        assertThat(begin).isEqualTo(Arrays.copyOf(bytes, size / 3));
        assertThat(in.read()).isEqualTo(size == 0 ? -1 : bytes[size / 3] & 0xff);
        assertThat(in.readAllBytes()).hasSize(Math.max(0, size - size / 3 - 1));
      }
    }
    assertThatThrownBy(() -> scratch.openAmongMany("none")).isInstanceOf(IOException.class);
  }

  /** The worker was thought dead, and goes on when the run has ended. */
  @Test
  void nothingComesBackWhenAllWasDeleted() throws IOException {
    write("part", new byte[1]);
    bucket.write("out/other", new byte[1]);
    scratch.append("notes", "a line");
    scratch.deleteAll();
    assertThat(keys()).containsExactly("out/other");

    assertThatThrownBy(() -> write("part", new byte[1])).hasMessageContaining("the run has ended");
    assertThatThrownBy(() -> scratch.append("notes", "late"))
        .hasMessageContaining("the run has ended");
    assertThat(keys()).containsExactly("out/other");
    scratch.deleteAll();
  }

  /** It begins to write before, and ends after all was deleted. */
  @Test
  void whatIsWrittenWhileAllIsDeletedDoesNotStay() {
    assertThatThrownBy(
            () ->
                scratch.write(
                    "part",
                    out -> {
                      scratch.deleteAll();
                      return out;
                    }))
        .hasMessageContaining("the run has ended");
    assertThat(keys()).isEmpty();
  }

  @Test
  void moreIsDeletedThanIsListedAtOnce() throws IOException {
    for (int i = 0; i < 2_345; i++) {
      write("part-" + i, new byte[0]);
    }
    scratch.deleteAll();
    assertThat(keys()).isEmpty();
  }

  @Test
  void linesAreInTheOrderInWhichTheyWereAdded() throws IOException {
    List<String> lines = IntStream.range(0, 500).mapToObj(i -> i % 3 + " ä/% " + i).toList();
    for (String line : lines) {
      scratch.append("notes", line);
    }
    assertThat(scratch.lines("notes")).isEqualTo(lines);
    assertThat(scratch.lines("others")).isEmpty();
  }

  @Test
  void programsHaveTheirFilesOnTheDiskWhileTheStepRuns() throws IOException {
    long size =
        scratch.place("part", draft -> Files.size(Files.writeString(draft, "text of an engine")));
    assertThat(size).isEqualTo(17);
    try (WorkDirectory work = scratch.work()) {
      Path file = scratch.fetched("part", work);
      assertThat(file).hasContent("text of an engine");
      assertThat(scratch.fetched("part", work)).isEqualTo(file);
    }
    Path left = WorkDirectory.ofStep().directory();
    assertThat(left).startsWith(directory).exists();
    scratch.deleteAll();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void filesAreBesideAnOutputInABucketOrWhereTheWorkersAreTold() {
    assertThat(Scratch.beside("s3://data/a/b.tsv"))
        .isInstanceOfSatisfying(
            ObjectScratch.class,
            each -> assertThat(each.address()).hasToString("s3://data/a/run-run.parts/"));
    assertThat(Scratch.beside("s3://data/b.tsv"))
        .isInstanceOfSatisfying(
            ObjectScratch.class,
            each -> assertThat(each.address()).hasToString("s3://data/run-run.parts/"));
    Path local = directory.resolve("run-run.parts");
    assertThat(Scratch.beside("elsewhere/b.tsv")).isEqualTo(new LocalScratch(local));
    assertThat(Scratch.beside(null)).isEqualTo(new LocalScratch(local));
    assertThat(OutputPlace.of("s3://data/runs/", directory).of("x")).isEqualTo("s3://data/runs/x");
    assertThat(OutputPlace.of(null, directory).of("x")).isEqualTo(directory + "/x");
    assertThat(OutputPlace.of("/mnt/kappa", directory).of("x")).isEqualTo(directory + "/x");
  }
}
