package dev.kappa.coordinator.api;

import dev.kappa.coordinator.access.Caller;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the record. It has no token, no input, no key and no value of a signal.
 *
 * @param who the name of the token, or what else showed who asks
 * @param action what was asked for
 * @param of the run's id, or the schedule's name; null if none came of it
 * @param detail the workflow, the signal or the version that the action names; null for none
 * @param from the address that it came from
 * @param status of the answer
 */
record AuditLine(
    Instant time,
    String who,
    String action,
    @Nullable String of,
    @Nullable String detail,
    String from,
    int status) {
  private static final String LOCATION = "Location";
  private static final String RUNS = "/v1/runs/";

  /** What was changed; {@code of} is filled in by the answer where only that knows it. */
  private record Act(String action, @Nullable String of, @Nullable String detail) {}

  /** {@return the line for a call; null if it changes nothing and was allowed} */
  static @Nullable AuditLine of(
      Instant time, Caller caller, ApiCall call, String from, ApiAnswer answer) {
    Act act = act(call);
    boolean refused = answer.status().equals(HttpResponseStatus.FORBIDDEN);
    if (caller instanceof Caller.Peer || (act == null && !refused)) {
      return null;
    }
    Act known = act == null ? new Act("look", null, null) : act;
    String started = answer.headers().get(LOCATION);
    String of = started == null ? known.of() : started.substring(RUNS.length());
    return new AuditLine(
        time, caller.shown(), known.action(), of, known.detail(), from, answer.status().code());
  }

  private static @Nullable Act act(ApiCall call) {
    return switch (call) {
      case ApiCall.Start c -> new Act("start", null, c.request().workflow());
      case ApiCall.Cancel c -> new Act("cancel", c.runId(), null);
      case ApiCall.Terminate c -> new Act("terminate", c.runId(), null);
      case ApiCall.Signal c -> new Act("signal", c.runId(), c.name());
      case ApiCall.Accept c -> new Act("accept", c.runId(), null);
      case ApiCall.Move c -> new Act("move", c.runId(), c.version());
      case ApiCall.PutSchedule c -> new Act("put schedule", c.name(), null);
      case ApiCall.PauseSchedule c ->
          new Act(c.paused() ? "pause schedule" : "resume schedule", c.name(), null);
      case ApiCall.TriggerSchedule c -> new Act("trigger schedule", c.name(), null);
      case ApiCall.DeleteSchedule c -> new Act("delete schedule", c.name(), null);
      case ApiCall.AskLimit c -> new Act("ask limit", null, null);
      case ApiCall.PermitOffered c -> new Act("offer permit", c.runId(), null);
      case ApiCall.LetResidentIn c -> new Act("let resident worker in", null, null);
      case ApiCall.Find c -> null;
      case ApiCall.Result c -> null;
      case ApiCall.ListRuns c -> null;
      case ApiCall.HeldCode c -> null;
      case ApiCall.HeldByRun c -> null;
      case ApiCall.ListWorkflows c -> null;
      case ApiCall.FindSchedule c -> null;
      case ApiCall.ListSchedules c -> null;
      case ApiCall.Health c -> null;
      case ApiCall.Metrics c -> null;
      case ApiCall.UnknownPath c -> null;
      case ApiCall.WrongMethod c -> null;
    };
  }

  String json() {
    return json(false);
  }

  /** {@return it with a first member by which it is told from other lines of a log} */
  String markedJson() {
    return json(true);
  }

  private String json(boolean marked) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          if (marked) {
            json.writeStringProperty("kappa", "audit");
          }
          json.writeStringProperty("time", time.toString());
          json.writeStringProperty("who", who);
          json.writeStringProperty("action", action);
          json.writeStringProperty("of", of);
          if (detail != null) {
            json.writeStringProperty("detail", detail);
          }
          json.writeStringProperty("from", from);
          json.writeNumberProperty("status", status);
          json.writeEndObject();
        });
  }
}
