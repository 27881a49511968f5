package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.deploy.Wanted;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a function on AWS Lambda is to be. What is not said stays as it is. */
final class FunctionFlags {
  @Option(
      names = "--role",
      paramLabel = "ARN",
      description = "The role that the function works with; a new function needs one.")
  private @Nullable String role;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      description = "Its memory, 128 to 10240 (a new one: 1024).")
  private @Nullable Integer memoryMb;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Time limit of an invocation, 1s to 15m (a new one: 15m).")
  private @Nullable String timeout;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      description = "java21 or java25 (a new one: java25).")
  private @Nullable String runtime;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = "x86_64 or arm64 (a new one: x86_64).")
  private @Nullable String architecture;

  @Option(
      names = "--variable",
      paramLabel = "NAME=VALUE",
      description =
          "A variable of its environment; may be said several times; @FILE as the value for what is"
              + " in a file. Others stay.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--subnets",
      split = ",",
      paramLabel = "ID",
      description =
          "Its network, with commas between; 'none' for no network (a new one: none). Workers that"
              + " call back need the coordinators' network.")
  private @Nullable List<String> subnets;

  @Option(
      names = "--security-groups",
      split = ",",
      paramLabel = "ID",
      description = "Its security groups there, with commas between.")
  private @Nullable List<String> securityGroups;

  @Option(
      names = "--snap-start",
      paramLabel = "on|off",
      description =
          "Whether Lambda starts versions from a snapshot of a process that is ready (a new one:"
              + " off).")
  private @Nullable String snapStart;

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description = "A tag of the function; may be said several times. Others stay.")
  private Map<String, String> tags = new LinkedHashMap<>();

  /** {@return what is said} */
  Wanted.Settings settings() {
    boolean out = subnets != null && subnets.equals(List.of("none"));
    if (out && securityGroups != null) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--security-groups: not together with --subnets none (expected: one of the two)");
    }
    return new Wanted.Settings(
        matching("--role", role, "arn:aws[a-z-]*:iam::\\d{12}:role/.+", "the ARN of a role"),
        matching("--runtime", runtime, "java21|java25", "java21 or java25"),
        memoryMb == null ? null : Range.within("--memory", memoryMb, 128, 10_240),
        seconds(),
        matching("--architecture", architecture, "x86_64|arm64", "x86_64 or arm64"),
        values(),
        out ? List.of() : subnets,
        out ? List.of() : securityGroups,
        snapStart(),
        tags);
  }

  private @Nullable Boolean snapStart() {
    String said = matching("--snap-start", snapStart, "on|off", "on or off");
    return said == null ? null : said.equals("on");
  }

  /** A value in a file is seen by nobody who looks at processes. */
  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    variables.forEach(
        (name, value) ->
            values.put(name, value.startsWith("@") ? read(name, value.substring(1)) : value));
    return values;
  }

  private static String read(String name, String file) {
    try {
      return Files.readString(Path.of(file)).stripTrailing();
    } catch (IOException | InvalidPathException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "--variable %s: no readable file %s (expected: NAME=VALUE, or NAME=@FILE)"
              .formatted(name, file),
          e);
    }
  }

  private @Nullable Integer seconds() {
    return timeout == null
        ? null
        : Math.toIntExact(
            Range.within("--timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(15))
                .toSeconds());
  }

  private static @Nullable String matching(
      String option, @Nullable String value, String form, String expected) {
    if (value != null && !value.matches(form)) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "%s: '%s' (expected: %s)".formatted(option, value, expected));
    }
    return value;
  }
}
