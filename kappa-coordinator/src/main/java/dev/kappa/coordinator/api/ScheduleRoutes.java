package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Turns a request that is about schedules into a call. */
final class ScheduleRoutes {
  private final FullHttpRequest request;
  private final String path;
  private final QueryStringDecoder query;

  ScheduleRoutes(FullHttpRequest request, String path, QueryStringDecoder query) {
    this.request = request;
    this.path = path;
    this.query = query;
  }

  /** {@return what is asked for by the path that goes on with {@code below}} */
  ApiCall call(List<String> below) {
    if (below.isEmpty()) {
      return is("GET") ? new ApiCall.ListSchedules() : wrongMethod("GET");
    }
    String name = name(ApiRoutes.decode(below.getFirst()));
    if (below.size() == 1) {
      return one(name);
    }
    String action = below.size() == 2 ? below.get(1) : "";
    return switch (action) {
      case "pause" -> is("POST") ? new ApiCall.PauseSchedule(name, true) : wrongMethod("POST");
      case "resume" -> is("POST") ? new ApiCall.PauseSchedule(name, false) : wrongMethod("POST");
      case "trigger" -> is("POST") ? new ApiCall.TriggerSchedule(name, key()) : wrongMethod("POST");
      default -> new ApiCall.UnknownPath(path);
    };
  }

  private ApiCall one(String name) {
    return switch (request.method().name()) {
      case "GET" -> new ApiCall.FindSchedule(name);
      case "PUT" ->
          new ApiCall.PutSchedule(
              name, request.content().toString(StandardCharsets.UTF_8), source());
      case "DELETE" -> new ApiCall.DeleteSchedule(name, source());
      default -> wrongMethod("GET, PUT, DELETE");
    };
  }

  private static String name(String name) {
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "schedule '%s' (expected: 1 to 100 letters, digits, '-', '_' or '.')".formatted(name));
    }
    return name;
  }

  private String key() {
    List<String> given = query.parameters().getOrDefault("key", List.of());
    // A peer's proof says nothing of this header.
    boolean forwarded = request.headers().contains(ApiServer.FORWARDED);
    String header = forwarded ? null : request.headers().get("Idempotency-Key");
    String key =
        header != null ? header : given.isEmpty() ? UUID.randomUUID().toString() : given.getFirst();
    if (key.isBlank() || key.length() > 100) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "Idempotency-Key: %d characters (expected: 1 to 100, not all blank)"
              .formatted(key.length()));
    }
    return key;
  }

  /** Coordinators tell each other what the code says; nobody else speaks for the code. */
  private Schedules.Source source() {
    List<String> values = query.parameters().getOrDefault("source", List.of("CLIENT"));
    if (values.equals(List.of("CLIENT"))) {
      return Schedules.Source.CLIENT;
    }
    if (values.equals(List.of("CODE")) && request.headers().contains(ApiServer.FORWARDED)) {
      return Schedules.Source.CODE;
    }
    throw new KappaException(
        ErrorCode.BAD_REQUEST,
        "source: %s (expected: nothing; schedules of the application's code are changed there)"
            .formatted(String.join(", ", values)));
  }

  private boolean is(String method) {
    return request.method().name().equals(method);
  }

  private ApiCall wrongMethod(String allowed) {
    return new ApiCall.WrongMethod(request.method().name(), path, allowed);
  }
}
