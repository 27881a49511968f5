package dev.kappa.apps.grep;

/** Says which lines match. Not for several threads. */
sealed interface LineMatcher permits FixedStrings, Expression {
  /**
   * {@return what finds {@code pattern}, each line of which is a pattern of its own}
   *
   * @throws dev.kappa.error.KappaException if it is no regular expression
   */
  static LineMatcher of(String pattern, boolean fixed) {
    return fixed ? FixedStrings.of(pattern) : Expression.of(pattern);
  }

  /** {@return whether the {@code length} bytes from {@code from} on, a whole line, match} */
  boolean matches(byte[] bytes, int from, int length);
}
