package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.NoWorkflows;
import dev.kappa.tests.app.TwoOfOneName;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Calls that can't work: each ends with a stable code, says why, and leaves nothing running. */
final class BadCallIT {
  @TempDir private Path directory;

  @Test
  void missingJarIsNamed() {
    Path jar = directory.resolve("no.jar");
    assertThat(failure(jar, "KAPPA-106", 2)).contains(jar.toString(), "--jar");
  }

  @Test
  void fileThatIsNoJarIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("text.jar"), "just text");
    assertThat(failure(file, "KAPPA-103", 2)).contains(file.toString(), "not a jar");
  }

  @Test
  void jarWithoutKappaIsRefused() {
    Path jar = TestJar.writeForeign(directory.resolve("foreign.jar"));
    assertThat(failure(jar, "KAPPA-105", 2)).contains("dev.kappa.handler.KappaHandler");
  }

  @ParameterizedTest
  @CsvSource({"NONE,no application is named", "EMPTY,registers no workflow"})
  void jarWithoutAWorkflowIsRefused(String which, String expected) {
    String application = which.equals("NONE") ? null : NoWorkflows.class.getName();
    Path jar = TestJar.write(directory.resolve("none.jar"), application);
    assertThat(failure(jar, "KAPPA-103", 2)).contains(expected);
  }

  @Test
  void applicationOfAClassThatIsNotThereIsRefused() {
    Path jar = TestJar.write(directory.resolve("gone.jar"), "com.example.Gone");
    assertThat(failure(jar, "KAPPA-105", 2)).contains("com.example.Gone");
  }

  @Test
  void twoWorkflowsOfOneNameAreRefused() {
    Path jar = TestJar.write(directory.resolve("two.jar"), TwoOfOneName.class.getName());
    assertThat(failure(jar, "KAPPA-104", 2)).contains("'pay'");
  }

  @Test
  void redisThatDoesNotAnswerIsNamedWithItsAddress() throws Exception {
    try (Kappa kappa = Kappa.onNewData()) {
      String redis = "redis://127.0.0.1:" + freePort();
      Called called = hello(kappa, "--redis", redis);
      assertThat(message(called.fails("KAPPA-501", 3))).contains(redis.substring(8));

      Called server = kappa.call("coordinator", "--port", "0", "--redis", redis).exits(3);
      assertThat(server.out()).isEmpty();
      assertThat(server.err()).contains("KAPPA-501", redis.substring(8));
    }
  }

  @Test
  void portThatIsTakenIsNamed() throws Exception {
    try (Kappa kappa = Kappa.onNewData();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Called called = kappa.call("coordinator", "--port", port).exits(3);
      assertThat(called.out()).isEmpty();
      assertThat(called.err()).contains("KAPPA-502", port);
    }
  }

  @Test
  void dataDirectoryThatIsInUseIsNamed() {
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator();
      Called called = kappa.call("coordinator", "--port", "0").exits(3);
      String pid = Long.toString(kappa.awaitOwner().pid());
      assertThat(called.err()).contains("KAPPA-503", kappa.data().toString(), pid);
    }
  }

  @Test
  void coordinatorThatDoesNotAnswerIsNamed() throws Exception {
    try (Kappa kappa = Kappa.onNewData()) {
      String url = "http://127.0.0.1:" + freePort();
      Called called = kappa.callElsewhere("status", "some-run", "--coordinator", url, "--json");
      assertThat(message(called.fails("KAPPA-504", 3)))
          .contains(url.substring(7), "connection refused");
    }
  }

  private static String failure(Path jar, String code, int exit) {
    try (Kappa kappa = Kappa.onNewData()) {
      return message(hello(kappa, "--jar", jar.toString()).fails(code, exit));
    }
  }

  private static Called hello(Kappa kappa, String option, String value) {
    String input = "{\"name\":\"Ada\"}";
    return kappa.call("run", "hello", "--input", input, "--json", option, value);
  }

  private static String message(JsonNode error) {
    return error.get("message").stringValue();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
