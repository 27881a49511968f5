package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.access.TestCertificate;
import dev.kappa.coordinator.access.Tls;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a coordinator that has a certificate. */
class EncryptedApiTest {
  private static final Duration TIME = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final FakeRuns runs = new FakeRuns();
  private ApiServer server;

  @BeforeEach
  void start() {
    server = serve(TestCertificate.make(directory, "here", "ip:127.0.0.1"));
  }

  private ApiServer serve(TestCertificate certificate) {
    Tls tls = Tls.of(certificate.certificate(), certificate.key(), certificate.certificate());
    Entrance entrance = new Entrance(Guard.open(), null, tls);
    return ApiServer.start(
        group, "127.0.0.1", 0, runs, runs, Optional::empty, entrance, Metrics.NONE);
  }

  @AfterEach
  void stop() {
    server.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private KappaClient client(ApiServer to, String trust) {
    return KappaClient.forwarding(to.uri(), TIME, TIME, new Semaphore(1), "1", trust);
  }

  private String trusting(String name) throws IOException {
    return Trust.ofFile(directory.resolve(name + ".crt"));
  }

  @Test
  void clientThatTrustsTheCertificateIsAnswered() throws IOException {
    assertThat(server.uri().getScheme()).isEqualTo("https");
    try (KappaClient client = client(server, trusting("here"))) {
      assertThat(client.workflows()).isNotEmpty();
    }
  }

  @Test
  void clientThatTrustsOthersAsksNothing() {
    TestCertificate.make(directory, "other", "ip:127.0.0.1");
    for (String trust : new String[] {Trust.PLATFORM, trustingUnchecked("other")}) {
      try (KappaClient client = client(server, trust)) {
        assertThatThrownBy(client::workflows)
            .isInstanceOfSatisfying(
                KappaException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.COORDINATOR_UNREACHABLE));
      }
    }
  }

  private String trustingUnchecked(String name) {
    try {
      return trusting(name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void certificateOfAnotherAddressIsRefused() throws IOException {
    TestCertificate elsewhere = TestCertificate.make(directory, "elsewhere", "dns:kappa.example");
    try (ApiServer pretending = serve(elsewhere);
        KappaClient client = client(pretending, trusting("elsewhere"))) {
      assertThatThrownBy(client::workflows)
          .isInstanceOfSatisfying(
              KappaException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.COORDINATOR_UNREACHABLE));
    }
  }

  @Test
  void whatIsNotEncryptedIsNotAnswered() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP", "UP");
    }
  }

  @Test
  void filesThatAreNoneOfPemAreRefusedAndNotRepeated() throws IOException {
    Path wrong = Files.writeString(directory.resolve("wrong"), "a secret");
    Path right = directory.resolve("here.crt");
    assertThatThrownBy(() -> Tls.of(right, wrong, null))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessageContaining("--certificate-key " + wrong)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Tls.trust(wrong))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
        .hasMessageStartingWith("--ca " + wrong);
  }
}
