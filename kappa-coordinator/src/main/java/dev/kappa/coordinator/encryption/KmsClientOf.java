package dev.kappa.coordinator.encryption;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/** Makes clients of AWS's Key Management Service. */
final class KmsClientOf {
  /** A try may take so long. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int TRIES = 3;
  private static final int CONNECTIONS = 16;

  private KmsClientOf() {}

  /**
   * {@return a client to be, which tries three times what can go through later}
   *
   * @param endpoint another server than the region's own; null for that, or what the environment
   *     names
   * @param credentials asked anew for each request; null for those of the SDK's default chain
   * @param patience how long a try may take
   */
  static KmsClientBuilder at(
      @Nullable URI endpoint,
      String region,
      @Nullable AwsCredentialsProvider credentials,
      Duration patience) {
    KmsClientBuilder client =
        KmsClient.builder()
            .region(Region.of(region))
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .connectionTimeout(patience)
                    .socketTimeout(patience)
                    .maxConnections(CONNECTIONS))
            .overrideConfiguration(
                config ->
                    config
                        .apiCallAttemptTimeout(patience)
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(TRIES)
                                .circuitBreakerEnabled(false)
                                .build()));
    if (endpoint != null) {
      client.endpointOverride(endpoint);
    }
    if (credentials != null) {
      client.credentialsProvider(credentials);
    }
    return client;
  }
}
