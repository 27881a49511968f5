package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.platform.Platform;
import java.time.Duration;

/** A platform of which a test needs the invocations alone. */
abstract class QuietPlatform implements Platform {
  @Override
  public boolean workersSurvive() {
    return false;
  }

  @Override
  public Duration functionTimeout() {
    return Duration.ofMinutes(1);
  }

  @Override
  public String describe() {
    return "the test's";
  }

  @Override
  public void close() {}
}
