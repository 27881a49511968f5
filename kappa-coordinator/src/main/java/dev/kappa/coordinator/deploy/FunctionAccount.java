package dev.kappa.coordinator.deploy;

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
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.SnapStart;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
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

  /**
   * {@return what there is of a function} Changes nothing.
   *
   * @param tags whether they are asked for
   */
  Present look(String function, String alias, boolean tags) {
    return found(() -> configuration(function, null))
        .map(
            now ->
                new Present(
                    Optional.of(FunctionShapes.of(now)),
                    now.revisionId(),
                    named(function, alias),
                    tags ? tags(now.functionArn()) : Map.of()))
        .orElse(Present.NOTHING);
  }

  private Optional<Present.Published> named(String function, String alias) {
    return found(() -> done(client.getAlias(r -> r.functionName(function).name(alias))))
        .map(
            found ->
                new Present.Published(
                    found.functionVersion(),
                    FunctionShapes.of(configuration(function, found.functionVersion())),
                    found.routingConfig() == null
                        || found.routingConfig().additionalVersionWeights().isEmpty(),
                    found.revisionId()));
  }

  private Map<String, String> tags(String arn) {
    return done(client.listTags(r -> r.resource(arn))).tags();
  }

  /** Gives the function tags; others stay. */
  void tag(String function, Map<String, String> tags) {
    String arn = configuration(function, null).functionArn();
    done(client.tagResource(r -> r.resource(arn).tags(tags)));
  }

  private GetFunctionConfigurationResponse configuration(
      String function, @Nullable String qualifier) {
    return done(
        client.getFunctionConfiguration(r -> r.functionName(function).qualifier(qualifier)));
  }

  /** Makes the function. {@return its revision} */
  String create(String function, Change.Create change, FunctionCode code) {
    FunctionShape shape = change.shape();
    CreateFunctionRequest request =
        CreateFunctionRequest.builder()
            .functionName(function)
            .code(code)
            .role(shape.role())
            .runtime(shape.runtime())
            .handler(shape.handler())
            .memorySize(shape.memoryMb())
            .timeout(shape.timeoutSeconds())
            .architectures(Architecture.fromValue(shape.architecture()))
            .environment(environment(shape))
            .vpcConfig(network(shape))
            .snapStart(snapStart(shape))
            .tags(change.tags())
            .build();
    YoungRole.patiently(() -> done(client.createFunction(request)));
    settled(
        function, null, client.waiter().waitUntilFunctionActiveV2(r -> r.functionName(function)));
    return configuration(function, null).revisionId();
  }

  /**
   * Gives the function other settings; those that stay are not sent, since what is not known here
   * of them would be lost.
   *
   * @param revision that it must still have
   * @return its revision
   */
  String configure(String function, Change.Configure change, String revision) {
    FunctionShape shape = change.shape();
    boolean sameVariables = shape.variables().equals(change.before().variables());
    boolean sameNetwork = shape.isInNetworkOf(change.before());
    boolean sameStart = shape.snapStart() == change.before().snapStart();
    UpdateFunctionConfigurationRequest request =
        UpdateFunctionConfigurationRequest.builder()
            .functionName(function)
            .revisionId(revision)
            .role(shape.role())
            .runtime(shape.runtime())
            .memorySize(shape.memoryMb())
            .timeout(shape.timeoutSeconds())
            .environment(sameVariables ? null : environment(shape))
            .vpcConfig(sameNetwork ? null : network(shape))
            .snapStart(sameStart ? null : snapStart(shape))
            .build();
    YoungRole.patiently(() -> done(client.updateFunctionConfiguration(request)));
    return updated(function);
  }

  /**
   * Gives the function other code.
   *
   * @param revision that it must still have
   * @return its revision
   */
  String replace(String function, FunctionShape shape, FunctionCode code, String revision) {
    done(
        client.updateFunctionCode(
            UpdateFunctionCodeRequest.builder()
                .functionName(function)
                .revisionId(revision)
                .zipFile(code.zipFile())
                .s3Bucket(code.s3Bucket())
                .s3Key(code.s3Key())
                .architectures(Architecture.fromValue(shape.architecture()))
                .build()));
    return updated(function);
  }

  private String updated(String function) {
    settled(
        function, null, client.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(function)));
    return configuration(function, null).revisionId();
  }

  /** Waits for the end of a change, which may fail after it was accepted. */
  private void settled(String function, @Nullable String version, CompletableFuture<?> waiting) {
    try {
      done(waiting);
    } catch (SdkClientException e) {
      if (e.getCause() instanceof SdkException cause) {
        throw cause;
      }
      GetFunctionConfigurationResponse now = configuration(function, version);
      throw version == null
          ? DeployErrors.unsettled(function, now, e)
          : DeployErrors.unpublished(function, now, e);
    }
  }

  /**
   * Makes a version of what the function is.
   *
   * @param revision that it must still have
   * @return its number; that of the last one if nothing has changed since
   */
  String publish(String function, String revision) {
    PublishVersionResponse made =
        done(client.publishVersion(r -> r.functionName(function).revisionId(revision)));
    settled(
        function,
        made.version(),
        client
            .waiter()
            .waitUntilPublishedVersionActive(
                r -> r.functionName(function).qualifier(made.version())));
    return made.version();
  }

  /** Lets an alias name a version, if nobody else has changed it since it was looked at. */
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
                      .revisionId(point.revision())
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

  private static SnapStart snapStart(FunctionShape shape) {
    return SnapStart.builder()
        .applyOn(shape.snapStart() ? SnapStartApplyOn.PUBLISHED_VERSIONS : SnapStartApplyOn.NONE)
        .build();
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
