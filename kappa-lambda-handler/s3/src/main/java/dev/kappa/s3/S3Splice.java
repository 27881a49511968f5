package dev.kappa.s3;

import dev.kappa.objects.BucketSettings;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Replaces an object by its own first bytes, which the server copies, and what comes behind them.
 */
record S3Splice(
    S3Client client, String bucket, String key, BucketSettings settings, S3Calls calls) {
  private static final Logger LOG = LoggerFactory.getLogger(S3Splice.class);

  /**
   * A part that others follow has at least so many bytes, and an object of which a range is copied
   * has more.
   */
  static final long LEAST_PART = 5L << 20;

  private static final long LARGEST_COPY = 4L << 30;

  boolean replace(String version, long keep, byte[] behind) {
    String upload = calls.run(key, this::begin);
    boolean done = false;
    try {
      done = calls.holds(key, () -> complete(upload, version, keep, behind));
      return done;
    } finally {
      if (!done) {
        abort(upload);
      }
    }
  }

  /** The checksum is of the whole object: not each server tells that of a part which it copies. */
  private String begin() {
    return client
        .createMultipartUpload(
            create ->
                create
                    .bucket(bucket)
                    .key(key)
                    .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                    .checksumType(ChecksumType.FULL_OBJECT)
                    .serverSideEncryption(settings.encryption())
                    .ssekmsKeyId(settings.kmsKey()))
        .uploadId();
  }

  private void complete(String upload, String version, long keep, byte[] behind) {
    List<CompletedPart> parts = new ArrayList<>();
    long copies = Math.ceilDiv(keep, LARGEST_COPY);
    for (int i = 0; i < copies; i++) {
      parts.add(copy(upload, version, i + 1, keep * i / copies, keep * (i + 1) / copies));
    }
    if (behind.length > 0) {
      parts.add(send(upload, parts.size() + 1, behind));
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

  private CompletedPart send(String upload, int number, byte[] bytes) {
    var sent =
        client.uploadPart(
            part ->
                part.bucket(bucket)
                    .key(key)
                    .uploadId(upload)
                    .partNumber(number)
                    .checksumAlgorithm(ChecksumAlgorithm.CRC32),
            RequestBody.fromBytes(bytes));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(sent.eTag())
        .checksumCRC32(sent.checksumCRC32())
        .build();
  }

  private void abort(String upload) {
    try {
      client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException e) {
      LOG.info("parts of s3://{}/{} are left to the bucket's rule: {}", bucket, key, e);
    }
  }
}
