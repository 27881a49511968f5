package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a call over to the coordinator and turns what comes back into an answer. */
final class ApiCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ApiCalls.class);

  private final Runs runs;
  private final Supplier<Optional<String>> trouble;
  private final Metrics metrics;

  /**
   * @param trouble for what runs wait, if the store can't be used
   */
  ApiCalls(Runs runs, Supplier<Optional<String>> trouble, Metrics metrics) {
    this.runs = runs;
    this.trouble = trouble;
    this.metrics = metrics;
  }

  /** {@return the answer to {@code call}; never completes exceptionally} */
  CompletableFuture<ApiAnswer> answer(ApiCall call) {
    try {
      return dispatch(call).exceptionally(ApiCalls::failure);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(failure(e));
    }
  }

  private CompletableFuture<ApiAnswer> dispatch(ApiCall call) {
    return switch (call) {
      case ApiCall.Start start -> runs.start(start.request()).thenApply(run -> started(run));
      case ApiCall.Find find ->
          runs.find(find.runId()).thenApply(run -> ApiAnswer.of(HttpResponseStatus.OK, run));
      case ApiCall.Result result ->
          runs.await(result.runId(), result.atMost()).thenApply(ApiCalls::result);
      case ApiCall.Cancel cancel ->
          runs.cancel(cancel.runId()).thenApply(run -> ApiAnswer.of(HttpResponseStatus.OK, run));
      case ApiCall.Terminate end ->
          runs.terminate(end.runId()).thenApply(run -> ApiAnswer.of(HttpResponseStatus.OK, run));
      case ApiCall.Signal signal ->
          runs.signal(signal.runId(), signal.name(), signal.json())
              .thenApply(run -> ApiAnswer.of(HttpResponseStatus.OK, run));
      case ApiCall.ListRuns list -> runs.list(list.filter()).thenApply(ApiCalls::list);
      case ApiCall.HeldCode held -> runs.held(held.after()).thenApply(ApiCalls::held);
      case ApiCall.Accept accept ->
          runs.accept(accept.runId(), accept.rebindings())
              .thenApply(run -> ApiAnswer.of(HttpResponseStatus.OK, run));
      case ApiCall.Move move ->
          runs.move(move.runId(), move.version())
              .thenApply(run -> ApiAnswer.of(HttpResponseStatus.OK, run));
      case ApiCall.HeldByRun held -> runs.heldBy(held.runId()).thenApply(ApiCalls::held);
      case ApiCall.ListWorkflows names -> runs.workflows().thenApply(ApiCalls::workflows);
      case ApiCall.LetResidentIn let ->
          runs.letResidentIn().thenApply(json -> ApiAnswer.of(HttpResponseStatus.OK, json));
      case ApiCall.PutSchedule put ->
          runs.schedules().put(put.name(), put.body(), put.source()).thenApply(ApiCalls::schedule);
      case ApiCall.FindSchedule find ->
          runs.schedules().find(find.name()).thenApply(ApiCalls::schedule);
      case ApiCall.ListSchedules list ->
          runs.schedules()
              .list()
              .thenApply(all -> ApiAnswer.of(HttpResponseStatus.OK, ScheduleView.ofAll(all)));
      case ApiCall.PauseSchedule pause ->
          runs.schedules().pause(pause.name(), pause.paused()).thenApply(ApiCalls::schedule);
      case ApiCall.TriggerSchedule trigger ->
          runs.schedules().trigger(trigger.name(), trigger.key()).thenApply(ApiCalls::schedule);
      case ApiCall.DeleteSchedule delete ->
          runs.schedules().delete(delete.name(), delete.source()).thenApply(ApiCalls::schedule);
      case ApiCall.AskLimit ask ->
          runs.limits()
              .ask(ask.request())
              .thenApply(answer -> ApiAnswer.of(HttpResponseStatus.OK, PermitJson.of(answer)));
      case ApiCall.PermitOffered offered ->
          runs.limits()
              .offered(offered.runId(), offered.task())
              .thenApply(told -> ApiAnswer.of(HttpResponseStatus.OK, "{}"));
      case ApiCall.Health health -> now(health());
      case ApiCall.Metrics asked -> metrics.page(asked.accept()).thenApply(ApiCalls::page);
      case ApiCall.UnknownPath unknown ->
          now(
              ApiAnswer.failure(
                  HttpResponseStatus.NOT_FOUND,
                  ErrorCode.BAD_REQUEST,
                  "%s: no such path (expected: /v1/runs…, /v1/schedules…, /v1/code, /v1/workflows, /v1/resident-workers, /metrics or /health)"
                      .formatted(unknown.path())));
      case ApiCall.WrongMethod wrong ->
          now(
              ApiAnswer.failure(
                      HttpResponseStatus.METHOD_NOT_ALLOWED,
                      ErrorCode.BAD_REQUEST,
                      "%s %s: wrong method (expected: %s)"
                          .formatted(wrong.method(), wrong.path(), wrong.allowed()))
                  .with("Allow", wrong.allowed()));
    };
  }

  private static ApiAnswer page(Metrics.Page page) {
    return ApiAnswer.of(HttpResponseStatus.OK, page.text())
        .with(HttpHeaderNames.CONTENT_TYPE.toString(), page.contentType());
  }

  private ApiAnswer health() {
    Optional<String> waiting = trouble.get();
    String document =
        JsonText.write(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("status", waiting.isEmpty() ? "UP" : "WAITING");
              waiting.ifPresent(why -> json.writeStringProperty("why", why));
              json.writeEndObject();
            });
    return ApiAnswer.of(HttpResponseStatus.OK, document);
  }

  static ApiAnswer failure(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof KappaException known) {
      return ApiAnswer.failure(known);
    }
    LOG.error("A request failed in a way that was not foreseen", cause);
    return ApiAnswer.failure(
        HttpResponseStatus.INTERNAL_SERVER_ERROR, ErrorCode.INTERNAL, "internal error: " + cause);
  }

  private static ApiAnswer schedule(ScheduleView view) {
    return ApiAnswer.of(HttpResponseStatus.OK, view.json());
  }

  private static ApiAnswer started(RunView run) {
    return ApiAnswer.of(HttpResponseStatus.CREATED, run)
        .with("Location", "/v1/runs/" + run.runId());
  }

  private static ApiAnswer result(RunView run) {
    return ApiAnswer.of(
        run.status().ended() ? HttpResponseStatus.OK : HttpResponseStatus.ACCEPTED, run);
  }

  private static ApiAnswer list(List<RunView> found) {
    return ApiAnswer.of(HttpResponseStatus.OK, RunDocument.ofAll(found));
  }

  private static ApiAnswer held(HeldPage page) {
    return ApiAnswer.of(HttpResponseStatus.OK, HeldDocument.of(page));
  }

  private static ApiAnswer workflows(List<String> names) {
    return ApiAnswer.of(
        HttpResponseStatus.OK,
        JsonText.write(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("workflows");
              names.forEach(json::writeString);
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private static CompletableFuture<ApiAnswer> now(ApiAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
