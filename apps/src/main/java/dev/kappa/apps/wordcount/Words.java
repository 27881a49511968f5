package dev.kappa.apps.wordcount;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.CharBuffer;
import java.util.Locale;
import java.util.function.Consumer;

/** Finds the words of a text that comes in pieces. See {@link WordCount} for what a word is. */
final class Words {
  /** In code points, before the word is put into lower case. */
  private static final int SHORTEST = 3;

  private static final int LONGEST = 1_000_000;

  private final String source;
  private final Consumer<String> sink;
  private final StringBuilder word = new StringBuilder();
  private int length;

  /** Gives each word to {@code sink}; {@code source} names the text in errors. */
  Words(String source, Consumer<String> sink) {
    this.source = source;
    this.sink = sink;
  }

  /** Takes the next piece, which ends with a whole code point. */
  void read(CharBuffer text) {
    int size;
    for (int i = 0; i < text.length(); i += size) {
      int c = Character.codePointAt(text, i);
      size = Character.charCount(c);
      if (Character.isLetterOrDigit(c) || c == '_') {
        append(c);
      } else {
        end();
      }
    }
  }

  /** Ends the word at hand, if there is one. */
  void end() {
    if (length >= SHORTEST) {
      sink.accept(word.toString().toLowerCase(Locale.ROOT));
    }
    word.setLength(0);
    length = 0;
  }

  private void append(int c) {
    word.appendCodePoint(c);
    length++;
    if (length > LONGEST) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          source + ": a word of more than " + LONGEST + " characters (expected: text)");
    }
  }
}
