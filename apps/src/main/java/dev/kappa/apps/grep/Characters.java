package dev.kappa.apps.grep;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** The characters of a line in UTF-8. */
final class Characters {
  /**
   * Stands for a byte that is not part of UTF-8. No line has this character, and the dot does not
   * match it.
   */
  private static final char STRAY = '\n';

  private Characters() {}

  static String of(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        return decode(ByteBuffer.wrap(bytes, from, length));
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static String decode(ByteBuffer bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result = decoder.decode(bytes, text, true);
    while (result.isError()) {
      text.put(STRAY);
      bytes.position(bytes.position() + result.length());
      result = decoder.decode(bytes, text, true);
    }
    return text.flip().toString();
  }
}
