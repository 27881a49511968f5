package dev.kappa.coordinator.api;

import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.Rebinding;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request, decoded. */
sealed interface ApiCall {
  record Start(StartRequest request) implements ApiCall {}

  record Find(String runId) implements ApiCall {}

  record Result(String runId, Duration atMost) implements ApiCall {}

  record Cancel(String runId) implements ApiCall {}

  record Terminate(String runId) implements ApiCall {}

  record Signal(String runId, String name, String json) implements ApiCall {}

  record ListRuns(RunFilter filter) implements ApiCall {}

  record HeldCode(@Nullable String after) implements ApiCall {}

  record Accept(String runId, List<Rebinding> rebindings) implements ApiCall {}

  record Move(String runId, String version) implements ApiCall {}

  record HeldByRun(String runId) implements ApiCall {}

  record ListWorkflows() implements ApiCall {}

  record LetResidentIn() implements ApiCall {}

  record PutSchedule(String name, String body, Schedules.Source source) implements ApiCall {}

  record FindSchedule(String name) implements ApiCall {}

  record ListSchedules() implements ApiCall {}

  record PauseSchedule(String name, boolean paused) implements ApiCall {}

  record TriggerSchedule(String name, String key) implements ApiCall {}

  record DeleteSchedule(String name, Schedules.Source source) implements ApiCall {}

  record AskLimit(PermitRequest request) implements ApiCall {}

  record PermitOffered(String runId, String task) implements ApiCall {}

  record Health() implements ApiCall {}

  record Metrics(@Nullable String accept) implements ApiCall {}

  record UnknownPath(String path) implements ApiCall {}

  record WrongMethod(String method, String path, String allowed) implements ApiCall {}
}
