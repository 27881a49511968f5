package dev.kappa.s3;

import dev.kappa.objects.BucketSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients of S3. */
final class ClientOf {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 64;

  private ClientOf() {}

  /** {@return a client, with the credentials of the SDK's default chain} */
  static S3Client settings(BucketSettings settings) {
    URI endpoint = settings.endpoint();
    S3ClientBuilder client =
        S3Client.builder()
            .region(region(settings.region()))
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(S3Limits.SILENCE)
                    .maxConnections(CONNECTIONS));
    if (endpoint != null) {
      client.endpointOverride(endpoint);
    }
    boolean own = endpoint(settings) != null;
    // Another server than AWS's has seldom a host name for each bucket, and no other regions.
    return client
        .forcePathStyle(settings.usesPath().orElse(own))
        .crossRegionAccessEnabled(!own)
        .build();
  }

  /** {@return a server other than AWS's, as the settings or the environment name it} */
  static @Nullable String endpoint(BucketSettings settings) {
    if (settings.endpoint() != null) {
      return settings.endpoint().toString();
    }
    String special = System.getenv("AWS_ENDPOINT_URL_S3");
    return special == null || special.isBlank() ? System.getenv("AWS_ENDPOINT_URL") : special;
  }

  /** Buckets of other regions than this are found, too. */
  private static Region region(@Nullable String said) {
    if (said != null) {
      return Region.of(said);
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      return Region.US_EAST_1;
    }
  }
}
