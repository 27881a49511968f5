package dev.kappa.apps.grep;

import dev.kappa.StepContext;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks through one chunk. */
final class Scanner {
  private final LineMatcher matcher;
  private final boolean count;
  private final Findings.Writer found;

  private @Nullable Fragment head;
  private boolean closed;
  private @Nullable Fragment tail;

  /** Of the range at hand. */
  private long ended;

  private long matches;
  private boolean binary;

  private Scanner(Settings in, DataOutputStream out) {
    this.matcher = in.matcher();
    this.count = in.count();
    this.found = new Findings.Writer(out);
  }

  /** Writes what is found to the chunk's file, and gives what its neighbours must know. */
  static Scan scan(Chunk chunk, Settings in) throws IOException {
    return in.scratch()
        .write(
            chunk.found(),
            out -> {
              Scanner scanner = new Scanner(in, out);
              for (Range range : chunk.ranges()) {
                StepContext.current().heartbeat();
                scanner.scan(range);
              }
              scanner.found.end();
              return scanner.borders();
            });
  }

  private Scan borders() {
    return new Scan(head, closed, ended, tail);
  }

  private void scan(Range range) throws IOException {
    ended = 0;
    matches = 0;
    binary = false;
    tail = null;
    Lines.read(range, (at, bytes, from, length, end) -> take(range, at, bytes, from, length, end));
    boolean goesOn = range.to() < range.file().size();
    if (goesOn && tail == null && (range.from() == 0 || closed)) {
      tail = Fragment.of(range.file(), range.to(), new byte[0]);
    }
    if (count) {
      found.count(range.number(), matches);
    }
    if (binary) {
      found.binary(range.number());
    }
  }

  private void take(Range range, long at, byte[] bytes, int from, int length, boolean end)
      throws IOException {
    binary = binary || hasZero(bytes, from, length);
    if (at == range.from() && at > 0) {
      head = Fragment.of(range.file(), at, Lines.copy(bytes, from, length));
      closed = end;
    } else if (!end && range.to() < range.file().size()) {
      tail = Fragment.of(range.file(), at, Lines.copy(bytes, from, length));
    } else if (matcher.matches(bytes, from, length)) {
      add(range.number(), bytes, from, length);
    }
    ended += end ? 1 : 0;
  }

  private void add(int number, byte[] bytes, int from, int length) throws IOException {
    matches++;
    if (!count) {
      found.line(number, ended + 1, bytes, from, length);
    }
  }

  private static boolean hasZero(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }
}
