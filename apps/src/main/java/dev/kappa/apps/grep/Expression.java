package dev.kappa.apps.grep;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.List;

/** Regular expressions, matched in a time that is linear in the line's length. */
record Expression(List<One> patterns) implements LineMatcher {
  /**
   * One of them.
   *
   * @param required what is in all that it matches, perhaps nothing
   */
  record One(Pattern pattern, FixedStrings required) {}

  static Expression of(String pattern) {
    List<One> patterns = new ArrayList<>();
    int begin = 0;
    for (String line : pattern.split("\n", -1)) {
      patterns.add(compile(line, begin));
      begin += line.length() + 1;
    }
    return new Expression(patterns);
  }

  @Override
  public boolean matches(byte[] bytes, int from, int length) {
    String line = null;
    for (One one : patterns) {
      if (one.required.matches(bytes, from, length)) {
        line = line == null ? Characters.of(bytes, from, length) : line;
        if (one.pattern.matcher(line).find()) {
          return true;
        }
      }
    }
    return false;
  }

  private static One compile(String pattern, int begin) {
    try {
      return new One(Pattern.compile(pattern), FixedStrings.of(RequiredText.of(pattern)));
    } catch (PatternSyntaxException e) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.pattern, character %d: %s: '%s' (expected: a regular expression of RE2, or fixed: true)"
              .formatted(
                  begin + place(pattern, e.getPattern()), e.getDescription(), e.getPattern()),
          e);
    }
  }

  /**
   * {@return where the piece {@code bad} is, from 1} The engine names the piece and not its place.
   * It names the whole for what is missing at the end.
   */
  private static int place(String pattern, String bad) {
    boolean whole = bad.equals(pattern);
    return whole ? pattern.length() + 1 : Math.max(pattern.indexOf(bad), 0) + 1;
  }
}
