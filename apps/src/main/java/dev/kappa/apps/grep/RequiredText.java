package dev.kappa.apps.grep;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a text that is in all that a regular expression matches. Lines without it need not be
 * matched, which is what takes the time. It looks only at what stands at the top of an expression,
 * and finds none rather than a wrong one.
 */
final class RequiredText {
  private static final String QUANTIFIERS = "*?{+";
  private static final Pattern REPETITION = Pattern.compile("\\{\\d+(,\\d*)?}");

  private final String pattern;
  private final StringBuilder run = new StringBuilder();
  private String longest = "";
  private int at;

  private RequiredText(String pattern) {
    this.pattern = pattern;
  }

  /** {@return the longest that was found, empty if none was} {@code pattern} is well formed. */
  static String of(String pattern) {
    // Flags and quotations change what the letters behind them mean.
    boolean plain = !pattern.contains("(?") && !pattern.contains("\\Q");
    return plain ? new RequiredText(pattern).find() : "";
  }

  private String find() {
    while (at < pattern.length()) {
      int c = pattern.codePointAt(at);
      switch (c) {
        case '|' -> {
          return "";
        }
        case '(' -> skip(this::skipGroup);
        case '[' -> skip(this::skipClass);
        case '.', '^', '$', '*', '?', '+' -> skip(() -> at++);
        case '{' -> skip(this::skipRepetition);
        case '\\' -> escape();
        default -> literal(c, at + Character.charCount(c));
      }
    }
    endRun();
    return longest;
  }

  private void skip(Runnable what) {
    endRun();
    what.run();
  }

  private void escape() {
    int c = pattern.codePointAt(at + 1);
    if (Character.isLetterOrDigit(c) || c == '_') {
      // A class, an assertion or a code, of which only the first letter is known here.
      endRun();
      at = skipEscape(at);
    } else {
      literal(c, at + 1 + Character.charCount(c));
    }
  }

  /**
   * Takes one character, unless it may be left out; what follows a repeated one is no neighbour.
   */
  private void literal(int c, int next) {
    char then = next < pattern.length() ? pattern.charAt(next) : ' ';
    boolean repeated = QUANTIFIERS.indexOf(then) >= 0;
    at = next;
    if (!repeated) {
      run.appendCodePoint(c);
    } else {
      endRun();
    }
  }

  private void endRun() {
    if (run.length() > longest.length()) {
      longest = run.toString();
    }
    run.setLength(0);
  }

  private void skipGroup() {
    int depth = 0;
    do {
      switch (pattern.charAt(at)) {
        case '\\' -> at = skipEscape(at) - 1;
        case '[' -> {
          skipClass();
          at--;
        }
        case '(' -> depth++;
        case ')' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0 && at < pattern.length());
  }

  private void skipClass() {
    at++;
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    // A bracket that comes first is a member.
    for (boolean first = true; at < pattern.length(); first = false) {
      char c = pattern.charAt(at);
      if (c == ']' && !first) {
        at++;
        return;
      }
      if (c == '\\') {
        at = skipEscape(at);
      } else if (pattern.startsWith("[:", at) && pattern.indexOf(":]", at) >= 0) {
        at = pattern.indexOf(":]", at) + 2;
      } else {
        at++;
      }
    }
  }

  /** Braces that are no repetition are text; that text is not looked for. */
  private void skipRepetition() {
    Matcher repetition = REPETITION.matcher(pattern).region(at, pattern.length());
    at = repetition.lookingAt() ? repetition.end() : at + 1;
  }

  /** {@return where what follows an escape begins} */
  private int skipEscape(int backslash) {
    int next = backslash + 2;
    boolean braces = next < pattern.length() && pattern.charAt(next) == '{';
    int end = braces ? pattern.indexOf('}', next) : -1;
    char letter = pattern.charAt(backslash + 1);
    if (end >= 0 && (letter == 'p' || letter == 'P' || letter == 'x')) {
      return end + 1;
    }
    return switch (letter) {
      case 'p', 'P' -> next + 1;
      case 'x' -> next + 2;
      case '0', '1', '2', '3', '4', '5', '6', '7' -> afterDigits(next);
      default -> next;
    };
  }

  private int afterDigits(int from) {
    int end = from;
    while (end < pattern.length() && end < from + 2 && Character.isDigit(pattern.charAt(end))) {
      end++;
    }
    return end;
  }
}
