package dev.kappa.s3;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Replaces an object by its own first bytes, which the server copies, and what comes behind them.
 */
record S3Splice(S3Parts requests, S3Calls calls) {
  /**
   * A part that others follow has at least so many bytes, and an object of which a range is copied
   * has more.
   */
  static final long LEAST_PART = 5L << 20;

  /** A server copies so much soon. */
  private static final long COPY = 512L << 20;

  /** One of 10,000 is for what comes behind. */
  private static final long MOST_COPIES = 9_999;

  boolean replace(String version, long keep, byte[] behind) {
    // Of the whole object: not each server tells the checksum of a part which it copies.
    String upload = calls.run(requests.key(), () -> requests.begin(ChecksumType.FULL_OBJECT));
    boolean done = false;
    try {
      done = calls.holds(requests.key(), () -> complete(upload, version, keep, behind));
      return done;
    } finally {
      if (!done) {
        requests.drop(upload);
      }
    }
  }

  private void complete(String upload, String version, long keep, byte[] behind) {
    List<CompletedPart> parts = new ArrayList<>();
    long copies = Math.min(MOST_COPIES, Math.ceilDiv(keep, COPY));
    for (int i = 0; i < copies; i++) {
      long from = keep * i / copies;
      parts.add(requests.copy(upload, version, i + 1, from, keep * (i + 1) / copies));
    }
    if (behind.length > 0) {
      parts.add(requests.send(upload, parts.size() + 1, behind));
    }
    requests.complete(
        upload, parts, all -> all.ifMatch(version).checksumType(ChecksumType.FULL_OBJECT));
  }
}
