package dev.kappa.check;

import org.jspecify.annotations.Nullable;

/**
 * Why the values of a type are not fit to be stored.
 *
 * @param what continues the sentence "it is …"
 * @param fix what to do instead, one or two sentences
 */
record Problem(Fate fate, String what, String fix) {
  /** {@return the same for something that {@code holder} describes, which has this in it} */
  Problem within(String holder) {
    return new Problem(fate, holder + " " + what, fix);
  }

  /** {@return the same with another advice} */
  Problem withFix(String other) {
    return new Problem(fate, what, other);
  }

  /** {@return {@code subject} and what is wrong with it} */
  String about(String subject) {
    return fate.code().text()
        + ": "
        + subject
        + " "
        + fate.phrase()
        + ": it is "
        + what
        + ". "
        + fix;
  }

  /** {@return the one that is certain, else the first} */
  static @Nullable Problem worse(@Nullable Problem one, @Nullable Problem other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.fate.isCertain() && !one.fate.isCertain() ? other : one;
  }
}
