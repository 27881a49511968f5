package dev.kappa.coordinator.deploy;

import dev.kappa.error.KappaException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.FunctionCode;

/**
 * Makes a function of AWS Lambda as it is wanted: code, settings, a version, and the alias that
 * names it. Runs under way keep the version that they began with. What was done before an error
 * stays; the same call again goes on with the rest, and does nothing where nothing is left.
 *
 * <p>Calls throw {@link KappaException}: {@code BAD_REQUEST}, {@code DEPLOYMENT_REFUSED}, {@code
 * DEPLOYMENT_UNAVAILABLE}, and those of {@link dev.kappa.objects.Bucket}.
 */
public final class Deployment implements AutoCloseable {
  private final Wanted wanted;
  private final @Nullable UploadPlace upload;
  private final LambdaAsyncClient client;
  private final FunctionAccount account;

  /**
   * A deployment.
   *
   * @param upload where the jar is put for Lambda; null to send it in a request
   * @param client of the account; closed with this
   * @param region of the bucket; null for the environment's
   */
  public Deployment(
      Wanted wanted,
      @Nullable UploadPlace upload,
      LambdaAsyncClient client,
      @Nullable String region) {
    this.wanted = wanted;
    this.upload = upload;
    this.client = client;
    this.account = new FunctionAccount(client, region);
  }

  /**
   * What a function has become.
   *
   * @param version that the alias names
   * @param target by which coordinators name that version of the function
   */
  public record Outcome(String version, String target) {}

  /**
   * What is to be done.
   *
   * @param changes in their order; none if all is as it is wanted
   * @param version that the alias names before; empty if there is none
   */
  public record Planned(List<Change> changes, String version) {
    /** Copies. */
    public Planned {
      changes = List.copyOf(changes);
    }
  }

  /** {@return what is to be done} Changes nothing. */
  public Planned plan() {
    try {
      Present present = account.look(wanted.function(), wanted.alias());
      String version = present.alias().map(Present.Published::version).orElse("");
      return new Planned(Plan.of(wanted, present, upload), version);
    } catch (SdkException e) {
      throw DeployErrors.of(wanted.function(), "look at the function", e);
    }
  }

  /**
   * Does what was planned.
   *
   * @param each is told each change when it is done
   */
  public Outcome apply(Planned planned, Consumer<Change> each) {
    String version = planned.version();
    for (Change change : planned.changes()) {
      try {
        version = apply(change, version);
      } catch (SdkException e) {
        throw DeployErrors.of(wanted.function(), change.text(), e);
      }
      each.accept(change);
    }
    return new Outcome(version, wanted.function() + ":" + version);
  }

  private String apply(Change change, String version) {
    switch (change) {
      case Change.Upload put -> account.upload(wanted.code(), Objects.requireNonNull(upload));
      case Change.Create make -> account.create(wanted.function(), make.shape(), code());
      case Change.Configure set -> account.configure(wanted.function(), set.shape());
      case Change.Replace set -> account.replace(wanted.function(), set.shape(), code());
      case Change.Publish publish -> {
        return account.publish(wanted.function(), publish.codeSha256());
      }
      case Change.Point point -> account.point(wanted.function(), point, version);
    }
    return version;
  }

  private FunctionCode code() {
    return account.code(wanted.code(), upload);
  }

  @Override
  public void close() {
    client.close();
  }
}
