package dev.kappa.coordinator.platform.local;

import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.LambdaPlatform;
import dev.kappa.coordinator.platform.LambdaPlatformSettings;
import dev.kappa.coordinator.platform.Platform;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The same client as for AWS, pointed at a local Lambda service in this process. */
public final class LocalPlatform implements Platform {
  private final LocalLambda service;
  private final LambdaPlatform client;
  private final LocalLambdaSettings settings;

  private LocalPlatform(LocalLambda service, LambdaPlatform client, LocalLambdaSettings settings) {
    this.service = service;
    this.client = client;
    this.settings = settings;
  }

  /**
   * Starts the service and connects to it.
   *
   * @throws dev.kappa.error.KappaException if a directory can't be used
   */
  public static LocalPlatform start(LocalLambdaSettings settings) {
    LocalLambda service = LocalLambda.start(settings);
    LambdaPlatformSettings there =
        LambdaPlatformSettings.of(settings.functionName(), settings.timeout())
            .withEndpoint(service.endpoint())
            .withConcurrency(settings.concurrency());
    return new LocalPlatform(service, LambdaPlatform.create(there), settings);
  }

  /** {@return the service behind this platform} */
  public LocalLambda service() {
    return service;
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(byte[] payload) {
    return client.invoke(payload);
  }

  @Override
  public boolean workersSurvive() {
    return false;
  }

  @Override
  public Duration functionTimeout() {
    return settings.timeout();
  }

  @Override
  public String describe() {
    return "local workers of " + settings.jar() + ", at most " + settings.concurrency();
  }

  @Override
  public void close() {
    service.close();
    client.close();
  }
}
