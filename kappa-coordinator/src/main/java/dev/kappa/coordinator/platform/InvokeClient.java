package dev.kappa.coordinator.platform;

import io.netty.channel.socket.nio.NioChannelOption;
import java.net.SocketOption;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClientBuilder;

/** The SDK's client, set up for long synchronous invocations that are never sent twice. */
final class InvokeClient {
  /** Beyond the function's own time: the network, and a service that is slow to answer. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** NAT gateways forget connections that are silent for 350 s. */
  private static final int KEEP_ALIVE_SECONDS = 120;

  private static final int KEEP_ALIVE_INTERVAL_SECONDS = 30;

  private InvokeClient() {}

  static LambdaAsyncClient of(LambdaPlatformSettings settings) {
    Duration limit = settings.functionTimeout().plus(settings.initAllowance()).plus(MARGIN);
    LambdaAsyncClientBuilder builder =
        LambdaAsyncClient.builder()
            .httpClient(httpClient(settings, limit))
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .apiCallTimeout(limit.plus(MARGIN))
                    .build())
            .asyncConfiguration(
                async ->
                    async.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run));
    settings.region().map(Region::of).ifPresent(builder::region);
    settings
        .endpoint()
        .ifPresent(
            endpoint -> {
              builder.endpointOverride(endpoint.uri());
              builder.credentialsProvider(provider(endpoint.credentials()));
              builder.region(Region.of(settings.region().orElse("us-east-1")));
            });
    return builder.build();
  }

  private static AwsCredentialsProvider provider(InvokeCredentials credentials) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
  }

  private static SdkAsyncHttpClient httpClient(LambdaPlatformSettings settings, Duration limit) {
    NettyNioAsyncHttpClient.Builder builder =
        NettyNioAsyncHttpClient.builder()
            .maxConcurrency(settings.concurrency() + 2)
            .maxPendingConnectionAcquires(Platform.MAX_CONCURRENCY)
            .connectionTimeout(Duration.ofSeconds(10))
            .connectionAcquisitionTimeout(limit)
            .readTimeout(limit)
            .writeTimeout(Duration.ofSeconds(60))
            .tcpKeepAlive(true);
    keepAlive(builder, ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
    keepAlive(builder, ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_SECONDS);
    return builder.build();
  }

  private static void keepAlive(
      NettyNioAsyncHttpClient.Builder builder, SocketOption<Integer> option, int seconds) {
    builder.putChannelOption(NioChannelOption.of(option), seconds);
  }
}
