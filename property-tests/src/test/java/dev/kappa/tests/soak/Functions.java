package dev.kappa.tests.soak;

import dev.kappa.coordinator.platform.local.LocalLambda;
import dev.kappa.coordinator.platform.local.LocalLambdaSettings;
import dev.kappa.tests.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A service that runs the soak's functions, as AWS Lambda does: apart from all coordinators, so
 * that they go on when one of these dies. They connect to nothing of Kappa's.
 */
final class Functions implements AutoCloseable {
  private static final String NAME = "soak";
  private static final String HANDLER = "dev.kappa.handler.KappaHandler";

  /** Longer than any step and any freeze together. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Less than two coordinators may ask for, 4 each: so some are throttled. */
  private static final int AT_ONCE = 7;

  private final Path directory;
  private final LocalLambda service;

  private Functions(Path directory, LocalLambda service) {
    this.directory = directory;
    this.service = service;
  }

  static Functions start(Path directory, Path jar, Map<String, String> environment)
      throws IOException {
    LocalLambdaSettings settings =
        LocalLambdaSettings.of(NAME, jar, HANDLER, Files.createDirectories(directory))
            .withTimeout(TIMEOUT)
            .withConcurrency(AT_ONCE)
            .withEnvironment(environment);
    return new Functions(directory, LocalLambda.start(settings, null));
  }

  int port() {
    return service.endpoint().getPort();
  }

  /** {@return what coordinators are told of them} */
  static List<String> options() {
    return List.of(
        "--function", NAME, "--timeout", TIMEOUT.toSeconds() + "s", "--workers-mode", "return");
  }

  /** {@return what is in the environment of coordinators that reach the service at a port} */
  Map<String, String> environment(int port) {
    return Map.of(
        "AWS_ENDPOINT_URL_LAMBDA",
        "http://127.0.0.1:" + port,
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        service.credentials().accessKeyId(),
        "AWS_SECRET_ACCESS_KEY",
        service.credentials().secretAccessKey());
  }

  /** {@return the processes that run them} */
  List<ProcessHandle> processes() {
    return Processes.workers(directory).stream()
        .sorted(Comparator.comparingLong(ProcessHandle::pid))
        .toList();
  }

  @Override
  public void close() {
    service.close();
  }
}
