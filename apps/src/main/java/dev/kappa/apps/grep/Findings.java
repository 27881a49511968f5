package dev.kappa.apps.grep;

import dev.kappa.apps.files.Scratch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What was found in one chunk, as its steps leave it for the last one. */
final class Findings {
  private static final int LINE = 'l';
  private static final int COUNT = 'c';
  private static final int BINARY = 'b';
  private static final int END = 'e';

  private Findings() {}

  /** Hears what was found. Files go by their number in the plan. */
  interface Sink {
    /** A line that matches, with its number in the file, from 1. */
    void line(int file, long number, byte[] line) throws IOException;

    /** So many lines match. */
    void count(int file, long matches);

    /** There is a zero byte. */
    void binary(int file);
  }

  /** Writes the file of one chunk. */
  record Writer(DataOutputStream out) {
    void line(int file, long number, byte[] bytes, int from, int length) throws IOException {
      out.writeByte(LINE);
      out.writeInt(file);
      out.writeLong(number);
      out.writeInt(length);
      out.write(bytes, from, length);
    }

    void count(int file, long matches) throws IOException {
      out.writeByte(COUNT);
      out.writeInt(file);
      out.writeLong(matches);
    }

    void binary(int file) throws IOException {
      out.writeByte(BINARY);
      out.writeInt(file);
    }

    void end() throws IOException {
      out.writeByte(END);
    }
  }

  /**
   * Looks at the line that {@code chunk} ends and others begin, if it ends there, and leaves it
   * with the number of lines before the chunk.
   *
   * @return whether it matches
   */
  static boolean join(Chunk chunk, Scan scan, Carry before, Settings in) throws IOException {
    Range first = chunk.ranges().getFirst();
    boolean ends = scan.closed() || first.to() == first.file().size();
    Fragment head = scan.head();
    byte[] line = ends && head != null ? before.and(head).read() : null;
    boolean matches = line != null && in.matcher().matches(line, 0, line.length);
    return in.scratch()
        .write(
            chunk.joined(),
            out -> {
              out.writeLong(before.lines());
              Writer writer = new Writer(out);
              if (matches && in.count()) {
                writer.count(first.number(), 1);
              } else if (matches && line != null) {
                writer.line(first.number(), 1, line, 0, line.length);
              }
              writer.end();
              return matches;
            });
  }

  /** Tells all that was found in {@code chunk}, and is in {@code scratch}. */
  static void read(Scratch scratch, Chunk chunk, Sink sink) throws IOException {
    long before = 0;
    int first = chunk.ranges().getFirst().number();
    if (chunk.continues()) {
      try (DataInputStream in = scratch.open(chunk.joined())) {
        before = in.readLong();
        read(in, first, before, sink);
      }
    }
    try (DataInputStream in = scratch.open(chunk.found())) {
      read(in, first, before, sink);
    }
  }

  /** Lines of the file {@code first} are counted from {@code before} on. */
  private static void read(DataInputStream in, int first, long before, Sink sink)
      throws IOException {
    for (int kind = in.readByte(); kind != END; kind = in.readByte()) {
      int file = in.readInt();
      switch (kind) {
        case LINE -> {
          long number = in.readLong() + (file == first ? before : 0);
          byte[] line = new byte[in.readInt()];
          in.readFully(line);
          sink.line(file, number, line);
        }
        case COUNT -> sink.count(file, in.readLong());
        case BINARY -> sink.binary(file);
        default -> throw new IOException("damaged file of findings: kind " + kind);
      }
    }
  }
}
