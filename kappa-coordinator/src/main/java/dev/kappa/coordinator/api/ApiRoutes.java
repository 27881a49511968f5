package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a request into a call. */
final class ApiRoutes {
  static final Duration MAX_WAIT = Duration.ofSeconds(60);
  private static final String HEALTH = "/health";
  private static final String METRICS = "/metrics";
  private static final String DEFAULT_WAIT = "30s";

  private final FullHttpRequest request;
  private final String path;
  private final QueryStringDecoder query;

  private ApiRoutes(FullHttpRequest request) {
    this.request = request;
    this.query = new QueryStringDecoder(request.uri());
    this.path = query.rawPath();
  }

  /**
   * {@return what {@code request} asks for}
   *
   * @throws KappaException {@code BAD_REQUEST} if it is malformed
   */
  static ApiCall decode(FullHttpRequest request) {
    try {
      return new ApiRoutes(request).call();
    } catch (IllegalArgumentException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "%s: %s".formatted(request.uri(), e.getMessage()), e);
    }
  }

  /** {@return whether the coordinator's health is asked for} */
  static boolean isHealth(HttpRequest request) {
    return new QueryStringDecoder(request.uri()).rawPath().equals(HEALTH);
  }

  private ApiCall call() {
    String[] parts = path.split("/", -1);
    if (path.equals(HEALTH)) {
      return isGet() ? new ApiCall.Health() : wrongMethod("GET");
    }
    if (path.equals(METRICS)) {
      return isGet() ? metrics() : wrongMethod("GET");
    }
    if (parts.length < 3 || !parts[0].isEmpty() || !parts[1].equals("v1")) {
      return new ApiCall.UnknownPath(path);
    }
    List<String> below = Arrays.asList(parts).subList(3, parts.length);
    return switch (parts[2]) {
      case "runs" -> runs(below);
      case "code" -> below.isEmpty() ? code() : new ApiCall.UnknownPath(path);
      case "schedules" -> new ScheduleRoutes(request, path, query).call(below);
      case "limits" -> new LimitRoutes(request, path).call(below);
      case "workflows" -> below.isEmpty() ? workflows() : new ApiCall.UnknownPath(path);
      case "resident-workers" ->
          below.isEmpty() ? residentWorkers() : new ApiCall.UnknownPath(path);
      default -> new ApiCall.UnknownPath(path);
    };
  }

  private ApiCall metrics() {
    List<String> accepted = request.headers().getAll(HttpHeaderNames.ACCEPT);
    return new ApiCall.Metrics(accepted.isEmpty() ? null : String.join(",", accepted));
  }

  private ApiCall residentWorkers() {
    return isPost() ? new ApiCall.LetResidentIn() : wrongMethod("POST");
  }

  private ApiCall workflows() {
    return isGet() ? new ApiCall.ListWorkflows() : wrongMethod("GET");
  }

  private ApiCall code() {
    return isGet() ? new ApiCall.HeldCode(parameter("after")) : wrongMethod("GET");
  }

  private ApiCall runs(List<String> below) {
    if (below.isEmpty()) {
      return isGet() ? list() : isPost() ? start() : wrongMethod("GET, POST");
    }
    String runId = decode(below.get(0));
    String action = below.size() == 1 ? "" : below.get(1);
    if (below.size() == 3 && action.equals("signals") && !runId.isEmpty()) {
      return isPost() ? signal(runId, decode(below.get(2))) : wrongMethod("POST");
    }
    if (below.size() == 3 && action.equals("permits") && !runId.isEmpty()) {
      return new LimitRoutes(request, path).offered(runId, decode(below.get(2)));
    }
    if (runId.isEmpty() || below.size() > 2) {
      return new ApiCall.UnknownPath(path);
    }
    if (below.size() == 1) {
      return isGet() ? new ApiCall.Find(runId) : wrongMethod("GET");
    }
    return switch (action) {
      case "result" -> isGet() ? new ApiCall.Result(runId, waitTime()) : wrongMethod("GET");
      case "code" -> isGet() ? new ApiCall.HeldByRun(runId) : wrongMethod("GET");
      case "accept" -> isPost() ? accept(runId) : wrongMethod("POST");
      case "move" -> isPost() ? move(runId) : wrongMethod("POST");
      case "cancel" -> isPost() ? new ApiCall.Cancel(runId) : wrongMethod("POST");
      case "terminate" -> isPost() ? new ApiCall.Terminate(runId) : wrongMethod("POST");
      default -> new ApiCall.UnknownPath(path);
    };
  }

  static String decode(String part) {
    return QueryStringDecoder.decodeComponent(part.replace("+", "%2B"));
  }

  private ApiCall start() {
    String body = request.content().toString(StandardCharsets.UTF_8);
    return new ApiCall.Start(StartBody.parse(body, request.headers().get("Idempotency-Key")));
  }

  private ApiCall signal(String runId, String name) {
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "signal '%s' (expected: 1 to 100 letters, digits, '-', '_' or '.')".formatted(name));
    }
    String body = request.content().toString(StandardCharsets.UTF_8);
    return new ApiCall.Signal(
        runId, name, StartBody.json("what the signal is completed with", body));
  }

  private ApiCall accept(String runId) {
    String body = request.content().toString(StandardCharsets.UTF_8);
    return new ApiCall.Accept(runId, AcceptBody.parse(body));
  }

  private ApiCall move(String runId) {
    String body = request.content().toString(StandardCharsets.UTF_8);
    return new ApiCall.Move(runId, MoveBody.parse(body));
  }

  private ApiCall list() {
    String status = parameter("status");
    String limit = parameter("limit");
    return new ApiCall.ListRuns(
        new RunFilter(
            status == null ? null : status(status),
            limit == null ? RunFilter.DEFAULT_LIMIT : number("limit", limit),
            parameter("workflow")));
  }

  private Duration waitTime() {
    String text = parameter("wait");
    Duration wait = DurationText.parse("wait", text == null ? DEFAULT_WAIT : text);
    if (wait.compareTo(MAX_WAIT) > 0) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "wait: %s (expected: 0s to 60s; ask again)".formatted(text));
    }
    return wait;
  }

  private static RunStatus status(String text) {
    try {
      return RunStatus.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "status: %s (expected: one of %s)".formatted(text, Arrays.toString(RunStatus.values())),
          e);
    }
  }

  private static int number(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "%s: %s (expected: a whole number)".formatted(name, text), e);
    }
  }

  private @Nullable String parameter(String name) {
    List<String> values = query.parameters().get(name);
    return values == null || values.get(0).isEmpty() ? null : values.get(0);
  }

  private boolean isGet() {
    return request.method().name().equals("GET");
  }

  private boolean isPost() {
    return request.method().name().equals("POST");
  }

  private ApiCall wrongMethod(String allowed) {
    return new ApiCall.WrongMethod(request.method().name(), path, allowed);
  }
}
