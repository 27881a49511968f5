package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that is asked over TLS, with a certificate that no JVM trusts by itself. */
final class RedisTlsIT {
  @TempDir private Path directory;
  private final int port = OwnRedis.freePort();
  private final Kappa kappa = Kappa.onNewData();
  private @Nullable OwnRedis redis;
  private Path certificate = Path.of("");
  private OwnCertificate own = new OwnCertificate(certificate, certificate);

  @BeforeEach
  void startRedis() throws IOException {
    own = OwnCertificate.in(directory);
    certificate = own.certificate();
    redis =
        OwnRedis.start(directory.resolve("redis"), own.redisOptions(port).toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    try {
      kappa.close();
    } finally {
      Objects.requireNonNull(redis).close();
    }
  }

  private String address(@Nullable Path authorities) {
    return "rediss://127.0.0.1:" + port + (authorities == null ? "" : "?ca=" + authorities);
  }

  @Test
  void workflowsRunAndTheirCoordinatorTrustsWhomTheAddressNames() {
    kappa.startCoordinator("--redis", address(certificate));
    assertThat(kappa.call("run", "fib", "--input", "{\"n\":12}").exits(0).out()).contains("144");
  }

  @Test
  void serverThatNobodyVouchesForIsNotSpokenTo() throws IOException {
    Path other = Files.createDirectories(directory.resolve("other"));
    for (String address :
        new String[] {address(null), address(OwnCertificate.in(other).certificate())}) {
      Called call = kappa.call("coordinator", "--port", "0", "--redis", address);
      assertThat(call.exits(3).err()).contains("KAPPA-501", "whose its certificate is");
    }
  }

  @Test
  void fileThatCannotBeReadIsNamed() {
    Path none = directory.resolve("none.crt");
    Called call = kappa.call("coordinator", "--port", "0", "--redis", address(none));
    assertThat(call.exits(2).err()).contains("KAPPA-", "ca=" + none);
  }

  @Test
  void clusterIsAskedOverTlsWhereverItsMastersAre() throws IOException {
    try (OwnCluster cluster = OwnCluster.startOverTls(directory.resolve("cluster"), own)) {
      kappa.startCoordinator("--redis", cluster.tlsUri() + "?ca=" + certificate);
      assertThat(kappa.call("run", "fib", "--input", "{\"n\":12}").exits(0).out()).contains("144");
    }
  }

  @Test
  void sentinelsAreAskedOverTlsAndWithTheirOwnPassword() throws IOException {
    int sentinel = OwnRedis.freePort();
    try (OwnRedis server =
        OwnRedis.startSentinel(
            directory.resolve("sentinel"),
            OwnRedis.freePort(),
            List.of(
                "tls-port " + sentinel,
                "tls-cert-file " + own.certificate(),
                "tls-key-file " + own.key(),
                "tls-ca-cert-file " + own.certificate(),
                "tls-auth-clients no",
                "tls-replication yes",
                "requirepass s3ntinel",
                "sentinel monitor main 127.0.0.1 " + port + " 1"))) {
      String address = "rediss-sentinel://127.0.0.1:%d?ca=%s".formatted(sentinel, certificate);
      Called refused = kappa.call("coordinator", "--port", "0", "--redis", address + "#main");
      assertThat(refused.exits(3).err()).contains("KAPPA-501", "NOAUTH");

      kappa.startCoordinator("--redis", address + "&sentinel-password=s3ntinel#main");
      assertThat(kappa.call("run", "fib", "--input", "{\"n\":12}").exits(0).out()).contains("144");
      assertThat(server.process().isAlive()).isTrue();
    }
  }
}
