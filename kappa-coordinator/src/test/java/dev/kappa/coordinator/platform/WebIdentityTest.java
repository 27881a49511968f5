package dev.kappa.coordinator.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/** In a cluster of Kubernetes a pod has a token of its service account, and takes a role by it. */
final class WebIdentityTest {
  private static final String ANSWER =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleWithWebIdentityResult>
          <Credentials>
            <AccessKeyId>of-the-role</AccessKeyId>
            <SecretAccessKey>secret</SecretAccessKey>
            <SessionToken>session</SessionToken>
            <Expiration>2999-01-01T00:00:00Z</Expiration>
          </Credentials>
        </AssumeRoleWithWebIdentityResult>
      </AssumeRoleWithWebIdentityResponse>
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private HttpServer sts;

  @BeforeEach
  void start() throws IOException {
    sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sts.createContext("/", this::answer);
    sts.start();
    System.setProperty(
        "aws.endpointUrlSts", "http://127.0.0.1:" + sts.getAddress().getPort() + "/");
    System.setProperty("aws.region", "eu-west-1");
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    byte[] bytes = ANSWER.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.endpointUrlSts");
    System.clearProperty("aws.region");
    sts.stop(0);
  }

  @Test
  void roleOfAServiceAccountIsTaken() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "signed-by-the-cluster");
    try (WebIdentityTokenFileCredentialsProvider provider =
        WebIdentityTokenFileCredentialsProvider.builder()
            .roleArn("arn:aws:iam::123456789012:role/kappa-coordinator")
            .roleSessionName("pod")
            .webIdentityTokenFile(token)
            .build()) {
      AwsCredentials found = provider.resolveCredentials();
      assertThat(found.accessKeyId()).isEqualTo("of-the-role");
      assertThat(found)
          .isInstanceOfSatisfying(
              AwsSessionCredentials.class,
              session -> assertThat(session.sessionToken()).isEqualTo("session"));
    }
    assertThat(asked)
        .singleElement()
        .asString()
        .contains("AssumeRoleWithWebIdentity", "signed-by-the-cluster", "kappa-coordinator");
  }
}
