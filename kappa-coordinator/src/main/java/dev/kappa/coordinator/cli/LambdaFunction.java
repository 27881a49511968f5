package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.platform.LambdaPlatform;
import dev.kappa.coordinator.platform.LambdaPlatformSettings;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A function on AWS Lambda, as {@code --function} says it.
 *
 * @param name its name or its ARN, without a qualifier
 * @param region the one in the ARN; empty if only a name was said
 * @param qualifier a published version or an alias; empty for the latest code
 */
public record LambdaFunction(String name, Optional<String> region, Optional<String> qualifier) {
  private static final String LOCAL = "local";

  private static final Pattern FORM =
      Pattern.compile(
          "(?<name>(?:arn:aws[a-z-]*:lambda:(?<region>[a-z0-9-]+):\\d{12}:function:)?"
              + "[a-zA-Z0-9_-]{1,64})(?::(?<qualifier>[a-zA-Z0-9_-]{1,128}))?");

  /** {@return the function in {@code text}; null for none, if it is empty} */
  static @Nullable LambdaFunction ofText(String text) {
    return text.isEmpty() ? null : parse(text);
  }

  private static LambdaFunction parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "%s is no function (expected: NAME, NAME:VERSION, NAME:ALIAS, or an ARN such as arn:aws:lambda:eu-west-1:123456789012:function:NAME:VERSION)"
              .formatted(text));
    }
    return new LambdaFunction(
        form.group("name"),
        Optional.ofNullable(form.group("region")),
        Optional.ofNullable(form.group("qualifier")));
  }

  /** {@return the one that is meant; null for workers on this machine} */
  static @Nullable LambdaFunction resolve(
      @Nullable LambdaFunction named, @Nullable LambdaFunction last) {
    if (named == null) {
      return last;
    }
    return named.isLocal() ? null : named;
  }

  /** {@return what a user would say to have {@code function}} */
  static LambdaFunction orLocal(@Nullable LambdaFunction function) {
    return function == null ? parse(LOCAL) : function;
  }

  private boolean isLocal() {
    return toString().equals(LOCAL);
  }

  /**
   * {@return what invokes it, with the credentials of the environment}
   *
   * @param timeout the time limit that the function is configured with
   * @param concurrency the most invocations at once
   * @throws KappaException {@code BAD_REQUEST} if neither the ARN nor the environment has a region
   */
  Platform platform(Duration timeout, int concurrency) {
    LambdaPlatformSettings settings =
        LambdaPlatformSettings.of(name, timeout).withConcurrency(concurrency);
    settings = region.map(settings::withRegion).orElse(settings);
    settings = qualifier.map(settings::withQualifier).orElse(settings);
    try {
      return LambdaPlatform.create(settings);
    } catch (SdkClientException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--function %s: %s (expected: the region in AWS_REGION, or the function's ARN)"
              .formatted(this, e.getMessage()),
          e);
    }
  }

  /** As it is said on the command line. */
  @Override
  public String toString() {
    return name + qualifier.map(value -> ":" + value).orElse("");
  }

  /** Reads what the command line says. */
  static final class Reader implements ITypeConverter<LambdaFunction> {
    @Override
    public LambdaFunction convert(String value) {
      try {
        return parse(value);
      } catch (KappaException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
