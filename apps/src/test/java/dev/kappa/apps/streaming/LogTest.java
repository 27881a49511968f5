package dev.kappa.apps.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
  @TempDir private Path place = Path.of("");

  @Test
  void aLineWaitsForItsEnd() throws IOException {
    append(1, "one\ntw");
    Log.Look first = log(100).look(Position.NONE, false);
    assertThat(texts(first)).containsExactly("one\n");
    assertThat(texts(log(100).look(first.next(), false))).isEmpty();
    append(1, "o\nthree");
    Log.Look second = log(100).look(first.next(), false);
    assertThat(texts(second)).containsExactly("two\n");
    assertThat(second.first()).isEqualTo(1);
    assertThat(second.ended()).isFalse();
  }

  @Test
  void batchesHaveWholeLines() throws IOException {
    append(1, "a\nbb\nccc\na line that is longer than a batch\nd\n");
    assertThat(texts(log(5).look(Position.NONE, false)))
        .containsExactly("a\nbb\n", "ccc\n", "a line that is longer than a batch\n", "d\n");
  }

  @Test
  void aLineMayBeLongerThanWhatIsReadAtOnce() throws IOException {
    String line = "x".repeat(20_000) + "\n";
    append(1, line + line + "x".repeat(20_000));
    assertThat(texts(log(10_000).look(Position.NONE, false))).containsExactly(line, line);
    assertThat(texts(log(30_000).look(Position.NONE, false))).containsExactly(line, line);
  }

  @Test
  void theNextSegmentSaysThatTheOneBeforeIsWhole() throws IOException {
    append(1, "one\ntwo");
    append(2, "");
    append(3, "three\nfou");
    Log.Look look = log(4).look(Position.NONE, false);
    assertThat(texts(look)).containsExactly("one\n", "two", "three\n");
    Log.Look next = log(4).look(look.next(), false);
    assertThat(texts(next)).isEmpty();
    assertThat(next.next()).isEqualTo(new Position(3, 6, 3, null));
  }

  @Test
  void soManyBatchesAreCutAtOnceAndNoMore() throws IOException {
    append(1, "1\n2\n3\n");
    append(2, "4\n5\n");
    Log.Look first = new Log(new LocalLog(place), 1, 2).look(Position.NONE, false);
    assertThat(texts(first)).containsExactly("1\n", "2\n");
    assertThat(texts(new Log(new LocalLog(place), 1, 2).look(first.next(), false)))
        .containsExactly("3\n", "4\n");
  }

  @Test
  void whatComesAfterTheCallToStopIsNotRead() throws IOException {
    append(1, "1\n2\n3");
    Log.Look first = new Log(new LocalLog(place), 1, 1).look(Position.NONE, true);
    append(1, "3\n4\n");
    append(2, "5\n");
    List<String> texts = new ArrayList<>(texts(first));
    Log.Look look = first;
    while (!look.ended()) {
      look = new Log(new LocalLog(place), 1, 1).look(look.next(), true);
      texts.addAll(texts(look));
    }
    assertThat(texts).containsExactly("1\n", "2\n", "3");
  }

  @Test
  void anEmptyLogEndsAtOnceWhenItIsToStop() throws IOException {
    assertThat(log(9).look(Position.NONE, false).ended()).isFalse();
    assertThat(log(9).look(Position.NONE, true).ended()).isTrue();
  }

  @Test
  void aSegmentThatBecameShorterIsRefused() throws IOException {
    append(1, "one\ntwo\n");
    Position at = log(9).look(Position.NONE, false).next();
    Files.writeString(place.resolve("000001.jsonl"), "one\n");
    assertThatThrownBy(() -> log(9).look(at, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has 4 bytes, and had 8 (expected: segments that only grow)");
  }

  @Test
  void aSegmentThatWentBeforeItWasReadIsMissed() throws IOException {
    append(1, "one\n");
    Position at = log(9).look(Position.NONE, false).next();
    Files.delete(place.resolve("000001.jsonl"));
    append(2, "two\n");
    assertThatThrownBy(() -> log(9).look(at, false))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("segment 1 is not there (there are: 2 to 2;");
  }

  private Log log(int batchBytes) {
    return new Log(new LocalLog(place), batchBytes, 4);
  }

  private void append(int segment, String text) throws IOException {
    Files.writeString(
        place.resolve(LogPlace.name(segment)),
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static List<String> texts(Log.Look look) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Batch batch : look.batches()) {
      texts.add(new String(batch.read(), StandardCharsets.UTF_8));
    }
    return texts;
  }
}
