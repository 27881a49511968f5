package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.platform.local.LocalLambda;
import dev.kappa.coordinator.platform.local.LocalLambdaSettings;
import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.BothModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coordinator whose workers are a function elsewhere. The service is a local one at the address
 * that the SDK's own settings name, as they would name AWS's.
 */
@BothModes
final class FunctionIT {
  private static final String HANDLER = "dev.kappa.handler.KappaHandler";

  @TempDir private Path directory;

  @Test
  void workflowsRunInTheFunctionThatIsNamed() throws IOException {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    LocalLambdaSettings settings =
        LocalLambdaSettings.of("orders", jar, HANDLER, directory)
            .withTimeout(Duration.ofSeconds(60))
            .withConcurrency(4);
    try (LocalLambda service = LocalLambda.start(settings, null);
        Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinatorOf(
          "@" + environment(service),
          "--function",
          "orders",
          "--timeout",
          "60s",
          "--concurrency",
          "4");
      assertThat(kappa.call("run", "crowd", "--input", "{\"n\":10}").exits(0).out()).contains("45");
      assertThat(Processes.workers(kappa.data())).as("workers of its own").isEmpty();
    }
  }

  /** {@return a file with what stands in the environment of a program on AWS} */
  private Path environment(LocalLambda service) throws IOException {
    return Files.writeString(
        directory.resolve("options"),
        """
        -Daws.endpointUrlLambda=%s
        -Daws.region=eu-west-1
        -Daws.accessKeyId=%s
        -Daws.secretAccessKey=%s
        """
            .formatted(
                service.endpoint(),
                service.credentials().accessKeyId(),
                service.credentials().secretAccessKey()));
  }

  @Test
  void functionOnAwsThatIsToCallBackToLoopbackIsRefusedAtOnce() {
    try (Kappa kappa = Kappa.onNewData()) {
      Called call = kappa.call("coordinator", "--function", "orders:7").exits(2);
      assertThat(call.err())
          .contains("KAPPA-109", "can't reach this coordinator on 127.0.0.1")
          .contains("--workers-mode return");
    }
  }

  @Test
  void whatIsNoFunctionIsRefusedWithTheForms() {
    try (Kappa kappa = Kappa.onNewData()) {
      Called call = kappa.call("coordinator", "--function", "a b").exits(2);
      assertThat(call.err()).contains("KAPPA-109", "a b is no function", "NAME:VERSION");
    }
  }
}
