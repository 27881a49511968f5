package dev.kappa.codec;

/** The bounds of one encoded value. */
final class Limits {
  /** Values nested deeper are refused; so are cycles, which have no end. */
  static final int DEPTH = 500;

  /** The most bytes that one encoded value may have. */
  static final int BYTES = 64 << 20;

  /** The most lines of a stack trace that are kept. */
  static final int STACK_LINES = 64;

  /** The most exceptions in a chain of causes that are kept. */
  static final int CAUSES = 32;

  /** The most suppressed exceptions that are kept, for each exception. */
  static final int SUPPRESSED = 16;

  private Limits() {}
}
