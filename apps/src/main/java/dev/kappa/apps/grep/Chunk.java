package dev.kappa.apps.grep;

import java.util.List;

/**
 * What one step looks through: bytes of one file or of several that follow each other.
 *
 * @param index its place among all chunks, from 0
 * @param ranges at least one
 */
record Chunk(int index, List<Range> ranges) {
  /** {@return whether its first bytes go on with what the chunk before ends with} */
  boolean continues() {
    return ranges.getFirst().from() > 0;
  }

  /** {@return whether its last bytes go on in the next chunk} */
  boolean isContinued() {
    Range last = ranges.getLast();
    return last.to() < last.file().size();
  }

  /** {@return whether its first bytes and its last ones are of one file} */
  boolean passes() {
    return ranges.size() == 1;
  }

  /** The file of what was found in it. */
  String found() {
    return "chunk-" + index + ".found";
  }

  /** The file of what was found where it meets the chunk before. */
  String joined() {
    return "chunk-" + index + ".joined";
  }
}
