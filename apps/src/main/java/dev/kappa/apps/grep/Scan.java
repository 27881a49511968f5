package dev.kappa.apps.grep;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a chunk has at its borders.
 *
 * @param head if it continues a file: its bytes before the first newline, or all of that file's
 * @param closed whether there is that newline
 * @param ended how many lines end in its last range
 * @param tail if it is continued: its bytes after the last newline; null if there is no newline
 *     after the head
 */
record Scan(@Nullable Fragment head, boolean closed, long ended, @Nullable Fragment tail) {
  /** {@return what the next chunk must know, given what this one was told of the same file} */
  Carry after(Carry before) {
    boolean passes = tail == null;
    Fragment open = passes ? before.and(Objects.requireNonNull(head)) : tail;
    return new Carry(before.lines() + ended, open);
  }
}
