package dev.kappa.apps.grep;

import org.jspecify.annotations.Nullable;

/**
 * What a chunk hands to its neighbour when a file goes on there.
 *
 * @param lines how many lines of the file have ended
 * @param open what there is of the next one; it may be empty
 */
record Carry(long lines, @Nullable Fragment open) {
  /** For a chunk that begins with a file. */
  static final Carry NOTHING = new Carry(0, null);

  /** {@return the line at hand with what follows} */
  Fragment and(Fragment next) {
    return open == null ? next : open.and(next);
  }
}
