package dev.kappa.apps.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineEndsTest {
  private static final int SIZE = 3 << 20;

  private final List<Integer> read = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 24_575, 24_576, 1_500_000, SIZE - 1})
  void theEndIsFoundWhereverItIs(int at) throws IOException {
    byte[] text = text(at);
    assertThat(ends(text).behindFirst(0, SIZE)).isEqualTo(at + 1);
    assertThat(ends(text).behindLast(0, SIZE)).isEqualTo(at + 1);
    assertThat(ends(text).behindFirst(at, SIZE)).isEqualTo(at + 1);
    assertThat(ends(text).behindFirst(at + 1, SIZE)).isEqualTo(-1);
    assertThat(ends(text).behindLast(0, at)).isZero();
  }

  @Test
  void theNearestOfManyIsTaken() throws IOException {
    byte[] text = "a\nb\nc\nd".getBytes(US_ASCII);
    assertThat(ends(text).behindFirst(2, 7)).isEqualTo(4);
    assertThat(ends(text).behindLast(0, 7)).isEqualTo(6);
    assertThat(ends(text).behindLast(2, 3)).isEqualTo(2);
  }

  @Test
  void fewPiecesAreReadAndOfShortLinesLittle() throws IOException {
    ends(text(SIZE - 3)).behindLast(0, SIZE);
    assertThat(read).containsExactly(8192);
    read.clear();
    assertThat(ends(text(SIZE - 1)).behindLast(0, SIZE - 1)).isZero();
    assertThat(read).hasSizeLessThan(11).startsWith(8192, 16_384).contains(1 << 20);
    assertThat(read.stream().mapToInt(n -> n).sum()).isEqualTo(SIZE - 1);
    read.clear();
    ends(text(SIZE - 1)).behindFirst(0, SIZE);
    assertThat(read).hasSizeLessThan(11);
  }

  private static byte[] text(int newline) {
    byte[] text = new byte[SIZE];
    Arrays.fill(text, (byte) 'x');
    text[newline] = '\n';
    return text;
  }

  private LineEnds ends(byte[] text) {
    return new LineEnds(
        (from, to) -> {
          read.add((int) (to - from));
          return Arrays.copyOfRange(text, (int) from, (int) to);
        });
  }
}
