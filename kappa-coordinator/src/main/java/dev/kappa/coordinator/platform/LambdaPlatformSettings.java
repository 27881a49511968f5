package dev.kappa.coordinator.platform;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.Optional;

/**
 * Which function to invoke, and how.
 *
 * @param functionName its name or ARN
 * @param qualifier a published version or an alias; empty for the latest
 * @param endpoint of the service, if it is not AWS's own
 * @param region empty for the one of the environment or the profile
 * @param functionTimeout the time limit that the function is configured with
 * @param initAllowance for the start of a new environment, before the function's time limit runs
 * @param concurrency how many invocations may be under way at once, up to {@link
 *     Platform#MAX_CONCURRENCY}
 */
public record LambdaPlatformSettings(
    String functionName,
    Optional<String> qualifier,
    Optional<InvokeEndpoint> endpoint,
    Optional<String> region,
    Duration functionTimeout,
    Duration initAllowance,
    int concurrency) {

  /** Checks the numbers. */
  public LambdaPlatformSettings {
    if (functionName.isBlank()) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT, "functionName: it is blank (expected: a name or an ARN)");
    }
    if (!functionTimeout.isPositive()) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "functionTimeout: " + functionTimeout + " (expected: more than 0)");
    }
    if (concurrency < 1 || concurrency > Platform.MAX_CONCURRENCY) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "concurrency: %d (expected: 1 to %d)".formatted(concurrency, Platform.MAX_CONCURRENCY));
    }
  }

  /** {@return settings with the defaults: the latest version on AWS, 100 invocations at once} */
  public static LambdaPlatformSettings of(String functionName, Duration functionTimeout) {
    return new LambdaPlatformSettings(
        functionName,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        functionTimeout,
        Duration.ofSeconds(30),
        100);
  }

  /** {@return these settings with a version or an alias} */
  public LambdaPlatformSettings withQualifier(String value) {
    return new LambdaPlatformSettings(
        functionName,
        Optional.of(value),
        endpoint,
        region,
        functionTimeout,
        initAllowance,
        concurrency);
  }

  /** {@return these settings with another service than AWS's own} */
  public LambdaPlatformSettings withEndpoint(InvokeEndpoint value) {
    return new LambdaPlatformSettings(
        functionName,
        qualifier,
        Optional.of(value),
        region,
        functionTimeout,
        initAllowance,
        concurrency);
  }

  /** {@return these settings with a region} */
  public LambdaPlatformSettings withRegion(String value) {
    return new LambdaPlatformSettings(
        functionName,
        qualifier,
        endpoint,
        Optional.of(value),
        functionTimeout,
        initAllowance,
        concurrency);
  }

  /** {@return these settings with another allowance for the start of an environment} */
  public LambdaPlatformSettings withInitAllowance(Duration value) {
    return new LambdaPlatformSettings(
        functionName, qualifier, endpoint, region, functionTimeout, value, concurrency);
  }

  /** {@return these settings with another bound on invocations at once} */
  public LambdaPlatformSettings withConcurrency(int value) {
    return new LambdaPlatformSettings(
        functionName, qualifier, endpoint, region, functionTimeout, initAllowance, value);
  }
}
