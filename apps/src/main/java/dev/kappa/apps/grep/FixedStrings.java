package dev.kappa.apps.grep;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Looks for bytes. In text in UTF-8 whole characters are found no other way. */
record FixedStrings(List<byte[]> strings) implements LineMatcher {
  static FixedStrings of(String pattern) {
    List<byte[]> strings = new ArrayList<>();
    for (String line : pattern.split("\n", -1)) {
      strings.add(line.getBytes(StandardCharsets.UTF_8));
    }
    return new FixedStrings(strings);
  }

  @Override
  public boolean matches(byte[] bytes, int from, int length) {
    for (byte[] string : strings) {
      if (contains(bytes, from, from + length - string.length, string)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(byte[] bytes, int from, int last, byte[] string) {
    if (string.length == 0) {
      return true;
    }
    byte first = string[0];
    for (int at = from; at <= last; at++) {
      if (bytes[at] == first && startsWith(bytes, at, string)) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether all but the first byte of {@code string} are there, too} */
  private static boolean startsWith(byte[] bytes, int at, byte[] string) {
    for (int i = 1; i < string.length; i++) {
      if (bytes[at + i] != string[i]) {
        return false;
      }
    }
    return true;
  }
}
