package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the generator flushes. A small value comes in one piece, and that copy is the
 * result.
 */
final class Chunks extends OutputStream {
  private byte @Nullable [] bytes;
  private int size;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    if (size + (long) length > Limits.BYTES) {
      throw new KappaException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "value: more than "
              + Limits.BYTES
              + " bytes when encoded (expected: less); keep large data in a file or an object store"
              + " and pass its name");
    }
    if (bytes == null) {
      bytes = Arrays.copyOfRange(from, offset, offset + length);
    } else {
      if (size + length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * size));
      }
      System.arraycopy(from, offset, bytes, size, length);
    }
    size += length;
  }

  /** {@return what was written; this may not be written to any more} */
  byte[] result() {
    if (bytes == null) {
      return new byte[0];
    }
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
