package dev.kappa.coordinator;

import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.core.ScheduleState;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers for all schedules of the store, as {@link ForwardingRuns} does for its runs. */
final class ForwardingSchedules implements Schedules {
  private final ForwardingRuns runs;
  private final Runs here;

  ForwardingSchedules(ForwardingRuns runs, Runs here) {
    this.runs = runs;
    this.here = here;
  }

  @Override
  public CompletableFuture<ScheduleView> put(String name, String body, Source source) {
    return runs.anywhere(
        ScheduleState.idOf(name),
        local -> local.schedules().put(name, body, source),
        client -> client.putSchedule(name, body, source));
  }

  @Override
  public CompletableFuture<ScheduleView> find(String name) {
    return runs.anywhere(
        ScheduleState.idOf(name),
        local -> local.schedules().find(name),
        client -> client.schedule(name));
  }

  @Override
  public CompletableFuture<List<ScheduleView>> list() {
    return here.schedules().list();
  }

  @Override
  public CompletableFuture<ScheduleView> pause(String name, boolean paused) {
    return runs.anywhere(
        ScheduleState.idOf(name),
        local -> local.schedules().pause(name, paused),
        client -> client.pauseSchedule(name, paused));
  }

  @Override
  public CompletableFuture<ScheduleView> trigger(String name, String key) {
    return runs.anywhere(
        ScheduleState.idOf(name),
        local -> local.schedules().trigger(name, key),
        client -> client.triggerSchedule(name, key));
  }

  @Override
  public CompletableFuture<ScheduleView> delete(String name, Source source) {
    return runs.anywhere(
        ScheduleState.idOf(name),
        local -> local.schedules().delete(name, source),
        client -> client.deleteSchedule(name, source));
  }
}
