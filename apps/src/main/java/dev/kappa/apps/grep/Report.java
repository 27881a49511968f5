package dev.kappa.apps.grep;

import dev.kappa.StepContext;
import dev.kappa.apps.files.DataFile;
import dev.kappa.apps.files.LineSort;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.files.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Puts together what was found in all chunks. */
final class Report {
  private static final long SORTED_IN_MEMORY = 48L << 20;

  private final Plan plan;
  private final Settings in;
  private final Scratch scratch;
  private final LineSort sort;
  private final BitSet binary = new BitSet();
  private final long[] matches;

  private Report(Plan plan, Settings in) {
    this.plan = plan;
    this.in = in;
    this.scratch = in.scratch();
    this.sort = new LineSort(scratch, SORTED_IN_MEMORY);
    this.matches = new long[plan.files().size()];
  }

  static Grep.Result write(Plan plan, Settings in) throws IOException {
    OutputFile output =
        OutputFile.of(in.output(), "grep-" + StepContext.current().runId() + ".txt");
    Report report = new Report(plan, in);
    if (!in.text()) {
      report.read(report.new Zeros());
    }
    report.read(report.new Matches());
    if (in.count()) {
      report.addCounts();
    }
    output.write(
        out -> {
          report.sort.writeTo(out);
          return output;
        });
    return report.result(output);
  }

  private Grep.Result result(OutputFile output) {
    long lines = 0;
    long files = 0;
    for (long n : matches) {
      lines += n;
      files += n > 0 ? 1 : 0;
    }
    return new Grep.Result(lines, files, output.place());
  }

  private void read(Findings.Sink sink) throws IOException {
    for (Chunk chunk : plan.chunks()) {
      Findings.read(scratch, chunk, sink);
    }
  }

  private void addCounts() throws IOException {
    for (int file = 0; file < matches.length; file++) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      addName(line, file);
      line.writeBytes(ascii(Long.toString(matches[file])));
      sort.add(line.toByteArray());
    }
  }

  private void addName(ByteArrayOutputStream line, int file) {
    if (!plan.single()) {
      DataFile data = plan.files().get(file);
      line.writeBytes(data.nameBytes());
      line.write(':');
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Learns which files are no text, before any line of them is written. */
  private final class Zeros implements Findings.Sink {
    @Override
    public void line(int file, long number, byte[] line) {}

    @Override
    public void count(int file, long matches) {}

    @Override
    public void binary(int file) {
      binary.set(file);
    }
  }

  private final class Matches implements Findings.Sink {
    @Override
    public void line(int file, long number, byte[] line) throws IOException {
      if (binary.get(file)) {
        return;
      }
      matches[file]++;
      ByteArrayOutputStream text = new ByteArrayOutputStream(line.length + 64);
      addName(text, file);
      if (in.lineNumbers()) {
        text.writeBytes(ascii(number + ":"));
      }
      text.writeBytes(line);
      sort.add(text.toByteArray());
    }

    @Override
    public void count(int file, long found) {
      matches[file] += binary.get(file) ? 0 : found;
    }

    @Override
    public void binary(int file) {}
  }
}
