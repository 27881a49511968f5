package dev.kappa.s3;

import dev.kappa.objects.BucketSettings;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Of one object the requests of a multipart upload. Each part has a checksum; the object is
 * encrypted as the settings say.
 */
record S3Parts(
    S3Client client, String bucket, String key, BucketSettings settings, S3Limits limits) {
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
                    .ssekmsKeyId(settings.kmsKey())
                    .overrideConfiguration(limits.moving(0)))
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
                    .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                    .overrideConfiguration(limits.moving(bytes.length)),
            RequestBody.fromBytes(bytes));
    return part(number, sent.eTag(), sent.checksumCRC32());
  }

  /** Has the server copy a part from what that version of the object has now. */
  CompletedPart copy(String upload, String version, int number, long from, long to) {
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
                        .partNumber(number)
                        .overrideConfiguration(limits.reading()))
            .copyPartResult();
    return part(number, copied.eTag(), copied.checksumCRC32());
  }

  private static CompletedPart part(int number, String eTag, String checksum) {
    return CompletedPart.builder().partNumber(number).eTag(eTag).checksumCRC32(checksum).build();
  }

  /** All parts are there: from now on there is the object. */
  void complete(
      String upload,
      List<CompletedPart> parts,
      Consumer<CompleteMultipartUploadRequest.Builder> besides) {
    client.completeMultipartUpload(
        all ->
            besides.accept(
                all.bucket(bucket)
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(these -> these.parts(parts))
                    .overrideConfiguration(limits.reading())));
  }

  /** Drops the parts of an upload that is not to be completed. */
  void drop(String upload) {
    try {
      client.abortMultipartUpload(
          abort ->
              abort
                  .bucket(bucket)
                  .key(key)
                  .uploadId(upload)
                  .overrideConfiguration(limits.moving(0)));
    } catch (SdkException e) {
      LOG.info("parts of s3://{}/{} are left to the bucket's lifecycle rule: {}", bucket, key, e);
    }
  }
}
