package dev.kappa.wire;

import org.jspecify.annotations.Nullable;

/**
 * Before which other runs' tasks a run's tasks are given to workers, where there are more tasks
 * than workers. A field that is 0 or empty says nothing: then it is that of the run that starts
 * this one, else the usual.
 *
 * @param level 1 to {@value #LOWEST}, 1 comes first; {@value #USUAL} is the usual
 * @param fairnessKey runs of one key, such as a tenant, share one place among those of a level; a
 *     run without one has a place of its own. At most {@value #LONGEST_KEY} characters
 * @param weight how many tasks its place is given in its turn, 1 to {@value #MOST_WEIGHT}; 1 is the
 *     usual
 */
public record Priority(int level, String fairnessKey, int weight) {
  /** The level of which the tasks come last. */
  public static final int LOWEST = 5;

  /** The level of a run of which nothing is said. */
  public static final int USUAL = 3;

  /** The most characters of a fairness key. */
  public static final int LONGEST_KEY = 64;

  /** The largest weight. */
  public static final int MOST_WEIGHT = 100;

  /** Nothing is said. */
  public static final Priority NONE = new Priority(0, "", 0);

  /** Checks the ranges. */
  public Priority {
    String problem = problem(level, fairnessKey, weight);
    if (problem != null) {
      throw new MalformedMessageException(problem);
    }
  }

  /** {@return what is wrong with such a priority, for people; null if nothing is} */
  public static @Nullable String problem(int level, String fairnessKey, int weight) {
    if (level < 0 || level > LOWEST) {
      return "priority: %d (expected: 1 to %d, 1 comes first)".formatted(level, LOWEST);
    }
    if (fairnessKey.length() > LONGEST_KEY) {
      return "fairness key: %d characters (expected: at most %d)"
          .formatted(fairnessKey.length(), LONGEST_KEY);
    }
    return weight < 0 || weight > MOST_WEIGHT
        ? "fairness weight: %d (expected: 1 to %d)".formatted(weight, MOST_WEIGHT)
        : null;
  }

  /** {@return this, and where this says nothing, what {@code other} says} */
  public Priority over(Priority other) {
    return new Priority(
        level == 0 ? other.level : level,
        fairnessKey.isEmpty() ? other.fairnessKey : fairnessKey,
        weight == 0 ? other.weight : weight);
  }

  /** {@return the level that counts} */
  public int effectiveLevel() {
    return level == 0 ? USUAL : level;
  }

  /** {@return the weight that counts} */
  public int effectiveWeight() {
    return Math.max(1, weight);
  }

  /** Writes this. */
  public void write(ByteWriter out) {
    out.varint(level).text(fairnessKey).varint(weight);
  }

  /** Reads one. */
  public static Priority read(ByteReader in) {
    return new Priority(in.count(), in.text(), in.count());
  }
}
