package dev.kappa.apps.wordcount;

import dev.kappa.apps.files.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts files into shards, as if they were one text: after each n-th of the bytes, at the next
 * beginning of a line.
 */
final class Cutter {
  private static final int BUFFER = 1 << 13;

  private final int n;
  private final long total;
  private final List<Shard> shards = new ArrayList<>();
  private List<Range> ranges = new ArrayList<>();

  /** How many of the n-ths are behind us. */
  private int passed;

  /** How many bytes are in the files before the one at hand. */
  private long before;

  private Cutter(int n, long total) {
    this.n = n;
    this.total = total;
  }

  /** {@return at most {@code n} shards; each has at least a byte} */
  static List<Shard> cut(List<DataFile> files, int n) throws IOException {
    Cutter cutter = new Cutter(n, files.stream().mapToLong(DataFile::size).sum());
    for (DataFile file : files) {
      cutter.add(file);
    }
    cutter.endShard();
    return cutter.shards;
  }

  private void add(DataFile file) throws IOException {
    long from = 0;
    while (from < file.size()) {
      long to = nextCut(file, from);
      ranges.add(new Range(file, from, to));
      if (before + to >= target()) {
        endShard();
      }
      from = to;
    }
    before += file.size();
  }

  private long nextCut(DataFile file, long from) throws IOException {
    while (target() <= before + from) {
      passed++;
    }
    long target = target() - before;
    return target >= file.size() ? file.size() : lineStart(file, target);
  }

  /** Where the shard at hand should end. */
  private long target() {
    return total * (passed + 1) / n;
  }

  private void endShard() {
    if (!ranges.isEmpty()) {
      shards.add(new Shard(ranges));
      ranges = new ArrayList<>();
    }
  }

  /** {@return the first offset from {@code at} on where a line begins, or the file's end} */
  private static long lineStart(DataFile file, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    try (ReadableByteChannel channel = file.open(at - 1)) {
      for (long base = at - 1; base < file.size() && channel.read(bytes) > 0; ) {
        int newline = indexOfNewline(bytes.flip());
        if (newline >= 0) {
          return Math.min(base + newline + 1, file.size());
        }
        base += bytes.limit();
        bytes.clear();
      }
    }
    return file.size();
  }

  private static int indexOfNewline(ByteBuffer bytes) {
    for (int i = 0; i < bytes.limit(); i++) {
      if (bytes.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }
}
