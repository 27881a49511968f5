package dev.kappa.apps.files;

import dev.kappa.StepContext;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts lines by their bytes, as {@code LC_ALL=C sort} does. It holds some tens of megabytes of
 * them at most; what is more is in files meanwhile.
 */
public final class LineSort {
  private static final Comparator<byte[]> BY_BYTES = Arrays::compareUnsigned;

  /** What a line costs in memory beside its bytes. */
  private static final int OVERHEAD = 32;

  private final Scratch scratch;
  private final String prefix;
  private final long most;
  private final List<byte[]> lines = new ArrayList<>();
  private final List<String> runs = new ArrayList<>();
  private long held;

  /**
   * Sorts within the running step.
   *
   * @param most how many bytes of lines are held in memory
   */
  public LineSort(Scratch scratch, long most) {
    StepContext context = StepContext.current();
    this.scratch = scratch;
    this.prefix = "sort-%s-%d-".formatted(context.task(), context.attempt());
    this.most = most;
  }

  /** Adds a line, without its end. */
  public void add(byte[] line) throws IOException {
    lines.add(line);
    held += line.length + OVERHEAD;
    if (held > most) {
      spill();
    }
  }

  /** Writes all lines in their order, each with a newline. */
  public void writeTo(OutputStream out) throws IOException {
    if (!runs.isEmpty()) {
      spill();
      merge(out);
      return;
    }
    lines.sort(BY_BYTES);
    for (byte[] line : lines) {
      writeLine(out, line);
    }
  }

  private void spill() throws IOException {
    lines.sort(BY_BYTES);
    String name = prefix + runs.size();
    scratch.write(
        name,
        out -> {
          for (byte[] line : lines) {
            out.writeInt(line.length);
            out.write(line);
          }
          out.writeInt(-1);
          return name;
        });
    runs.add(name);
    lines.clear();
    held = 0;
  }

  private void merge(OutputStream out) throws IOException {
    PriorityQueue<Run> heads =
        new PriorityQueue<>(Comparator.comparing((Run run) -> run.line, BY_BYTES));
    try {
      for (String name : runs) {
        advance(new Run(scratch.openAmongMany(name)), heads);
      }
      while (!heads.isEmpty()) {
        Run first = heads.remove();
        writeLine(out, first.line);
        advance(first, heads);
      }
    } finally {
      for (Run run : heads) {
        run.in.close();
      }
    }
    for (String name : runs) {
      scratch.delete(name);
    }
  }

  private static void advance(Run run, PriorityQueue<Run> heads) throws IOException {
    if (run.next()) {
      heads.add(run);
    } else {
      run.in.close();
    }
  }

  private static void writeLine(OutputStream out, byte[] line) throws IOException {
    out.write(line);
    out.write('\n');
  }

  private static final class Run {
    private final DataInputStream in;
    private byte[] line = {};

    private Run(DataInputStream in) {
      this.in = in;
    }

    private boolean next() throws IOException {
      int length = in.readInt();
      if (length < 0) {
        return false;
      }
      line = new byte[length];
      in.readFully(line);
      return true;
    }
  }
}
