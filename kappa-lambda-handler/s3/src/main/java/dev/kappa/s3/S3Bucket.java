package dev.kappa.s3;

import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketSettings;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
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

  S3Bucket(S3Client client, String name, BucketSettings settings, S3Calls calls) {
    this.client = client;
    this.name = name;
    this.settings = settings;
    this.calls = calls;
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
    return new ObjectEntry(object.key(), object.size(), object.lastModified().toEpochMilli());
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
      request.continuationToken(next).maxKeys(Math.min(PAGE, most - found.size()));
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
    var request = GetObjectRequest.builder().bucket(name).key(key);
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
    var request = GetObjectRequest.builder().bucket(name).key(key).build();
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

  // ---- writing

  @Override
  public void write(String key, byte[] bytes) {
    calls.run(
        key,
        () ->
            client.putObject(
                put ->
                    put.bucket(name)
                        .key(key)
                        .serverSideEncryption(settings.encryption())
                        .ssekmsKeyId(settings.kmsKey()),
                RequestBody.fromBytes(bytes)));
  }

  @Override
  public <R> R write(String key, Content<R> content) throws IOException {
    try (S3Upload upload = new S3Upload(client, name, key, settings, calls, this)) {
      R result = content.writeTo(upload);
      upload.complete();
      return result;
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
                    ask -> ask.bucket(name).delete(all -> all.objects(objects).quiet(true))));
    for (S3Error error : answer.errors()) {
      throw calls.notDeleted(error.key(), String.valueOf(error.code()), error.message());
    }
  }
}
