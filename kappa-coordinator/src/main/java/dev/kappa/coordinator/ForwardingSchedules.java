package dev.kappa.coordinator;

import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.core.ScheduleState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

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
    return at(name, it -> it.put(name, body, source), it -> it.putSchedule(name, body, source));
  }

  @Override
  public CompletableFuture<ScheduleView> find(String name) {
    return at(name, it -> it.find(name), it -> it.schedule(name));
  }

  @Override
  public CompletableFuture<List<ScheduleView>> list() {
    return here.schedules().list();
  }

  @Override
  public CompletableFuture<ScheduleView> pause(String name, boolean paused) {
    return at(name, it -> it.pause(name, paused), it -> it.pauseSchedule(name, paused));
  }

  @Override
  public CompletableFuture<ScheduleView> trigger(String name, String key) {
    return at(name, it -> it.trigger(name, key), it -> it.triggerSchedule(name, key));
  }

  @Override
  public CompletableFuture<ScheduleView> delete(String name, Source source) {
    return at(name, it -> it.delete(name, source), it -> it.deleteSchedule(name, source));
  }

  private CompletableFuture<ScheduleView> at(
      String name,
      Function<Schedules, CompletableFuture<ScheduleView>> local,
      Function<KappaClient, ScheduleView> remote) {
    return runs.anywhere(ScheduleState.idOf(name), owner -> local.apply(owner.schedules()), remote);
  }
}
