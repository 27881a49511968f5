package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Objects;

/**
 * A response.
 *
 * @param body JSON, unless a header says otherwise
 * @param headers beyond those of every response
 */
record ApiAnswer(HttpResponseStatus status, String body, Map<String, String> headers) {
  /** The most characters of an error's message, which may quote what was sent. */
  static final int LONGEST_MESSAGE = 16_384;

  static ApiAnswer of(HttpResponseStatus status, String json) {
    return new ApiAnswer(status, json, Map.of());
  }

  static ApiAnswer of(HttpResponseStatus status, RunView run) {
    return of(status, RunDocument.of(run));
  }

  static ApiAnswer failure(KappaException failure) {
    return failure(
        status(failure.code()),
        failure.code(),
        Objects.requireNonNullElse(failure.getMessage(), failure.code().name()));
  }

  private static String cut(String message) {
    if (message.length() <= LONGEST_MESSAGE) {
      return message;
    }
    boolean inAPair = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1));
    return message.substring(0, inAPair ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE) + "…";
  }

  static ApiAnswer failure(HttpResponseStatus status, ErrorCode code, String message) {
    String json =
        JsonText.write(
            out -> {
              out.writeStartObject();
              out.writeStringProperty("code", code.text());
              out.writeStringProperty("message", cut(message));
              out.writeEndObject();
            });
    boolean later =
        status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)
            || status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE);
    if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
      return new ApiAnswer(status, json, Map.of("WWW-Authenticate", "Bearer"));
    }
    return new ApiAnswer(status, json, later ? Map.of("Retry-After", "1") : Map.of());
  }

  ApiAnswer with(String header, String value) {
    return new ApiAnswer(status, body, Map.of(header, value));
  }

  private static HttpResponseStatus status(ErrorCode code) {
    return switch (code) {
      case INVALID_INPUT,
          BAD_REQUEST,
          INVALID_ARGUMENT,
          NOT_ENCODABLE,
          FILE_NOT_FOUND,
          INVALID_SCHEDULE ->
          HttpResponseStatus.BAD_REQUEST;
      case UNKNOWN_WORKFLOW, UNKNOWN_RUN, UNKNOWN_VERSION, UNKNOWN_SCHEDULE ->
          HttpResponseStatus.NOT_FOUND;
      case IDEMPOTENCY_CONFLICT,
          RUN_ENDED,
          RUN_TOO_LARGE,
          OLDER_COORDINATOR,
          SCHEDULE_OF_THE_CODE,
          TOO_MANY_SCHEDULES ->
          HttpResponseStatus.CONFLICT;
      case UNKNOWN_TOKEN -> HttpResponseStatus.UNAUTHORIZED;
      case NOT_ALLOWED -> HttpResponseStatus.FORBIDDEN;
      case PAYLOAD_TOO_LARGE -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
      case OVERLOADED -> HttpResponseStatus.TOO_MANY_REQUESTS;
      case REDIS_UNREACHABLE,
          COORDINATOR_UNREACHABLE,
          FENCED,
          WORKER_START_FAILED,
          FUNCTION_THROTTLED,
          FUNCTION_UNREACHABLE,
          NO_RESIDENT_WORKER,
          BUCKET_THROTTLED,
          BUCKET_UNREACHABLE,
          KEYS_UNREACHABLE ->
          HttpResponseStatus.SERVICE_UNAVAILABLE;
      case NO_WORKFLOW,
          DUPLICATE_WORKFLOW,
          APPLICATION_NOT_LOADABLE,
          FUNCTION_DENIED,
          FUNCTION_NOT_FOUND,
          FUNCTION_NOT_USABLE,
          NOT_REBUILDABLE,
          CODE_CHANGED,
          NOT_DECODABLE,
          BUCKET_NOT_FOUND,
          OBJECT_NOT_FOUND,
          BUCKET_ACCESS_DENIED,
          BUCKET_FAILED,
          NO_OBJECT_CLIENT,
          KEY_REFUSED,
          UNKNOWN_KEY,
          NOT_AUTHENTIC,
          NOT_ENCRYPTED,
          STEP_FAILED,
          WORKER_CRASHED,
          OUT_OF_MEMORY,
          CANCELLED,
          CHANNEL_CLOSED,
          FUNCTION_TIMEOUT,
          DEADLOCK,
          TOO_MANY_TASKS,
          TIMED_OUT,
          STEP_IN_DOUBT,
          OTHER_RUN_GONE,
          WORKER_RETURNED,
          PORT_IN_USE,
          DATA_DIRECTORY_IN_USE,
          UNSUPPORTED_STORE,
          NOT_BUILT,
          DEPLOYMENT_REFUSED,
          DEPLOYMENT_UNAVAILABLE,
          INTERNAL ->
          HttpResponseStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
