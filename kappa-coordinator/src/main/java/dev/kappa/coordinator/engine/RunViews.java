package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.ErrorView;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.core.Notices;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.wire.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stored runs as clients see them. */
final class RunViews {
  private RunViews() {}

  /** {@return a run with its result, which is read if it has one} */
  static CompletableFuture<RunView> whole(
      String id, RunHeader header, Supplier<CompletableFuture<byte @Nullable []>> result) {
    if (header.status() != RunStatus.SUCCEEDED) {
      return CompletableFuture.completedFuture(withoutResult(id, header));
    }
    return result
        .get()
        .thenApply(
            json -> {
              if (json == null) {
                // Its retention time was over when its header had been read.
                throw Fencing.unknown(id);
              }
              return view(id, header, new String(json, StandardCharsets.UTF_8));
            });
  }

  /** {@return a run as lists show it} */
  static RunView withoutResult(String id, RunHeader header) {
    return view(id, header, null);
  }

  private static RunView view(String id, RunHeader header, @Nullable String resultJson) {
    RunHeader.Counts counts = header.counts();
    return new RunView(
        id,
        header.workflow(),
        header.status(),
        resultJson,
        error(header.failure()),
        Instant.ofEpochMilli(header.startedAt()),
        header.endedAt() == 0 ? null : Instant.ofEpochMilli(header.endedAt()),
        counts.tasks(),
        counts.ended(),
        counts.invocations(),
        counts.checkpoints(),
        counts.lost(),
        values(header),
        warnings(header.notices()),
        header.code());
  }

  private static Map<String, String> values(RunHeader header) {
    Map<String, String> values = new LinkedHashMap<>();
    header
        .values()
        .json()
        .forEach((name, json) -> values.put(name, new String(json, StandardCharsets.UTF_8)));
    return values;
  }

  private static List<WarningView> warnings(Notices notices) {
    List<WarningView> warnings = new ArrayList<>();
    warn(WarningView.Kind.PARKED, notices.parked(), warnings);
    warn(WarningView.Kind.FAILED_UNAWAITED, notices.unheard(), warnings);
    return warnings;
  }

  private static void warn(
      WarningView.Kind kind, Notices.@Nullable Notice notice, List<WarningView> to) {
    if (notice != null) {
      to.add(
          new WarningView(
              kind,
              notice.count(),
              Instant.ofEpochMilli(notice.since()),
              notice.title(),
              notice.code(),
              notice.message(),
              notice.step()));
    }
  }

  private static @Nullable ErrorView error(@Nullable Failure failure) {
    return failure == null
        ? null
        : new ErrorView(
            failure.code(), failure.type(), failure.message(), failure.step(), failure.trace());
  }
}
