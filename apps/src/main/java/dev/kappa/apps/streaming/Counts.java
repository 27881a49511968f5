package dev.kappa.apps.streaming;

import dev.kappa.apps.streaming.Streaming.Mean;
import dev.kappa.apps.streaming.Streaming.Window;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of all batches so far. It is as large as the windows that are open.
 *
 * @param batches how many there were
 * @param segment the name of the segment of the last one
 * @param items how many lines were items, late ones included
 * @param late how many of those came when their window was closed
 * @param malformed how many lines were none
 * @param windows how many windows were closed
 * @param highest the highest time of an item; -1 if there was none
 * @param open sums by window and key
 * @param top the most frequent keys
 * @param last the window that was closed last
 * @param written the offset behind all lines in the file
 */
record Counts(
    long batches,
    String segment,
    long items,
    long late,
    long malformed,
    long windows,
    long highest,
    Map<Long, Map<String, Sum>> open,
    TopKeys top,
    @Nullable Window last,
    long written) {
  /** How many sums are kept: it bounds what a checkpoint has. */
  private static final int MOST_OPEN = 20_000;

  private static final int TOP_OF_WINDOW = 10;

  static Counts none(Job job) {
    return new Counts(0, "", 0, 0, 0, 0, -1, Map.of(), TopKeys.NONE, null, job.head());
  }

  /** Adds the next batch, and writes what is certain by then. */
  Counts add(Tally tally, Job job) throws IOException {
    Adding adding = new Adding(this, job.in());
    adding.add(tally);
    return adding.written(job.file());
  }

  /** Closes all windows: there are no more items. */
  Counts end(Job job) throws IOException {
    Adding adding = new Adding(this, job.in());
    adding.end();
    Counts all = adding.written(job.file());
    job.file().end(all.written);
    return all;
  }

  Streaming.Result result(Job job) {
    return new Streaming.Result(
        items, late, malformed, windows, top.first(job.in().top()), job.file().place());
  }

  /** {@return what callers can read} */
  Streaming.Report report(Job job) {
    long watermark = Math.max(0, highest - job.in().latenessMillis());
    return new Streaming.Report(
        items,
        late,
        malformed,
        windows,
        watermark,
        sums(open),
        segment,
        last,
        top.first(Math.min(TOP_OF_WINDOW, job.in().top())));
  }

  private static long sums(Map<Long, Map<String, Sum>> sums) {
    return sums.values().stream().mapToLong(Map::size).sum();
  }

  /** The sums while a batch is added. */
  private static final class Adding {
    private final Counts before;
    private final Settings in;
    private final Map<Long, Map<String, Sum>> open = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<ObjectNode> lines = new ArrayList<>();
    private String segment;
    private long batches;
    private long items;
    private long late;
    private long malformed;
    private long windows;
    private long highest;
    private @Nullable Window last;

    Adding(Counts before, Settings in) {
      this.before = before;
      this.in = in;
      before.open.forEach((window, sums) -> open.put(window, new TreeMap<>(sums)));
      segment = before.segment;
      batches = before.batches;
      items = before.items;
      late = before.late;
      malformed = before.malformed;
      windows = before.windows;
      highest = before.highest;
      last = before.last;
    }

    void add(Tally tally) {
      batches++;
      segment = tally.segment();
      flaws(tally);
      tally.sums().forEach(this::add);
      tally.late().forEach(this::late);
      highest = Math.max(highest, tally.highest());
      for (Long window : List.copyOf(open.keySet())) {
        if (Tally.isClosed(window, highest, in)) {
          close(window);
        }
      }
      requireRoom();
    }

    void end() {
      List.copyOf(open.keySet()).forEach(this::close);
      ObjectNode total = ReportFile.object();
      total
          .putObject("total")
          .put("items", items)
          .put("late", late)
          .put("malformed", malformed)
          .put("windows", windows);
      lines.add(total);
    }

    private void flaws(Tally tally) {
      malformed += tally.malformed();
      for (Tally.Flaw flaw : tally.flaws()) {
        flaw(tally).put("offset", flaw.offset()).put("why", flaw.why());
      }
      long more = tally.malformed() - tally.flaws().size();
      if (more > 0) {
        flaw(tally).put("more", more);
      }
    }

    private ObjectNode flaw(Tally tally) {
      ObjectNode line = ReportFile.object();
      lines.add(line);
      return line.putObject("malformed").put("segment", tally.segment());
    }

    /** Items that the batch holds for in time are late if the batches before are so far ahead. */
    private void add(Long window, Map<String, Sum> sums) {
      if (Tally.isClosed(window, before.highest, in)) {
        late(window, sums);
        return;
      }
      sums.forEach(
          (key, sum) -> {
            count(key, sum);
            Tally.add(open, window, key, sum);
          });
    }

    private void late(Long window, Map<String, Sum> sums) {
      sums.forEach(
          (key, sum) -> {
            count(key, sum);
            late += sum.count();
            line("late", window, key, sum);
          });
    }

    private void count(String key, Sum sum) {
      items += sum.count();
      counts.merge(key, sum.count(), Long::sum);
    }

    private void close(Long window) {
      Map<String, Sum> sums = open.remove(window);
      if (sums == null) {
        return;
      }
      windows++;
      sums.forEach((key, sum) -> line("window", window, key, sum).put("mean", sum.mean()));
      long all = sums.values().stream().mapToLong(Sum::count).sum();
      last = new Window(window, all, means(sums));
    }

    private List<Mean> means(Map<String, Sum> sums) {
      return sums.entrySet().stream()
          .map(entry -> new Mean(entry.getKey(), entry.getValue().count(), entry.getValue().mean()))
          .sorted(Comparator.comparingLong((Mean m) -> -m.count()).thenComparing(Mean::key))
          .limit(Math.min(TOP_OF_WINDOW, in.top()))
          .toList();
    }

    private ObjectNode line(String kind, long window, String key, Sum sum) {
      ObjectNode line = ReportFile.object();
      lines.add(line);
      return line.put(kind, window)
          .put("key", key)
          .put("count", sum.count())
          .put("sum", Sum.plain(sum.sum()));
    }

    private void requireRoom() {
      long sums = sums(open);
      if (sums > MOST_OPEN) {
        throw new KappaException(
            ErrorCode.INVALID_INPUT,
            "input.log: up to segment %s there are %d keys in windows that are not closed (expected: at most %d; take shorter windows, or less lateness)"
                .formatted(segment, sums, MOST_OPEN));
      }
    }

    Counts written(ReportFile file) throws IOException {
      return new Counts(
          batches,
          segment,
          items,
          late,
          malformed,
          windows,
          highest,
          open,
          before.top.plus(counts),
          last,
          file.write(before.written, lines));
    }
  }
}
