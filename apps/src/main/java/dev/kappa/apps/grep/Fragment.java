package dev.kappa.apps.grep;

import dev.kappa.apps.files.DataFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A piece of one line.
 *
 * @param text the bytes themselves. Null if they are many: then they are read from the file again,
 *     by whoever has the line's end. So a line across many chunks is not sent from each to the next
 */
record Fragment(DataFile file, long from, long to, byte @Nullable [] text) {
  private static final int MOST = 16 << 10;

  static Fragment of(DataFile file, long from, byte[] text) {
    return new Fragment(file, from, from + text.length, text.length <= MOST ? text : null);
  }

  /** {@return this and what follows it} */
  Fragment and(Fragment next) {
    byte[] left = text;
    byte[] right = next.text;
    if (left == null || right == null || left.length + right.length > MOST) {
      return new Fragment(file, from, next.to, null);
    }
    byte[] both = new byte[left.length + right.length];
    System.arraycopy(left, 0, both, 0, left.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return new Fragment(file, from, next.to, both);
  }

  byte[] read() throws IOException {
    if (text != null) {
      return text;
    }
    if (to - from > Lines.LONGEST) {
      throw Lines.tooLong(file, from);
    }
    return file.read(from, to);
  }
}
