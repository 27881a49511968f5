package dev.kappa.s3;

import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketProvider;
import dev.kappa.objects.BucketSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens buckets in S3. Clients are kept as long as the process: a warm function connects once. */
public final class S3Buckets implements BucketProvider {
  private static final Map<BucketSettings, S3Client> CLIENTS = new ConcurrentHashMap<>();

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public Bucket open(String name, BucketSettings settings) {
    S3Calls calls = new S3Calls(name, ClientOf.endpoint(settings));
    return new S3Bucket(
        calls.run("", () -> CLIENTS.computeIfAbsent(settings, ClientOf::settings)),
        name,
        settings,
        calls,
        S3Limits.OF_TRIES);
  }
}
