package dev.kappa.testkit;

import java.time.Duration;

/**
 * How far a run may go.
 *
 * @param invocation the time limit of an invocation
 * @param crashes how often workers may die in a step before it fails
 * @param commits how many there may be
 * @param patience how long a run may take in real time
 */
record Limits(Duration invocation, int crashes, int commits, Duration patience) {
  /** The most that a function of today's platforms may take. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  static final Limits USUAL = new Limits(LONGEST, 3, 100_000, Duration.ofMinutes(1));

  Limits invocation(Duration limit) {
    return new Limits(limit, crashes, commits, patience);
  }

  Limits crashes(int most) {
    return new Limits(invocation, most, commits, patience);
  }

  Limits commits(int most) {
    return new Limits(invocation, crashes, most, patience);
  }

  Limits patience(Duration real) {
    return new Limits(invocation, crashes, commits, real);
  }
}
