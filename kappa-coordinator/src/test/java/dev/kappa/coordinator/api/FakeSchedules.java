package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** Schedules that are kept as they are put, and start nothing. */
final class FakeSchedules implements Schedules {
  private final Map<String, ScheduleView> views = new ConcurrentSkipListMap<>();

  @Override
  public CompletableFuture<ScheduleView> put(String name, String body, Source source) {
    return show(name, "ACTIVE", source.name());
  }

  private CompletableFuture<ScheduleView> show(String name, String status, String note) {
    String json =
        """
        {"name":"%s","workflow":"echo","cron":"0 2 * * *","timeZone":"UTC","status":"%s",\
        "note":"%s","next":["2026-12-24T02:00:00Z"],"running":0,\
        "counts":{"started":1,"missed":2,"skipped":3},\
        "recent":[{"due":"2026-12-23T02:00:00Z","outcome":"MISSED","count":2,"runId":null}]}"""
            .formatted(name, status, note);
    ScheduleView view = new ScheduleView(name, json);
    views.put(name, view);
    return CompletableFuture.completedFuture(view);
  }

  @Override
  public CompletableFuture<ScheduleView> find(String name) {
    ScheduleView view = views.get(name);
    return view == null
        ? CompletableFuture.failedFuture(
            new KappaException(ErrorCode.UNKNOWN_SCHEDULE, "there is no schedule '" + name + "'"))
        : CompletableFuture.completedFuture(view);
  }

  @Override
  public CompletableFuture<List<ScheduleView>> list() {
    return CompletableFuture.completedFuture(new ArrayList<>(views.values()));
  }

  @Override
  public CompletableFuture<ScheduleView> pause(String name, boolean paused) {
    return find(name).thenCompose(known -> show(name, paused ? "PAUSED" : "ACTIVE", "pause"));
  }

  @Override
  public CompletableFuture<ScheduleView> trigger(String name, String key) {
    return find(name).thenCompose(known -> show(name, "ACTIVE", key));
  }

  @Override
  public CompletableFuture<ScheduleView> delete(String name, Source source) {
    return find(name)
        .thenApply(
            known -> {
              views.remove(name);
              return known;
            });
  }
}
