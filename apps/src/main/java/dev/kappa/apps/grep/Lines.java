package dev.kappa.apps.grep;

import dev.kappa.apps.files.DataFile;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/** Cuts a range of a file at its newlines. It holds one line, or a buffer, at most. */
final class Lines {
  /** In bytes. */
  static final int LONGEST = 16 << 20;

  private static final int BUFFER = 1 << 18;

  private final Range range;
  private final Sink sink;
  private byte[] buffer = new byte[BUFFER];

  /** Where the piece at hand begins in the buffer, and where what was read ends. */
  private int begin;

  private int end;

  private Lines(Range range, Sink sink) {
    this.range = range;
    this.sink = sink;
  }

  /** Takes the pieces in their order. */
  interface Sink {
    /**
     * Takes the bytes between two newlines, or between one and an end of the range.
     *
     * @param at their offset in the file
     * @param ended whether a newline follows; if not, it is the last piece, and not empty
     */
    void piece(long at, byte[] bytes, int from, int length, boolean ended) throws IOException;
  }

  static void read(Range range, Sink sink) throws IOException {
    try (ReadableByteChannel channel = range.file().open(range.from())) {
      new Lines(range, sink).read(channel);
    }
  }

  static KappaException tooLong(DataFile file, long at) {
    return new KappaException(
        ErrorCode.INVALID_INPUT,
        "%s, byte %d: a line of more than %d bytes (expected: lines)".formatted(file, at, LONGEST));
  }

  private void read(ReadableByteChannel channel) throws IOException {
    long at = range.from();
    while (at < range.to()) {
      makeRoom(at);
      int most = (int) Math.min(buffer.length - end, range.to() - at);
      int n = channel.read(ByteBuffer.wrap(buffer, end, most));
      if (n < 0) {
        throw new IOException(range.file() + " ends before byte " + range.to() + "; it was cut");
      }
      at += n;
      take(at, n);
    }
    if (begin < end) {
      give(at - (end - begin), end, false);
    }
  }

  private void give(long at, int to, boolean ended) throws IOException {
    if (to - begin > LONGEST) {
      throw tooLong(range.file(), at);
    }
    sink.piece(at, buffer, begin, to - begin, ended);
  }

  /** Gives away what ends in the {@code n} bytes that were read up to {@code at}. */
  private void take(long at, int n) throws IOException {
    int from = end;
    end += n;
    for (int i = from; i < end; i++) {
      if (buffer[i] == '\n') {
        give(at - (end - begin), i, true);
        begin = i + 1;
      }
    }
  }

  private void makeRoom(long at) {
    int held = end - begin;
    if (held > LONGEST) {
      throw tooLong(range.file(), at - held);
    }
    byte[] to = held > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
    System.arraycopy(buffer, begin, to, 0, held);
    buffer = to;
    begin = 0;
    end = held;
  }

  static byte[] copy(byte[] bytes, int from, int length) {
    return Arrays.copyOfRange(bytes, from, from + length);
  }
}
