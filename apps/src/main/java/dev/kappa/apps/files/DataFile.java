package dev.kappa.apps.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A file as it was when it was found. Names of files are bytes, which need not be text: they are
 * kept as in URIs.
 *
 * @param uri what the file is opened by, from any worker
 * @param name what users call it: the location that was listed and what is below it, with {@code
 *     %XX} for bytes that a URI can't have
 * @param size in bytes
 * @param modified when it was last changed, in milliseconds since 1970
 */
public record DataFile(String uri, String name, long size, long modified) {
  /** By the bytes of their names. */
  public static final Comparator<DataFile> BY_NAME =
      (a, b) -> Arrays.compareUnsigned(a.nameBytes(), b.nameBytes());

  /** {@return the name, as its file system has it} */
  public byte[] nameBytes() {
    return Percent.decode(name);
  }

  /**
   * {@return the file, to be read from the byte {@code from} on}
   *
   * @throws IOException if it was changed since it was found, or can't be read
   */
  public ReadableByteChannel open(long from) throws IOException {
    return Storage.of(uri).open(this, from);
  }

  /** {@return the bytes from {@code from} up to and without {@code to}} */
  public byte[] read(long from, long to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
    try (ReadableByteChannel channel = open(from)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new EOFException(this + " ends before byte " + to + "; it was cut meanwhile");
        }
      }
    }
    return bytes.array();
  }

  /** {@return the name, for a message} */
  @Override
  public String toString() {
    return Percent.text(name);
  }
}
