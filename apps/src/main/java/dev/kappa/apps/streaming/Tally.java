package dev.kappa.apps.streaming;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the lines of a batch come to.
 *
 * <p>Whether an item is late depends on the highest time before it. What of that is in the batch is
 * decided here; whether the batches before it had a higher one the aggregator knows. That time is
 * the same for all items of this batch, so it decides for a window as a whole.
 *
 * @param segment the name of the segment
 * @param highest the highest time in it; -1 if there is no item
 * @param sums by window and key, of items that are not late by what is in this batch
 * @param late the same of those that are
 * @param malformed how many lines are no items
 * @param flaws some of those, the first
 */
record Tally(
    String segment,
    long highest,
    Map<Long, Map<String, Sum>> sums,
    Map<Long, Map<String, Sum>> late,
    long malformed,
    List<Flaw> flaws) {
  private static final int MOST_FLAWS = 100;

  /** A line that is no item. */
  record Flaw(long offset, String why) {}

  static Tally of(Batch batch, Settings in) throws IOException {
    Building building = new Building(batch, in);
    if (batch.bytes() > Batch.MOST_BYTES) {
      building.malformed(0, "it is longer than %d bytes".formatted(Batch.MOST_BYTES));
    } else {
      building.lines(batch.read());
    }
    return building.tally();
  }

  /** {@return whether all items of a window are late, when {@code highest} was seen} */
  static boolean isClosed(long window, long highest, Settings in) {
    return highest >= window + in.windowMillis() + in.latenessMillis();
  }

  static void add(Map<Long, Map<String, Sum>> sums, long window, String key, Sum sum) {
    sums.computeIfAbsent(window, none -> new TreeMap<>()).merge(key, sum, Sum::plus);
  }

  private static final class Building {
    private final Batch batch;
    private final Settings in;
    private final Map<Long, Map<String, Sum>> sums = new TreeMap<>();
    private final Map<Long, Map<String, Sum>> late = new TreeMap<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private long highest = -1;
    private long malformed;

    Building(Batch batch, Settings in) {
      this.batch = batch;
      this.in = in;
    }

    void lines(byte[] bytes) {
      int from = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          line(bytes, from, i);
          from = i + 1;
        }
      }
      if (from < bytes.length) {
        line(bytes, from, bytes.length);
      }
    }

    private void line(byte[] bytes, int from, int to) {
      switch (Line.of(bytes, from, to)) {
        case Line.Item item -> item(item);
        case Line.Malformed flaw -> malformed(from, flaw.why());
      }
    }

    private void item(Line.Item item) {
      long window = item.time() - item.time() % in.windowMillis();
      highest = Math.max(highest, item.time());
      add(
          isClosed(window, highest, in) ? late : sums,
          window,
          item.key(),
          new Sum(1, item.value()));
    }

    void malformed(int from, String why) {
      malformed++;
      if (flaws.size() < MOST_FLAWS) {
        flaws.add(new Flaw(batch.from() + from, why));
      }
    }

    Tally tally() {
      return new Tally(batch.segment().name(), highest, sums, late, malformed, flaws);
    }
  }
}
