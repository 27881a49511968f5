package dev.kappa.apps.streaming;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A segment that is a file. */
record FileSegment(Path path) implements Segment {
  @Override
  public String name() {
    return String.valueOf(path.getFileName());
  }

  @Override
  public long size() throws IOException {
    return Files.size(path);
  }

  @Override
  public byte[] read(long from, long to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
    try (FileChannel in = FileChannel.open(path)) {
      while (bytes.hasRemaining()) {
        if (in.read(bytes, from + bytes.position()) < 0) {
          throw new EOFException(shorter(in.size(), to));
        }
      }
    }
    return bytes.array();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
