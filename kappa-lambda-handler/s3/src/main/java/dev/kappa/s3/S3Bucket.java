package dev.kappa.s3;

import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketSettings;
import dev.kappa.objects.ObjectEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket. What is written has a checksum, which the server compares with what has arrived. */
final class S3Bucket implements Bucket {
  private static final int PAGE = 1000;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final S3Client client;
  private final String name;
  private final BucketSettings settings;
  private final S3Calls calls;
  private final S3Limits limits;

  S3Bucket(S3Client client, String name, BucketSettings settings, S3Calls calls, S3Limits limits) {
    this.client = client;
    this.name = name;
    this.settings = settings;
    this.calls = calls;
    this.limits = limits;
  }

  @Override
  public Bucket within(LongSupplier millis) {
    return new S3Bucket(client, name, settings, calls, new S3Limits(millis));
  }

  // ---- finding

  @Override
  public List<ObjectEntry> list(String prefix, String after, int most) {
    var all = ListObjectsV2Request.builder().bucket(name).prefix(prefix);
    if (!after.isEmpty()) {
      all.startAfter(after);
    }
    return pages(
        prefix, most, all, page -> page.contents().stream().map(S3Bucket::entryOf).toList());
  }

  private static ObjectEntry entryOf(S3Object object) {
    return new ObjectEntry(
        object.key(), object.size(), object.lastModified().toEpochMilli(), object.eTag());
  }

  @Override
  public List<String> folders(String prefix, int most) {
    var all = ListObjectsV2Request.builder().bucket(name).prefix(prefix).delimiter("/");
    return pages(
        prefix,
        most,
        all,
        page -> page.commonPrefixes().stream().map(each -> each.prefix()).toList());
  }

  private <T> List<T> pages(
      String prefix,
      int most,
      ListObjectsV2Request.Builder request,
      Function<ListObjectsV2Response, List<T>> contents) {
    List<T> found = new ArrayList<>();
    String next = null;
    do {
      request
          .continuationToken(next)
          .maxKeys(Math.min(PAGE, most - found.size()))
          .overrideConfiguration(limits.moving(0));
      var page = calls.run(prefix, () -> client.listObjectsV2(request.build()));
      found.addAll(contents.apply(page));
      next = page.nextContinuationToken();
    } while (next != null && found.size() < most);
    return found;
  }

  @Override
  public Optional<ObjectEntry> find(String key) {
    // Not HEAD: its answers have no body, so they do not tell an absent bucket from an absent key.
    return list(key, 1).stream().filter(entry -> entry.key().equals(key)).findFirst();
  }

  // ---- reading

  @Override
  public InputStream open(String key, long from) {
    var request = get(key);
    if (from > 0) {
      request.range("bytes=" + from + "-");
    }
    return calls.run(
        key,
        () -> {
          try {
            return new S3Input(client.getObject(request.build()));
          } catch (S3Exception e) {
            // Nothing is there behind its end.
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
              return InputStream.nullInputStream();
            }
            throw e;
          }
        });
  }

  @Override
  public Optional<byte[]> read(String key) {
    var request = get(key).build();
    return calls.run(
        key,
        () -> {
          try {
            return Optional.of(client.getObjectAsBytes(request).asByteArrayUnsafe());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public byte[] read(String key, long from, int most) {
    if (most == 0) {
      return new byte[0];
    }
    String range = "bytes=%d-%d".formatted(from, from + most - 1);
    var request = get(key).range(range).overrideConfiguration(limits.moving(most)).build();
    return calls.run(
        key,
        () -> {
          try {
            return client.getObjectAsBytes(request).asByteArrayUnsafe();
          } catch (S3Exception e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
              return new byte[0];
            }
            throw e;
          }
        });
  }

  private GetObjectRequest.Builder get(String key) {
    return GetObjectRequest.builder().bucket(name).key(key).overrideConfiguration(limits.reading());
  }

  // ---- writing

  @Override
  public void write(String key, byte[] bytes) {
    calls.run(key, () -> client.putObject(put(key, bytes).build(), RequestBody.fromBytes(bytes)));
  }

  private PutObjectRequest.Builder put(String key, byte[] bytes) {
    return PutObjectRequest.builder()
        .bucket(name)
        .key(key)
        .serverSideEncryption(settings.encryption())
        .ssekmsKeyId(settings.kmsKey())
        .overrideConfiguration(limits.moving(bytes.length));
  }

  @Override
  public boolean create(String key, byte[] bytes) {
    return calls.holds(
        key,
        () ->
            client.putObject(
                put(key, bytes).ifNoneMatch("*").build(), RequestBody.fromBytes(bytes)));
  }

  @Override
  public boolean replace(String key, String version, long keep, byte[] behind) throws IOException {
    if (keep > S3Splice.LEAST_PART) {
      // An upload that could not be completed is not begun.
      return find(key).filter(now -> now.version().equals(version)).isPresent()
          && new S3Splice(parts(key), calls).replace(version, keep, behind);
    }
    ByteArrayOutputStream together = new ByteArrayOutputStream();
    together.writeBytes(read(key, 0, (int) keep));
    together.writeBytes(behind);
    byte[] whole = together.toByteArray();
    return whole.length == keep + behind.length
        && calls.holds(
            key,
            () ->
                client.putObject(
                    put(key, whole).ifMatch(version).build(), RequestBody.fromBytes(whole)));
  }

  private S3Parts parts(String key) {
    return new S3Parts(client, name, key, settings, limits);
  }

  @Override
  public <R> R write(String key, Content<R> content) throws IOException {
    try (S3Upload upload = new S3Upload(parts(key), calls, this)) {
      R result = content.writeTo(upload);
      upload.complete();
      return result;
    }
  }

  @Override
  public void dropUnfinished(String prefix) {
    var all =
        ListMultipartUploadsRequest.builder()
            .bucket(name)
            .prefix(prefix)
            .overrideConfiguration(limits.moving(0))
            .build();
    calls.run(
        prefix,
        () -> {
          for (MultipartUpload each : client.listMultipartUploadsPaginator(all).uploads()) {
            drop(each);
          }
          return prefix;
        });
  }

  private void drop(MultipartUpload upload) {
    try {
      client.abortMultipartUpload(
          abort ->
              abort
                  .bucket(name)
                  .key(upload.key())
                  .uploadId(upload.uploadId())
                  .overrideConfiguration(limits.moving(0)));
    } catch (NoSuchUploadException e) {
      // It is whole meanwhile, or others have dropped it.
    }
  }

  @Override
  public void delete(Collection<String> keys) {
    List<String> all = List.copyOf(keys);
    for (int from = 0; from < all.size(); from += MOST_DELETED_AT_ONCE) {
      deleteSome(all.subList(from, Math.min(all.size(), from + MOST_DELETED_AT_ONCE)));
    }
  }

  private void deleteSome(List<String> keys) {
    var objects = keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    String first = keys.getFirst();
    var answer =
        calls.run(
            first,
            () ->
                client.deleteObjects(
                    ask ->
                        ask.bucket(name)
                            .delete(all -> all.objects(objects).quiet(true))
                            .overrideConfiguration(limits.moving(0))));
    for (S3Error error : answer.errors()) {
      throw calls.notDeleted(error.key(), String.valueOf(error.code()), error.message());
    }
  }
}
