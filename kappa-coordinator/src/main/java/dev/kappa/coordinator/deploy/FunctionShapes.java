package dev.kappa.coordinator.deploy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.EnvironmentError;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.VpcConfigResponse;

/** Reads what Lambda says of a function. */
final class FunctionShapes {
  private static final String NO_HANDLER = "of an image";

  private FunctionShapes() {}

  /**
   * {@return the function as Lambda has it}
   *
   * @throws KappaException {@code DEPLOYMENT_REFUSED} if its variables can't be read: to change it
   *     would lose them
   */
  static FunctionShape of(GetFunctionConfigurationResponse now) {
    Optional<VpcConfigResponse> network = Optional.ofNullable(now.vpcConfig());
    return new FunctionShape(
        now.codeSha256(),
        now.role(),
        Objects.requireNonNullElse(now.runtimeAsString(), NO_HANDLER),
        Objects.requireNonNullElse(now.handler(), NO_HANDLER),
        now.memorySize(),
        now.timeout(),
        now.hasArchitectures() ? now.architecturesAsStrings().getFirst() : "x86_64",
        variables(now),
        network.map(VpcConfigResponse::subnetIds).orElse(List.of()),
        network.map(VpcConfigResponse::securityGroupIds).orElse(List.of()),
        now.snapStart() != null && now.snapStart().applyOn() == SnapStartApplyOn.PUBLISHED_VERSIONS,
        rest(now));
  }

  private static Map<String, String> variables(GetFunctionConfigurationResponse now) {
    EnvironmentResponse environment = now.environment();
    if (environment == null) {
      return Map.of();
    }
    EnvironmentError error = environment.error();
    if (error != null) {
      throw new KappaException(
          ErrorCode.DEPLOYMENT_REFUSED,
          "%s: its variables can't be read, and would be lost: %s: %s (let the caller's role use the key %s: kms:Decrypt)"
              .formatted(now.functionName(), error.errorCode(), error.message(), now.kmsKeyArn()));
    }
    return environment.variables();
  }

  private static String rest(GetFunctionConfigurationResponse now) {
    return List.of(
            "layers " + now.layers(),
            "file systems " + now.fileSystemConfigs(),
            "storage " + now.ephemeralStorage(),
            "tracing " + now.tracingConfig(),
            "logging " + now.loggingConfig(),
            "dead letters " + now.deadLetterConfig(),
            "key " + now.kmsKeyArn(),
            "description " + now.description())
        .toString();
  }
}
