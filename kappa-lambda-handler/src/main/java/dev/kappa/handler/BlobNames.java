package dev.kappa.handler;

import dev.kappa.objects.BlobPlace;
import dev.kappa.wire.AttemptRef;

/** Names of an attempt's blobs: each has one of its own. */
final class BlobNames {
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
        BlobPlace.hash(body));
  }
}
