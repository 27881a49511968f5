package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the stored schedules what the application's code says: those that it names are made or
 * changed, also if a client has made one of that name; those that the code named before are
 * deleted; others stay. What a person has paused stays paused.
 */
public final class CodeSchedules {
  private static final Logger LOG = LoggerFactory.getLogger(CodeSchedules.class);
  private static final int PAUSE_SECONDS = 2;

  private final Application application;
  private final Schedules schedules;
  private final Executor later = CompletableFuture.delayedExecutor(PAUSE_SECONDS, TimeUnit.SECONDS);

  /** Those of {@code application}; {@code schedules} are all of the store, whoever has them. */
  public CodeSchedules(Application application, Schedules schedules) {
    this.application = application;
    this.schedules = schedules;
  }

  /** Tries until all is done. {@return completes then} */
  public CompletableFuture<Void> apply() {
    return application
        .described()
        .thenCompose(
            described -> {
              Map<String, String> wanted = described.schedules();
              return again(() -> schedules.list()).thenCompose(known -> all(wanted, known));
            });
  }

  private CompletableFuture<Void> all(Map<String, String> wanted, List<ScheduleView> known) {
    List<CompletableFuture<?>> done = new ArrayList<>();
    wanted.forEach((name, body) -> done.add(put(name, body)));
    Set<String> stays = wanted.keySet();
    known.stream()
        .filter(each -> each.tree().path("source").asString("").equals("CODE"))
        .map(ScheduleView::name)
        .filter(name -> !stays.contains(name))
        .forEach(name -> done.add(delete(name)));
    return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<?> put(String name, String body) {
    return again(() -> schedules.put(name, body, Schedules.Source.CODE))
        .exceptionally(
            error -> {
              LOG.error("schedule '{}' of the application is left as it was: {}", name, why(error));
              return new ScheduleView(name, "{}");
            });
  }

  private CompletableFuture<?> delete(String name) {
    LOG.info("schedule '{}' is not in the application any more, and is deleted", name);
    return again(() -> schedules.delete(name, Schedules.Source.CODE))
        .exceptionally(
            error -> {
              LOG.warn("schedule '{}' is not deleted: {}", name, why(error));
              return new ScheduleView(name, "{}");
            });
  }

  private <T> CompletableFuture<T> again(Supplier<CompletableFuture<T>> what) {
    return what.get().exceptionallyCompose(error -> afterFailure(what, error, true));
  }

  private <T> CompletableFuture<T> afterFailure(
      Supplier<CompletableFuture<T>> what, Throwable error, boolean first) {
    if (!mayPass(cause(error))) {
      return CompletableFuture.failedFuture(error);
    }
    if (first) {
      LOG.warn("the application's schedules wait, and are tried again: {}", why(error));
    }
    return CompletableFuture.supplyAsync(what, later)
        .thenCompose(it -> it)
        .exceptionallyCompose(next -> afterFailure(what, next, false));
  }

  private static boolean mayPass(Throwable error) {
    return error instanceof KappaException e
        && Set.of(
                ErrorCode.FENCED,
                ErrorCode.OLDER_COORDINATOR,
                ErrorCode.OVERLOADED,
                ErrorCode.REDIS_UNREACHABLE,
                ErrorCode.COORDINATOR_UNREACHABLE)
            .contains(e.code());
  }

  private static String why(Throwable error) {
    Throwable cause = cause(error);
    return cause instanceof KappaException e
        ? e.code().text() + ": " + e.getMessage()
        : String.valueOf(cause);
  }

  private static Throwable cause(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }
}
