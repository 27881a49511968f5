package dev.kappa.upgrade;

import java.util.List;

/**
 * What becomes of a piece of code that is held, with another version of the code.
 *
 * @param outcome what
 * @param where it is there, such as {@code Hello.java:12}; empty if not known or not there
 * @param why says more; empty if there is nothing to say
 * @param candidates of a lambda that is not there: the bodies that may stand for it
 */
public record Verdict(Outcome outcome, String where, String why, List<Body> candidates) {
  /** Copies the list. */
  public Verdict {
    candidates = List.copyOf(candidates);
  }

  /**
   * A lambda's body.
   *
   * @param source where it is, such as {@code Hello.java:12}; empty if not known
   * @param fingerprint as hexadecimal digits
   */
  public record Body(String source, String fingerprint) {}

  /** Whether and how a task goes on. */
  public enum Outcome {
    /** As it is. */
    GOES_ON("goes on"),
    /** With the version that stored it, or when the code is brought back or accepted. */
    OLD_VERSION("needs the old version"),
    /** When the code says how to make the new record of the old. */
    MIGRATION("needs a migration");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    /** {@return as it is shown} */
    public String text() {
      return text;
    }
  }

  static Verdict goesOn(String where, String why) {
    return new Verdict(Outcome.GOES_ON, where, why, List.of());
  }

  static Verdict old(String why) {
    return new Verdict(Outcome.OLD_VERSION, "", why, List.of());
  }
}
