package dev.kappa.testkit;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong at a commit.
 *
 * @param commit which one: commits are counted as they are made in the run, from 1
 * @param kind what goes wrong
 */
public record Fault(int commit, Kind kind) implements Comparable<Fault> {
  /** What can go wrong at a commit. */
  public enum Kind {
    /**
     * The worker dies before its commit arrives: what it did since the one before is done again.
     */
    BEFORE,
    /** The worker dies when its commit is durable, before it hears of that. */
    AFTER,
    /** The commit arrives twice. */
    TWICE,
    /**
     * The worker stands still: its commit, and those behind it, arrive when its task has long been
     * given to another worker, and are refused. It takes half a minute until it is thought dead.
     */
    LATE;

    /** {@return whether the worker is lost} */
    boolean isDeath() {
      return this != TWICE;
    }
  }

  /** Checks the number. */
  public Fault {
    if (commit < 1) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT, "commit: " + commit + " (expected: >= 1)");
    }
  }

  static Fault parse(String text) {
    String[] parts = text.split(":", 2);
    try {
      if (parts.length == 2 && parts[0].startsWith("c")) {
        int commit = Integer.parseInt(parts[0].substring(1));
        return new Fault(commit, Kind.valueOf(parts[1].toUpperCase(Locale.ROOT)));
      }
    } catch (IllegalArgumentException e) {
      throw malformed(text, e);
    }
    throw malformed(text, null);
  }

  private static KappaException malformed(String text, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.INVALID_ARGUMENT,
        "schedule: '"
            + text
            + "' (expected: such as c3:before, with one of before, after, twice, late; or order=7)",
        cause);
  }

  @Override
  public int compareTo(Fault other) {
    int byCommit = Integer.compare(commit, other.commit);
    return byCommit != 0 ? byCommit : kind.compareTo(other.kind);
  }

  /** {@return such as {@code c3:before}} */
  @Override
  public String toString() {
    return "c" + commit + ":" + kind.name().toLowerCase(Locale.ROOT);
  }
}
