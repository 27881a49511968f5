package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port to which workers connect, where it is said. */
final class WorkerPortIT {
  @TempDir private Path directory;

  @Test
  void workersConnectToThePortThatIsSaidAndOneThatIsTakenIsTold() throws IOException {
    String port = Integer.toString(OwnRedis.freePort());
    String jar =
        TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
    try (Kappa kappa = Kappa.onNewData();
        Kappa other = Kappa.onNewData()) {
      kappa.startCoordinator("--jar", jar, "--worker-port", port);
      try (Socket worker = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
        assertThat(worker.isConnected()).isTrue();
      }
      assertThat(kappa.call("run", "crowd", "--input", "{\"n\":10}").exits(0).out()).contains("45");

      assertThat(other.call("coordinator", "--jar", jar, "--worker-port", port).err())
          .contains("can't listen for workers on 127.0.0.1:" + port, "0 for a free one");
    }
  }
}
