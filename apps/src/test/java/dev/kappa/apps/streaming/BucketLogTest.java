package dev.kappa.apps.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.apps.files.MemoryBuckets;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class BucketLogTest {
  private final String name = "log-" + UUID.randomUUID();
  private final Bucket bucket = Bucket.of("s3://" + name);
  private final LogPlace place = BucketLog.at("s3://" + name + "/log/");

  @Test
  void whatWasReadMayBeAnyNumberOfSegments() throws IOException {
    put(6, 1, 51_000);
    assertThat(place.segments(50_999).keySet()).containsExactly(50_999, 51_000);
    assertThat(place.segments(51_001)).isEmpty();
    assertThat(place.last(1)).isEqualTo(51_000);
  }

  @Test
  void aLookListsNoMoreThanAPage() throws IOException {
    put(6, 1, 5_000);
    MemoryBuckets.takeRequests(name);
    assertThat(place.segments(3_000)).hasSize(BucketSegments.PAGE).containsKey(3_000);
    assertThat(MemoryBuckets.takeRequests(name)).containsExactly("list", "list");
  }

  @Test
  void aLogOfManyPagesIsReadToItsEnd() throws IOException {
    put(6, 1, 2_500);
    List<String> texts = new ArrayList<>();
    Log log = new Log(place, 1 << 10, 400);
    Log.Look look = log.look(Position.NONE, false);
    texts(look, texts);
    bucket.write("log/002501.jsonl", "late\n".getBytes(UTF_8));
    look = log.look(look.next(), true);
    bucket.write("log/002502.jsonl", "after the call to stop\n".getBytes(UTF_8));
    for (int looks = 0; !look.ended() && looks < 20; looks++) {
      texts(look, texts);
      look = log.look(look.next(), true);
    }
    assertThat(look.ended()).isTrue();
    assertThat(texts).hasSize(2_501).doesNotHaveDuplicates().endsWith("late\n");
    assertThat(texts.subList(0, 3)).containsExactly("1\n", "2\n", "3\n");
  }

  @Test
  void aGapIsToldWhereverAPageEnds() throws IOException {
    put(6, 1, 1_000);
    put(6, 1_002, 1_010);
    Log log = new Log(place, 1 << 10, 1_000);
    Log.Look look = log.look(Position.NONE, false);
    assertThat(look.batches()).hasSize(1_000);
    assertThatThrownBy(() -> log.look(look.next(), false))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("segment 1001 is not there");
  }

  @Test
  void numbersMayHaveAsManyDigitsAsTheyNeedIfTheyAreFew() throws IOException {
    put(1, 1, 120);
    bucket.write("log/readme", new byte[0]);
    bucket.write("log/old/7.jsonl", new byte[0]);
    assertThat(place.segments(98).keySet()).hasSize(23).contains(98, 120);
    assertThat(place.last(1)).isEqualTo(120);
  }

  @Test
  void markersOfFoldersBeforeTheNumbersDoNotMatter() throws IOException {
    bucket.write("log/", new byte[0]);
    bucket.write("log/.keep", new byte[0]);
    put(6, 1, 51_000);
    assertThat(place.segments(0).firstKey()).isEqualTo(1);
    assertThat(place.segments(50_999).keySet()).containsExactly(50_999, 51_000);
    assertThat(place.last(1)).isEqualTo(51_000);
  }

  @Test
  void longerNumbersFollowTheLastOfSoManyDigits() throws IOException {
    put(2, 90, 99);
    put(3, 100, 105);
    for (int from : List.of(90, 98, 99, 100, 104)) {
      assertThat(place.last(from)).as("from %d", from).isEqualTo(105);
      assertThat(place.segments(from).firstKey()).isEqualTo(from);
    }
  }

  @Test
  void tooManyWhoseKeysAreInNoOrderAreRefused() throws IOException {
    put(1, 1, 50_001);
    assertThatThrownBy(() -> place.segments(50_000))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("more than 50000 objects below s3://" + name + "/log")
        .hasMessageContaining("names such as 000001.jsonl");
  }

  @Test
  void aProducerWhoseNumbersWouldRunOutIsRefused() {
    Produce.requireNumbers(1, 999_999, 1);
    assertThatThrownBy(() -> Produce.requireNumbers(2, 999_999, 1))
        .hasMessageContaining("make segments up to number 1000000 (expected: at most 999999");
  }

  private void put(int digits, int from, int to) {
    for (int i = from; i <= to; i++) {
      bucket.write("log/" + LogPlace.name(i, digits), (i + "\n").getBytes(UTF_8));
    }
  }

  private static void texts(Log.Look look, List<String> into) throws IOException {
    for (Batch batch : look.batches()) {
      into.add(new String(batch.read(), UTF_8));
    }
  }
}
