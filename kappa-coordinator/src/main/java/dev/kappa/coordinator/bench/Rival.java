package dev.kappa.coordinator.bench;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Another program that does on this machine what an application does. */
interface Rival {
  /** {@return what it is called in a table} */
  String name();

  /**
   * Does it.
   *
   * @return how long it took, in nanoseconds; empty if it is not installed
   */
  OptionalLong run() throws Exception;

  /**
   * Requires that an application's result is what this has found.
   *
   * @throws KappaException if it is another: then there is nothing to compare
   */
  void check(JsonNode result) throws IOException;

  /** Requires two files to be the same, byte by byte. */
  static void requireSame(Path expected, String found) throws IOException {
    long differs = Files.mismatch(expected, Path.of(found));
    if (differs >= 0) {
      throw new KappaException(
          ErrorCode.INTERNAL,
          "%s is other than %s, from byte %d on".formatted(found, expected, differs));
    }
  }

  /** Requires two numbers to be the same. */
  static void requireSame(String what, long expected, JsonNode found) {
    if (found.longValue() != expected) {
      throw new KappaException(
          ErrorCode.INTERNAL, "%s: %s (expected: %d)".formatted(what, found, expected));
    }
  }
}
