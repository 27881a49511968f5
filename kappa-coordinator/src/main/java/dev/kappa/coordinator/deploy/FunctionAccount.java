package dev.kappa.coordinator.deploy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.VpcConfig;

/**
 * The functions of an account, through AWS's client. Each call waits until it is done there.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/">Lambda API Reference</a>
 */
final class FunctionAccount {
  private final LambdaAsyncClient client;
  private final @Nullable String region;

  /**
   * An account.
   *
   * @param region of the buckets of jars; null for the environment's
   */
  FunctionAccount(LambdaAsyncClient client, @Nullable String region) {
    this.client = client;
    this.region = region;
  }

  /** {@return what there is of a function} Changes nothing. */
  Present look(String function, String alias) {
    Optional<FunctionShape> latest = found(() -> configuration(function, null)).map(this::shape);
    if (latest.isEmpty()) {
      return Present.NOTHING;
    }
    return new Present(
        latest,
        found(() -> configuration(function, alias))
            .map(named -> new Present.Published(named.version(), shape(named))));
  }

  private GetFunctionConfigurationResponse configuration(
      String function, @Nullable String qualifier) {
    return done(
        client.getFunctionConfiguration(r -> r.functionName(function).qualifier(qualifier)));
  }

  private FunctionShape shape(GetFunctionConfigurationResponse now) {
    VpcConfig none = VpcConfig.builder().subnetIds(List.of()).securityGroupIds(List.of()).build();
    VpcConfig network =
        Optional.ofNullable(now.vpcConfig())
            .map(
                n ->
                    VpcConfig.builder()
                        .subnetIds(n.subnetIds())
                        .securityGroupIds(n.securityGroupIds()))
            .map(VpcConfig.Builder::build)
            .orElse(none);
    return new FunctionShape(
        now.codeSha256(),
        now.role(),
        now.runtimeAsString(),
        Optional.ofNullable(now.handler()).orElse("none: it is an image"),
        now.memorySize(),
        now.timeout(),
        now.hasArchitectures() ? now.architecturesAsStrings().getFirst() : "x86_64",
        now.environment() == null ? Map.of() : now.environment().variables(),
        network.subnetIds(),
        network.securityGroupIds());
  }

  /** Makes the function. */
  void create(String function, FunctionShape shape, FunctionCode code) {
    done(
        client.createFunction(
            r ->
                r.functionName(function)
                    .code(code)
                    .role(shape.role())
                    .runtime(shape.runtime())
                    .handler(shape.handler())
                    .memorySize(shape.memoryMb())
                    .timeout(shape.timeoutSeconds())
                    .architectures(Architecture.fromValue(shape.architecture()))
                    .environment(environment(shape))
                    .vpcConfig(network(shape))));
    settled(function, client.waiter().waitUntilFunctionActiveV2(r -> r.functionName(function)));
  }

  /** Gives the function other settings. */
  void configure(String function, FunctionShape shape) {
    done(
        client.updateFunctionConfiguration(
            r ->
                r.functionName(function)
                    .role(shape.role())
                    .runtime(shape.runtime())
                    .memorySize(shape.memoryMb())
                    .timeout(shape.timeoutSeconds())
                    .environment(environment(shape))
                    .vpcConfig(network(shape))));
    updated(function);
  }

  /** Gives the function other code. */
  void replace(String function, FunctionShape shape, FunctionCode code) {
    done(
        client.updateFunctionCode(
            UpdateFunctionCodeRequest.builder()
                .functionName(function)
                .zipFile(code.zipFile())
                .s3Bucket(code.s3Bucket())
                .s3Key(code.s3Key())
                .architectures(Architecture.fromValue(shape.architecture()))
                .build()));
    updated(function);
  }

  private void updated(String function) {
    settled(function, client.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(function)));
  }

  /** Waits for the end of a change, which may fail after it was accepted. */
  private void settled(String function, CompletableFuture<?> waiting) {
    try {
      done(waiting);
    } catch (SdkClientException e) {
      if (e.getCause() instanceof SdkException cause) {
        throw cause;
      }
      throw failed(function, e);
    }
  }

  /** {@return why a change has failed, if the function says so} */
  private RuntimeException failed(String function, SdkClientException waiting) {
    GetFunctionConfigurationResponse now = configuration(function, null);
    String reason =
        now.lastUpdateStatus() == LastUpdateStatus.FAILED
            ? now.lastUpdateStatusReason()
            : now.state() == State.FAILED ? now.stateReason() : null;
    return reason == null
        ? waiting
        : new KappaException(
            ErrorCode.DEPLOYMENT_REFUSED,
            "%s: AWS took the change and could not make it: %s (change what the message names, then call it again)"
                .formatted(function, reason),
            waiting);
  }

  /**
   * Makes a version of what the function is.
   *
   * @param sha256 of the code that it must have: the call is refused if it has other code by then
   * @return its number; that of the last one if nothing has changed since
   */
  String publish(String function, String sha256) {
    PublishVersionResponse made =
        done(client.publishVersion(r -> r.functionName(function).codeSha256(sha256)));
    settled(
        function,
        client
            .waiter()
            .waitUntilPublishedVersionActive(
                r -> r.functionName(function).qualifier(made.version())));
    return made.version();
  }

  /** Lets an alias name a version. */
  void point(String function, Change.Point point, String version) {
    if (point.isNew()) {
      done(
          client.createAlias(
              r ->
                  r.functionName(function)
                      .name(point.alias())
                      .functionVersion(version)
                      .description("The version that new runs begin with")));
    } else {
      done(
          client.updateAlias(
              r ->
                  r.functionName(function)
                      .name(point.alias())
                      .functionVersion(version)
                      .routingConfig(routing -> routing.additionalVersionWeights(Map.of()))));
    }
  }

  /** {@return the code, in the request itself or where it was put} */
  FunctionCode code(ApplicationCode code, @Nullable UploadPlace upload) {
    FunctionCode.Builder builder = FunctionCode.builder();
    return upload == null
        ? builder.zipFile(SdkBytes.fromByteArrayUnsafe(code.read())).build()
        : builder.s3Bucket(upload.bucket()).s3Key(upload.key(code)).build();
  }

  /** Puts the code where Lambda fetches it. */
  void upload(ApplicationCode code, UploadPlace place) {
    place.put(code, region);
  }

  private static Environment environment(FunctionShape shape) {
    return Environment.builder().variables(shape.variables()).build();
  }

  private static VpcConfig network(FunctionShape shape) {
    return VpcConfig.builder()
        .subnetIds(shape.subnets())
        .securityGroupIds(shape.securityGroups())
        .build();
  }

  private static <T> Optional<T> found(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private static <T> T done(CompletableFuture<T> call) {
    try {
      return call.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }
}
