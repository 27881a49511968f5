package dev.kappa.apps.wordcount;

import java.util.Comparator;

/**
 * How often a word occurs.
 *
 * @param word the word, in lower case
 * @param count how often, at least 1
 */
public record Count(String word, long count) {
  /** By code points, which is also the order of the bytes in UTF-8. */
  static final Comparator<Count> BY_WORD = (a, b) -> compare(a.word, b.word);

  /** The most frequent first. */
  static final Comparator<Count> BY_COUNT =
      Comparator.comparingLong(Count::count).reversed().thenComparing(BY_WORD);

  /** Strings compare by UTF-16 units, which puts what is above U+FFFF before U+E000. */
  private static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean differ = Character.isSurrogate(x) != Character.isSurrogate(y);
        return differ ? Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y)) : x - y;
      }
    }
    return a.length() - b.length();
  }
}
