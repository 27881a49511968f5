package dev.kappa.codec;

import java.nio.ByteBuffer;

/** Strings as Java has them: any chars, also such that no UTF-8 can hold. */
final class Text {
  private Text() {}

  static boolean hasLoneSurrogate(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i)) && !isPair(text, i++)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  static byte[] chars(String text) {
    byte[] bytes = new byte[2 * text.length()];
    ByteBuffer.wrap(bytes).asCharBuffer().put(text);
    return bytes;
  }

  static String ofChars(byte[] bytes) {
    return ByteBuffer.wrap(bytes).asCharBuffer().toString();
  }
}
