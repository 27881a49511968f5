package dev.kappa.coordinator.platform.local;

import dev.kappa.coordinator.platform.InvokeEndpoint;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.LambdaPlatform;
import dev.kappa.coordinator.platform.LambdaPlatformSettings;
import dev.kappa.coordinator.platform.Platform;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
    return start(settings, null);
  }

  /**
   * Starts the service and connects to it.
   *
   * @param jars further versions of the application, to which the present one is added; null if all
   *     runs go on with the present one
   * @throws dev.kappa.error.KappaException if a directory can't be used
   */
  public static LocalPlatform start(LocalLambdaSettings settings, @Nullable KeptJars jars) {
    LocalLambda service = LocalLambda.start(settings, jars);
    LambdaPlatformSettings there =
        LambdaPlatformSettings.of(settings.functionName(), settings.timeout())
            .withEndpoint(new InvokeEndpoint(service.endpoint(), service.credentials()))
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
  public String version() {
    return service.version();
  }

  @Override
  public boolean has(String version) {
    return service.has(version);
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(String version, byte[] payload) {
    return client.invoke(version, payload);
  }

  @Override
  public boolean keepsOthers() {
    return service.keepsOthers();
  }

  @Override
  public void keep(Set<String> needed) {
    service.keep(needed);
  }

  @Override
  public @Nullable CompletableFuture<InvokeOutcome> startResident(
      String version, byte[] invitation) {
    ResidentProcesses residents = service.residents();
    return residents.areWanted() ? residents.start(version, invitation) : null;
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
