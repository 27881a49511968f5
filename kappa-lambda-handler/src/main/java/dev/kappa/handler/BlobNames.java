package dev.kappa.handler;

import dev.kappa.wire.AttemptRef;
import java.util.HexFormat;

/** Names of an attempt's blobs: each has one of its own. */
final class BlobNames {
  private static final int HASH = 32;

  private final AttemptRef attempt;
  private long count;

  BlobNames(AttemptRef attempt) {
    this.attempt = attempt;
  }

  /** {@return the name of the attempt's next blob} */
  String next(byte[] body) {
    count++;
    return String.join(
        "-",
        attempt.task().toString(),
        Long.toString(attempt.epoch()),
        Integer.toString(body.length),
        Long.toString(count),
        hash(body));
  }

  /** {@return what a blob's name says of its bytes} */
  static String hash(byte[] body) {
    return HexFormat.of().formatHex(CodeDigest.sha256(body, body.length)).substring(0, HASH);
  }
}
