package dev.kappa.apps.grep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.apps.files.DataFile;
import dev.kappa.apps.files.Storage;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Property(tries = 300)
  void chunksTogetherAreTheFilesInTheirOrder(
      @ForAll @Size(max = 6) List<@IntRange(max = 30) Integer> sizes,
      @ForAll @LongRange(min = 1, max = 40) long chunkBytes) {
    List<Chunk> chunks = plan(sizes, chunkBytes).chunks();

    List<String> bytes = new ArrayList<>();
    for (Chunk chunk : chunks) {
      long size = 0;
      for (Range range : chunk.ranges()) {
        size += range.to() - range.from();
        for (long at = range.from(); at < range.to(); at++) {
          bytes.add(range.number() + ":" + at);
        }
      }
      boolean last = chunk.index() == chunks.size() - 1;
      assertThat(size).isBetween(1L, chunkBytes);
      assertThat(last || size == chunkBytes).isTrue();
    }
    assertThat(bytes).isEqualTo(expected(sizes));
  }

  @Property(tries = 300)
  void aChunkContinuesAFileIfTheOneBeforeIsContinued(
      @ForAll @Size(max = 6) List<@IntRange(max = 30) Integer> sizes,
      @ForAll @LongRange(min = 1, max = 40) long chunkBytes) {
    boolean goesOn = false;
    for (Chunk chunk : plan(sizes, chunkBytes).chunks()) {
      assertThat(chunk.continues()).isEqualTo(goesOn);
      goesOn = chunk.isContinued();
    }
    assertThat(goesOn).isFalse();
  }

  @Test
  void tasksHaveTheirChunksInTurn() {
    List<List<Chunk>> shares = plan(List.of(50), 10).shares(2);

    assertThat(shares.get(0)).extracting(Chunk::index).containsExactly(0, 2, 4);
    assertThat(shares.get(1)).extracting(Chunk::index).containsExactly(1, 3);
    assertThat(plan(List.of(50), 10).shares(9)).hasSize(5);
    assertThat(plan(List.of(0), 10).shares(9)).isEmpty();
  }

  @Test
  void tooManyChunksAreRefusedWithWhatWouldDo() {
    assertThatThrownBy(() -> plan(List.of(1_000_000), 10))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("input.chunkBytes: 10 makes more than 20000 chunks")
        .hasMessageContaining("at least 51");
  }

  private static Plan plan(List<Integer> sizes, long chunkBytes) {
    List<DataFile> files =
        sizes.stream().map(size -> new DataFile("file:///f", "f", size, 0)).toList();
    return Plan.of(new Storage.Listing(files, false), chunkBytes);
  }

  private static List<String> expected(List<Integer> sizes) {
    List<String> bytes = new ArrayList<>();
    for (int file = 0; file < sizes.size(); file++) {
      for (int at = 0; at < sizes.get(file); at++) {
        bytes.add(file + ":" + at);
      }
    }
    return bytes;
  }
}
