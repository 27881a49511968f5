package dev.kappa.s3;

import dev.kappa.objects.BucketSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Of one object the requests of a multipart upload that do not depend on what it is for. Each part
 * has a checksum; the object is encrypted as the settings say. Nothing is tried again.
 */
record S3Parts(S3Client client, String bucket, String key, BucketSettings settings) {
  private static final Logger LOG = LoggerFactory.getLogger(S3Parts.class);

  /**
   * {@return the id of a new upload}
   *
   * @param checksum of what it is; null for the service's choice
   */
  String begin(@Nullable ChecksumType checksum) {
    return client
        .createMultipartUpload(
            create ->
                create
                    .bucket(bucket)
                    .key(key)
                    .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                    .checksumType(checksum)
                    .serverSideEncryption(settings.encryption())
                    .ssekmsKeyId(settings.kmsKey()))
        .uploadId();
  }

  /** Sends a part. */
  CompletedPart send(String upload, int number, byte[] bytes) {
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

  /** Drops the parts of an upload that is not to be completed. */
  void drop(String upload) {
    try {
      client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException e) {
      LOG.info("parts of s3://{}/{} are left to the bucket's lifecycle rule: {}", bucket, key, e);
    }
  }
}
