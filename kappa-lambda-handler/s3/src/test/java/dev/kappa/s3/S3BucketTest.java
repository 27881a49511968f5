package dev.kappa.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server answers, and what is made of it. */
class S3BucketTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> encryptions = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "";

  @BeforeEach
  void serve() throws IOException {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    encryptions.add(
        exchange.getRequestHeaders().getFirst("x-amz-server-side-encryption")
            + " "
            + exchange.getRequestHeaders().getFirst("x-amz-server-side-encryption-aws-kms-key-id"));
    byte[] body = answer.getBytes(UTF_8);
    exchange.getResponseHeaders().add("ETag", "\"tag\"");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Bucket bucket() {
    return bucket(null, null);
  }

  private Bucket bucket(@Nullable String encryption, @Nullable String key) {
    return bucket(server.getAddress().getPort(), encryption, key);
  }

  private static Bucket bucket(int port, @Nullable String encryption, @Nullable String key) {
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    BucketSettings settings = new BucketSettings("eu-west-1", endpoint, null, encryption, key);
    return Bucket.of("s3://data", settings);
  }

  private void refuses(int code, String error) {
    status = code;
    answer = "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(error);
  }

  private static void fails(ThrowingCallable call, ErrorCode code, String... texts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KappaException.class, error -> assertThat(error.code()).isEqualTo(code))
        .hasMessageContainingAll(texts);
  }

  @Test
  void absentBucketIsNamedWithItsServer() {
    refuses(404, "NoSuchBucket");
    String where = "there is no bucket 'data' at http://127.0.0.1:";
    fails(() -> bucket().read("key"), ErrorCode.BUCKET_NOT_FOUND, where);
    fails(() -> bucket().write("key", new byte[1]), ErrorCode.BUCKET_NOT_FOUND, where);
    fails(() -> bucket().list("", 1), ErrorCode.BUCKET_NOT_FOUND, where);
  }

  @Test
  void absentObjectIsNoErrorWhereItIsAskedWhetherItIsThere() {
    refuses(404, "NoSuchKey");
    assertThat(bucket().read("key")).isEmpty();
    fails(
        () -> bucket().open("key", 0), ErrorCode.OBJECT_NOT_FOUND, "s3://data/key", "is not there");
  }

  @Test
  void deniedSaysWhichRightsAreNeeded() {
    refuses(403, "AccessDenied");
    fails(
        () -> bucket().read("key"),
        ErrorCode.BUCKET_ACCESS_DENIED,
        "s3://data/key",
        "s3:GetObject");
    refuses(403, "InvalidAccessKeyId");
    fails(() -> bucket().list("", 1), ErrorCode.BUCKET_ACCESS_DENIED, "InvalidAccessKeyId");
  }

  @Test
  void throttlingIsToldWhenTryingAgainDidNotHelp() {
    refuses(503, "SlowDown");
    fails(() -> bucket().read("key"), ErrorCode.BUCKET_THROTTLED, "--concurrency");
    assertThat(asked).hasSizeGreaterThan(1);
  }

  @Test
  void brokenServerIsOneThatDoesNotAnswer() {
    refuses(500, "InternalError");
    fails(() -> bucket().read("key"), ErrorCode.BUCKET_UNREACHABLE, "status 500");
  }

  /** It takes connections, and what is sent as far as that fits in buffers. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void silentServerIsWaitedForAsLongAsWasSaid() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Bucket bucket = bucket(silent.getLocalPort(), null, null).within(() -> 300);
      fails(() -> bucket.read("key"), ErrorCode.BUCKET_UNREACHABLE, "300 millis");
      fails(() -> bucket.list("", 1), ErrorCode.BUCKET_UNREACHABLE, "300 millis");
      byte[] large = new byte[32 << 20];
      fails(() -> bucket.write("key", large), ErrorCode.BUCKET_UNREACHABLE, "300 millis");
    }
  }

  @Test
  void whatIsMovedIsGivenTimeByItsSize() {
    assertThat(S3Limits.OF_TRIES.moving(1).apiCallAttemptTimeout())
        .contains(Duration.ofSeconds(28));
    assertThat(S3Limits.OF_TRIES.moving(8 << 20).apiCallAttemptTimeout())
        .contains(Duration.ofSeconds(84));
  }

  @Test
  void refusedConnectionIsToldWithTheEndpoint() {
    Bucket bucket = bucket();
    server.stop(0);
    fails(
        () -> bucket.read("key"),
        ErrorCode.BUCKET_UNREACHABLE,
        "http://127.0.0.1:",
        "refused",
        "check the endpoint");
  }

  @Test
  void otherRefusalsAreToldAsTheyAre() {
    refuses(400, "EntityTooLarge");
    fails(() -> bucket().write("key", new byte[1]), ErrorCode.BUCKET_FAILED, "EntityTooLarge");
  }

  @Test
  void whatIsWrittenIsEncryptedAsTheSettingsSay() {
    bucket("aws:kms", "alias/kappa").write("key", new byte[1]);
    bucket("AES256", null).write("key", new byte[1]);
    bucket().write("key", new byte[1]);
    assertThat(encryptions).containsExactly("aws:kms alias/kappa", "AES256 null", "null null");
    assertThat(asked).containsOnly("PUT /data/key");
  }

  @Test
  void nothingIsLeftOfAnObjectWhoseContentFails() {
    answer =
        "<InitiateMultipartUploadResult><UploadId>7</UploadId></InitiateMultipartUploadResult>";
    assertThatThrownBy(
            () ->
                bucket()
                    .write(
                        "key",
                        out -> {
                          out.write(new byte[S3Upload.PART + 1]);
                          throw new IOException("no more");
                        }))
        .hasMessage("no more");
    assertThat(asked)
        .containsExactly(
            "POST /data/key?uploads",
            "PUT /data/key?partNumber=1&uploadId=7",
            "DELETE /data/key?uploadId=7");
  }

  /** S3 copies a range only of an object that has more than 5 MiB. */
  @Test
  void whatIsReplacedIsSentAnewUpToFiveMebibytes() throws IOException {
    int least = (int) S3Splice.LEAST_PART;
    answer = "x".repeat(least);
    assertThat(bucket().replace("key", "\"tag\"", least, new byte[1])).isTrue();
    assertThat(asked).containsExactly("GET /data/key", "PUT /data/key");
  }

  @Test
  void whatIsMoreIsCopiedByTheServer() throws IOException {
    answer =
        """
        <Any>
          <Contents>
            <Key>key</Key><Size>5242881</Size><ETag>"tag"</ETag>
            <LastModified>2026-01-02T03:04:05Z</LastModified>
          </Contents>
          <UploadId>7</UploadId>
          <ETag>"tag"</ETag>
        </Any>
        """;
    long keep = S3Splice.LEAST_PART + 1;
    assertThat(bucket().replace("key", "\"tag\"", keep, new byte[1])).isTrue();
    assertThat(asked.subList(1, asked.size()))
        .containsExactly(
            "POST /data/key?uploads",
            "PUT /data/key?partNumber=1&uploadId=7",
            "PUT /data/key?partNumber=2&uploadId=7",
            "POST /data/key?uploadId=7");
  }
}
