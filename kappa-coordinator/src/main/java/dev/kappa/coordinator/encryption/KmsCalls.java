package dev.kappa.coordinator.encryption;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two requests of KMS's JSON protocol, signed by the AWS SDK. The SDK's own client for KMS would do
 * the same, and be one service's module more in each coordinator.
 */
final class KmsCalls implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES = 3;
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final int TOO_MANY = 429;
  private static final int ERROR = 400;
  private static final int FAULT = 500;
  private static final Set<String> OF_THE_CLIENT_ITSELF = Set.of("host", "content-length");

  private final URI endpoint;
  private final String region;
  private final AwsCredentialsProvider credentials;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /**
   * Requests to one place.
   *
   * @param endpoint the service's address in the region
   * @param credentials asked anew for each request
   */
  KmsCalls(URI endpoint, String region, AwsCredentialsProvider credentials) {
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = credentials;
  }

  /**
   * {@return the bytes that the answer has under a name}
   *
   * @param operation such as {@code Encrypt}
   * @throws KappaException {@code KEYS_UNREACHABLE} if the service did not answer three times,
   *     {@code KEY_REFUSED} if it does not do it, {@code NOT_AUTHENTIC} if the ciphertext is not
   *     one of the key and the context
   */
  byte[] call(String operation, Map<String, Object> request, String wanted) {
    byte[] body = JSON.writeValueAsBytes(request);
    for (int tries = 1; ; tries++) {
      try {
        return bytes(operation, send(operation, body), wanted);
      } catch (KappaException e) {
        if (e.code() != ErrorCode.KEYS_UNREACHABLE || tries == TRIES) {
          throw e;
        }
        pause(pauseMillis(tries, ThreadLocalRandom.current().nextDouble()));
      }
    }
  }

  /** {@return so long it is waited before the next try: half of it is by chance} */
  static long pauseMillis(int tries, double chance) {
    long most = FIRST_PAUSE_MILLIS << (tries - 1);
    return (long) (most * (0.5 + chance / 2));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }

  private HttpResponse<byte[]> send(String operation, byte[] body) {
    try {
      return http.send(signed(operation, body), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.KEYS_UNREACHABLE,
          "KMS at %s does not answer: %s (expected: a way there, see --keys)"
              .formatted(endpoint, e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }

  private HttpRequest signed(String operation, byte[] body) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .uri(endpoint)
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "TrentService." + operation)
            .build();
    SdkHttpRequest signed =
        signer
            .sign(
                sign ->
                    sign.identity(identity())
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kms")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
            .request();
    HttpRequest.Builder made =
        HttpRequest.newBuilder(signed.getUri())
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signed
        .headers()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CLIENT_ITSELF.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> made.header(name, value));
              }
            });
    return made.build();
  }

  private software.amazon.awssdk.auth.credentials.AwsCredentials identity() {
    try {
      return credentials.resolveCredentials();
    } catch (SdkClientException e) {
      throw new KappaException(
          ErrorCode.KEYS_UNREACHABLE,
          "there are no credentials for KMS: %s (expected: a role, or those of the environment)"
              .formatted(e.getMessage()),
          e);
    }
  }

  private byte[] bytes(String operation, HttpResponse<byte[]> answer, String wanted) {
    JsonNode json = json(answer.body());
    if (answer.statusCode() >= ERROR) {
      throw refusal(operation, answer.statusCode(), json);
    }
    String text = json == null ? "" : json.path(wanted).asString("");
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // As if it were not there.
    }
    throw new KappaException(
        ErrorCode.KEYS_UNREACHABLE,
        "what answers at %s is no KMS: %s has no %s".formatted(endpoint, operation, wanted));
  }

  private static @Nullable JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return null;
    }
  }

  private KappaException refusal(String operation, int status, @Nullable JsonNode json) {
    String type = json == null ? "" : json.path("__type").asString("");
    String kind = type.substring(type.indexOf('#') + 1);
    String said =
        json == null ? "" : json.path("message").asString(json.path("Message").asString(""));
    String what = "KMS at %s: %s: %d %s %s".formatted(endpoint, operation, status, kind, said);
    return switch (kind) {
      case "InvalidCiphertextException", "IncorrectKeyException" ->
          new KappaException(
              ErrorCode.NOT_AUTHENTIC,
              what + " (expected: a data key that this key encrypted, as it was stored)");
      case "ThrottlingException", "LimitExceededException", "DependencyTimeoutException" ->
          new KappaException(ErrorCode.KEYS_UNREACHABLE, what);
      default ->
          status >= FAULT || status == TOO_MANY
              ? new KappaException(ErrorCode.KEYS_UNREACHABLE, what)
              : new KappaException(
                  ErrorCode.KEY_REFUSED,
                  what + " (expected: an enabled key, and kms:Encrypt and kms:Decrypt for it)");
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
