package dev.kappa.tests.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * That a step ran, as it has left it itself.
 *
 * @param what the step
 * @param number its place among the steps of its task, from 0; -1 if not known
 * @param run its run
 * @param task its task
 * @param epoch of the attempt
 * @param key its idempotency key
 * @param nonce tells this execution from all others
 * @param millis when, in milliseconds since 1970
 */
record Line(
    String what,
    int number,
    String run,
    String task,
    long epoch,
    String key,
    long nonce,
    long millis) {
  private static final int FIELDS = 8;

  /** {@return the lines, in the order in which they were written; none if there is no file} */
  static List<Line> read(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Line::parse).toList()
        : List.of();
  }

  private static Line parse(String text) {
    String[] f = text.split("\t", -1);
    if (f.length != FIELDS) {
      throw new AssertionError("a step left half a line: " + text);
    }
    return new Line(
        f[0],
        Integer.parseInt(f[1]),
        f[2],
        f[3],
        Long.parseLong(f[4]),
        f[5],
        Long.parseLong(f[6]),
        Long.parseLong(f[7]));
  }

  /** {@return whether several executions have this name that need not be of one step} */
  boolean isOfSeveral() {
    return what.startsWith("~");
  }
}
