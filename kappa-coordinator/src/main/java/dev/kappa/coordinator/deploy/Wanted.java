package dev.kappa.coordinator.deploy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a function should be. What is null stays as it is, or has a default where there is no
 * function yet.
 *
 * @param function its name
 * @param alias what names the version that new runs begin with
 * @param code the application's jar
 * @param settings what else is said of it
 */
public record Wanted(String function, String alias, ApplicationCode code, Settings settings) {
  private static final String HANDLER = "dev.kappa.handler.KappaHandler";
  private static final String RUNTIME = "java25";
  private static final String ARCHITECTURE = "x86_64";
  private static final int MEMORY_MB = 1024;
  private static final int TIMEOUT_SECONDS = 900;

  /**
   * Settings that are said.
   *
   * @param role ARN of the role that the function works with
   * @param runtime {@code java21} or {@code java25}
   * @param memoryMb 128 to 10240
   * @param timeoutSeconds 1 to 900
   * @param architecture {@code x86_64} or {@code arm64}
   * @param variables that are set; others stay
   * @param subnets of its network; an empty list takes it out of its network
   * @param securityGroups in its network
   * @param snapStart whether versions are started from a snapshot of an initialized process
   * @param tags of the function; others stay
   */
  public record Settings(
      @Nullable String role,
      @Nullable String runtime,
      @Nullable Integer memoryMb,
      @Nullable Integer timeoutSeconds,
      @Nullable String architecture,
      Map<String, String> variables,
      @Nullable List<String> subnets,
      @Nullable List<String> securityGroups,
      @Nullable Boolean snapStart,
      Map<String, String> tags) {
    /** Nothing is said. */
    public static final Settings NONE =
        new Settings(null, null, null, null, null, Map.of(), null, null, null, Map.of());

    /** Copies. */
    public Settings {
      variables = Map.copyOf(variables);
      tags = Map.copyOf(tags);
      subnets = subnets == null ? null : List.copyOf(subnets);
      securityGroups = securityGroups == null ? null : List.copyOf(securityGroups);
    }
  }

  /**
   * {@return how the function should be, where it is like {@code now}}
   *
   * @throws KappaException {@code BAD_REQUEST} if there is no function, and no role for a new one;
   *     or if the one that there is does not belong to Kappa
   */
  FunctionShape over(Optional<FunctionShape> now) {
    FunctionShape base = now.orElseGet(this::fresh);
    if (!base.handler().equals(HANDLER)) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "the function %s has the handler %s, so it is not one of Kappa's, and was left alone (expected: another name)"
              .formatted(function, base.handler()));
    }
    Map<String, String> variables = new HashMap<>(base.variables());
    variables.putAll(settings.variables);
    return new FunctionShape(
        code.sha256(),
        or(settings.role, base.role()),
        or(settings.runtime, base.runtime()),
        HANDLER,
        or(settings.memoryMb, base.memoryMb()),
        or(settings.timeoutSeconds, base.timeoutSeconds()),
        or(settings.architecture, base.architecture()),
        variables,
        or(settings.subnets, base.subnets()),
        or(settings.securityGroups, base.securityGroups()),
        or(settings.snapStart, base.snapStart()),
        base.rest());
  }

  private FunctionShape fresh() {
    if (settings.role == null) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "there is no function %s yet, and a new one needs a role (expected: --role ARN, such as arn:aws:iam::123456789012:role/%s)"
              .formatted(function, function));
    }
    return new FunctionShape(
        "",
        settings.role,
        RUNTIME,
        HANDLER,
        MEMORY_MB,
        TIMEOUT_SECONDS,
        ARCHITECTURE,
        Map.of(),
        List.of(),
        List.of(),
        false,
        "");
  }

  private static <T> T or(@Nullable T said, T base) {
    return said == null ? base : said;
  }
}
