package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.deploy.ApplicationCode;
import dev.kappa.coordinator.deploy.Deployment;
import dev.kappa.coordinator.deploy.UploadPlace;
import dev.kappa.coordinator.deploy.Wanted;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClientBuilder;

@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description =
        "Bring an application's jar into a function on AWS Lambda: make the function or change it,"
            + " publish a version, let an alias name it. What is so already is left alone.")
final class DeployCommand implements Callable<Integer> {
  private static final String ALIAS = "live";

  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(10);

  private final Surroundings surroundings;

  @Parameters(index = "0", paramLabel = "APP.jar", description = "The application.")
  private Path jar = Path.of("");

  @Option(
      names = "--function",
      required = true,
      paramLabel = "NAME",
      converter = LambdaFunction.Reader.class,
      description =
          "The function's name or ARN, and behind it :ALIAS for another alias than 'live'.")
  private LambdaFunction function = LambdaFunction.orLocal(null);

  @Option(
      names = "--dry-run",
      description = "Only look at what is there, and say what would be done.")
  private boolean dryRun;

  @Option(
      names = "--upload",
      paramLabel = "URI",
      description =
          "Put the jar there for Lambda to fetch it, as s3://BUCKET/PREFIX; needed above 50 MiB.")
  private @Nullable String upload;

  @Mixin private FunctionFlags flags = new FunctionFlags();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  DeployCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try {
      deploy();
      return ExitCode.OK;
    } catch (KappaException e) {
      return new Report(surroundings.terminal(), json).failure(e, null, null);
    }
  }

  private void deploy() {
    Wanted wanted =
        new Wanted(
            function.name(),
            alias(),
            ApplicationCode.of(ApplicationJar.at(jar).path()),
            flags.settings());
    UploadPlace place = upload == null ? null : UploadPlace.parse(upload);
    try (Deployment deployment = new Deployment(wanted, place, client(), region())) {
      Deployment.Planned planned = deployment.plan();
      DeployReport report = new DeployReport(surroundings.terminal(), json, function.name());
      if (dryRun) {
        report.wouldDo(planned.changes());
      } else {
        report.done(planned.changes(), deployment.apply(planned, report::step));
      }
    }
  }

  /** A version's number can't be let name another version. */
  private String alias() {
    String alias = function.qualifier().orElse(ALIAS);
    if (alias.chars().allMatch(Character::isDigit)) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--function %s: %s is the number of a version, and those never change (expected: %s, or %s:ALIAS)"
              .formatted(function, alias, function.name(), function.name()));
    }
    return alias;
  }

  private @Nullable String region() {
    return function.region().orElse(null);
  }

  private LambdaAsyncClient client() {
    // A jar is sent in one request, and lines may be slow. What is given so is not closed with the
    // client: that would wait two seconds for threads that end with this process.
    LambdaAsyncClientBuilder builder =
        LambdaAsyncClient.builder()
            .httpClient(
                NettyNioAsyncHttpClient.builder()
                    .writeTimeout(LONGEST_REQUEST)
                    .readTimeout(LONGEST_REQUEST)
                    .build());
    function.region().map(Region::of).ifPresent(builder::region);
    try {
      return builder.build();
    } catch (SdkClientException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--function %s: %s (expected: the region in AWS_REGION, or the function's ARN)"
              .formatted(function, e.getMessage()),
          e);
    }
  }
}
