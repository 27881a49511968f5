package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.files.DataFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutterTest {
  @Property(tries = 300)
  void shardsTogetherAreTheFilesByteForByte(
      @ForAll @Size(max = 4) List<@net.jqwik.api.From("texts") String> texts,
      @ForAll @IntRange(min = 1, max = 12) int n)
      throws IOException {
    List<Path> files = write(texts);

    List<Range> ranges = ranges(Cutter.cut(described(files), n));

    assertThat(bytes(ranges)).isEqualTo(String.join("", texts).getBytes(StandardCharsets.UTF_8));
    delete(files);
  }

  @Property(tries = 300)
  void noLineIsCut(
      @ForAll @Size(max = 4) List<@net.jqwik.api.From("texts") String> texts,
      @ForAll @IntRange(min = 1, max = 12) int n)
      throws IOException {
    List<Path> files = write(texts);

    for (Range range : ranges(Cutter.cut(described(files), n))) {
      byte[] file = CountedFiles.bytes(range.file());
      assertThat(range.from()).isLessThan(range.to());
      assertThat(range.to() == file.length || file[(int) range.to() - 1] == '\n').isTrue();
    }
    delete(files);
  }

  @Property(tries = 300)
  void thereAreNoMoreShardsThanAskedForAndNoneIsEmpty(
      @ForAll @Size(max = 4) List<@net.jqwik.api.From("texts") String> texts,
      @ForAll @IntRange(min = 1, max = 12) int n)
      throws IOException {
    List<Path> files = write(texts);

    List<Shard> shards = Cutter.cut(described(files), n);

    assertThat(shards).hasSizeLessThanOrEqualTo(n);
    assertThat(shards).allSatisfy(shard -> assertThat(shard.ranges()).isNotEmpty());
    delete(files);
  }

  @Test
  void shardsOfShortLinesAreOfAboutTheSameSize(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("lines"), "0123456789\n".repeat(8_000));

    List<Shard> shards = Cutter.cut(described(List.of(file)), 8);

    assertThat(shards).hasSize(8);
    assertThat(ranges(shards)).allSatisfy(r -> assertThat(r.to() - r.from()).isEqualTo(11_000));
  }

  @Test
  void oneLongLineIsOneShard(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("line"), "word ".repeat(20_000) + "\nend\n");

    assertThat(ranges(Cutter.cut(described(List.of(file)), 8)))
        .containsExactly(
            new Range(CountedFiles.of(file), 0, 100_001),
            new Range(CountedFiles.of(file), 100_001, 100_005));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'ä', '語', ' ', '\n').ofMaxLength(40);
  }

  private static List<Path> write(List<String> texts) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String text : texts) {
      files.add(Files.writeString(Files.createTempFile("cutter", ".txt"), text));
    }
    return files;
  }

  private static List<DataFile> described(List<Path> files) throws IOException {
    List<DataFile> described = new ArrayList<>();
    for (Path file : files) {
      described.add(CountedFiles.of(file));
    }
    return described;
  }

  private static void delete(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static List<Range> ranges(List<Shard> shards) {
    return shards.stream().flatMap(shard -> shard.ranges().stream()).toList();
  }

  private static byte[] bytes(List<Range> ranges) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Range range : ranges) {
      byte[] file = CountedFiles.bytes(range.file());
      all.write(file, (int) range.from(), (int) (range.to() - range.from()));
    }
    return all.toByteArray();
  }
}
