package dev.kappa.coordinator.encryption;

import java.io.ByteArrayInputStream;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What comes back from where KMS should be, whatever is asked. */
record KmsAnswer(int status, byte[] body) {
  static final String WHERE = "at http://kms";

  /** {@return a key of the service that answers so} */
  KmsKey key() {
    return new KmsKey(
        "one",
        KmsClientOf.at(
                URI.create("http://kms"),
                "eu-west-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("ID", "SECRET")),
                KmsClientOf.PATIENCE)
            .httpClientBuilder(null)
            .httpClient(new Always())
            .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build(),
        WHERE);
  }

  private final class Always implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(status).build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
