package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;

/** What may be stored under which name. */
final class Names {
  private static final int MAX_RUN = 256;
  private static final int MAX_FIELD = 512;

  private Names() {}

  /** A colon would make the names of two runs' blobs ambiguous. */
  static void checkRun(String run) {
    if (run.isEmpty() || run.length() > MAX_RUN || run.indexOf(':') >= 0) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "run: '" + run + "' (expected: 1 to " + MAX_RUN + " characters without a colon)");
    }
  }

  static void checkField(String name) {
    if (name.isEmpty() || name.length() > MAX_FIELD) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "name of a field or blob: '" + name + "' (expected: 1 to " + MAX_FIELD + " characters)");
    }
  }

  /** A slash ends the member's id in a partition's header. */
  static void checkMember(String id) {
    if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "member: '"
              + id
              + "' (expected: 1 to 64 letters, digits, dots, underscores and hyphens)");
    }
  }

  static void checkLease(long millis) {
    if (millis < 1 || millis > Members.MAX_LEASE_MILLIS) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "lease: " + millis + " (expected: 1 to " + Members.MAX_LEASE_MILLIS + " milliseconds)");
    }
  }

  static void checkTime(String what, long millis) {
    if (millis < 0) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT, what + ": " + millis + " (expected: >= 0 milliseconds)");
    }
  }

  static void checkLimit(int limit) {
    if (limit < 1) {
      throw new KappaException(ErrorCode.INVALID_ARGUMENT, "limit: " + limit + " (expected: >= 1)");
    }
  }

  static void checkPartition(int partition, int partitions) {
    if (partition < 0 || partition >= partitions) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "partition: " + partition + " (expected: 0 to " + (partitions - 1) + ")");
    }
  }

  static void checkBlob(String run, String name, byte[] bytes) {
    checkRun(run);
    checkField(name);
    if (bytes.length > Store.MAX_BLOB_BYTES) {
      throw new KappaException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "blob '%s' of run %s has %,d bytes (expected: at most %,d). Store large data outside, for instance in S3, and pass its address."
              .formatted(name, run, bytes.length, Store.MAX_BLOB_BYTES));
    }
  }
}
