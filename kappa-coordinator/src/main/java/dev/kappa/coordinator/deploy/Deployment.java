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
   * @param revision of the function that was looked at
   */
  public record Planned(List<Change> changes, String version, String revision) {
    /** Copies. */
    public Planned {
      changes = List.copyOf(changes);
    }
  }

  /** {@return what is to be done} Changes nothing. */
  public Planned plan() {
    try {
      Present present = account.look(wanted.function(), wanted.alias(), isTagged());
      String version = present.alias().map(Present.Published::version).orElse("");
      return new Planned(Plan.of(wanted, present, upload), version, present.revision());
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
    At at = new At(planned.revision(), planned.version());
    for (Change change : planned.changes()) {
      try {
        at = apply(change, at);
      } catch (SdkException e) {
        throw DeployErrors.of(wanted.function(), change.text(), e);
      }
      each.accept(change);
    }
    return new Outcome(at.version, wanted.function() + ":" + at.version);
  }

  /**
   * How far it is.
   *
   * @param revision of the function: who else changes it is noticed
   * @param version that was published last
   */
  private record At(String revision, String version) {
    At revision(String next) {
      return new At(next, version);
    }
  }

  private At apply(Change change, At at) {
    String function = wanted.function();
    return switch (change) {
      case Change.Upload put -> {
        account.upload(wanted.code(), Objects.requireNonNull(upload));
        yield at;
      }
      case Change.Create make -> at.revision(account.create(function, make, code()));
      case Change.Configure set -> at.revision(account.configure(function, set, at.revision));
      case Change.Replace set ->
          at.revision(account.replace(function, set.shape(), code(), at.revision));
      case Change.Publish publish -> new At(at.revision, account.publish(function, at.revision));
      case Change.Point point -> {
        account.point(function, point, at.version);
        yield at;
      }
      case Change.Tag tag -> {
        account.tag(function, tag.tags());
        yield at;
      }
    };
  }

  /** Who says no tags needs no right to see them. */
  private boolean isTagged() {
    return !wanted.settings().tags().isEmpty();
  }

  private FunctionCode code() {
    return account.code(wanted.code(), upload);
  }

  @Override
  public void close() {
    client.close();
  }
}
