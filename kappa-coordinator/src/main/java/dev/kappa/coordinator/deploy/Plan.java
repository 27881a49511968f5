package dev.kappa.coordinator.deploy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be done so that a function is as it is wanted. */
final class Plan {
  /** A request to Lambda takes no more code. */
  private static final long MOST_DIRECT_BYTES = 50L * 1024 * 1024;

  private Plan() {}

  /**
   * {@return what is to be done, in order; nothing if all is as it is wanted}
   *
   * @param upload where the jar goes if it is too large for a request; null for nowhere
   * @throws KappaException {@code BAD_REQUEST} if it is too large, or if a new function has no role
   */
  static List<Change> of(Wanted wanted, Present present, @Nullable UploadPlace upload) {
    FunctionShape shape = wanted.over(present.latest());
    List<Change> changes = new ArrayList<>();
    present
        .latest()
        .ifPresentOrElse(
            now -> update(changes, wanted, now, shape, upload),
            () -> create(changes, wanted, shape, upload));
    if (!changes.isEmpty() || !present.alias().map(alias -> alias.isJust(shape)).orElse(false)) {
      changes.add(new Change.Publish());
      changes.add(Change.Point.of(wanted.alias(), present.alias()));
    }
    if (present.latest().isPresent()) {
      tag(changes, wanted.settings().tags(), present.tags());
    }
    return List.copyOf(changes);
  }

  private static void create(
      List<Change> changes, Wanted wanted, FunctionShape shape, @Nullable UploadPlace upload) {
    upload(changes, wanted.code(), upload);
    changes.add(new Change.Create(shape, wanted.code().bytes(), wanted.settings().tags()));
  }

  private static void update(
      List<Change> changes,
      Wanted wanted,
      FunctionShape now,
      FunctionShape shape,
      @Nullable UploadPlace upload) {
    if (!now.hasCodeOf(shape)) {
      upload(changes, wanted.code(), upload);
    }
    if (!now.settingsUntil(shape).isEmpty()) {
      changes.add(new Change.Configure(now, shape));
    }
    if (!now.hasCodeOf(shape)) {
      changes.add(new Change.Replace(shape, now.codeSha256(), wanted.code().bytes()));
    }
  }

  /** Last: they belong to no version, and what comes before must meet the revision as it was. */
  private static void tag(
      List<Change> changes, Map<String, String> wanted, Map<String, String> present) {
    Map<String, String> missing = new HashMap<>(wanted);
    missing.entrySet().removeAll(present.entrySet());
    if (!missing.isEmpty()) {
      changes.add(new Change.Tag(missing));
    }
  }

  private static void upload(
      List<Change> changes, ApplicationCode code, @Nullable UploadPlace upload) {
    if (upload != null) {
      changes.add(new Change.Upload(upload.address(code), code.bytes()));
    } else if (code.bytes() > MOST_DIRECT_BYTES) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "%s has %d MiB, and Lambda takes no more than 50 MiB in a request (expected: --upload s3://BUCKET/PREFIX, a bucket in the function's region)"
              .formatted(code.jar(), code.bytes() >> 20));
    }
  }
}
