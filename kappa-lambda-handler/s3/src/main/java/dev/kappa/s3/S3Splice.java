package dev.kappa.s3;

import dev.kappa.objects.BucketSettings;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Replaces an object by its own first bytes, which the server copies, and what comes behind them.
 */
record S3Splice(
    S3Client client, String bucket, String key, BucketSettings settings, S3Calls calls) {
  /**
   * A part that others follow has at least so many bytes, and an object of which a range is copied
   * has more.
   */
  static final long LEAST_PART = 5L << 20;

  private static final long LARGEST_COPY = 4L << 30;

  boolean replace(String version, long keep, byte[] behind) {
    S3Parts requests = new S3Parts(client, bucket, key, settings);
    // Of the whole object: not each server tells the checksum of a part which it copies.
    String upload = calls.run(key, () -> requests.begin(ChecksumType.FULL_OBJECT));
    boolean done = false;
    try {
      done = calls.holds(key, () -> complete(requests, upload, version, keep, behind));
      return done;
    } finally {
      if (!done) {
        requests.drop(upload);
      }
    }
  }

  private void complete(S3Parts requests, String upload, String version, long keep, byte[] behind) {
    List<CompletedPart> parts = new ArrayList<>();
    long copies = Math.ceilDiv(keep, LARGEST_COPY);
    for (int i = 0; i < copies; i++) {
      parts.add(copy(upload, version, i + 1, keep * i / copies, keep * (i + 1) / copies));
    }
    if (behind.length > 0) {
      parts.add(requests.send(upload, parts.size() + 1, behind));
    }
    client.completeMultipartUpload(
        all ->
            all.bucket(bucket)
                .key(key)
                .uploadId(upload)
                .ifMatch(version)
                .checksumType(ChecksumType.FULL_OBJECT)
                .multipartUpload(these -> these.parts(parts)));
  }

  private CompletedPart copy(String upload, String version, int number, long from, long to) {
    var copied =
        client
            .uploadPartCopy(
                part ->
                    part.sourceBucket(bucket)
                        .sourceKey(key)
                        .copySourceIfMatch(version)
                        .copySourceRange("bytes=%d-%d".formatted(from, to - 1))
                        .destinationBucket(bucket)
                        .destinationKey(key)
                        .uploadId(upload)
                        .partNumber(number))
            .copyPartResult();
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(copied.eTag())
        .checksumCRC32(copied.checksumCRC32())
        .build();
  }
}
