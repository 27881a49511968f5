package dev.kappa.coordinator.platform;

import dev.kappa.coordinator.platform.InvokeOutcome.Failed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of an invocation that ended with a function error. */
final class FunctionErrorBody {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> INIT_ERRORS =
      Set.of(
          "Runtime.InitError",
          "Runtime.BadFunctionCode",
          "Runtime.HandlerNotFound",
          "Runtime.MalformedHandlerName",
          "Runtime.ImportModuleError",
          "Runtime.InvalidEntrypoint",
          "Runtime.InvalidWorkingDir",
          "Runtime.InvalidTaskConfig",
          "InvalidEntrypoint",
          "Init.ReportFailure");

  /**
   * How the runtime's words of a handler that can't be used begin, and under which types it says
   * them: of its own it has none, else it is what the loader of classes threw.
   */
  private static final Map<String, Pattern> BAD_HANDLER =
      Map.of(
          "Class does not implement an appropriate handler interface", Pattern.compile(""),
          "Invalid handler: ", Pattern.compile(""),
          "No public method named ", Pattern.compile(""),
          "Class not found: ", Pattern.compile("java\\.lang\\.ClassNotFoundException"),
          "Error loading class ", Pattern.compile("java\\.lang\\.\\w+Error"),
          "Error loading method ", Pattern.compile("java\\.lang\\.NoClassDefFoundError"));

  private FunctionErrorBody() {}

  static Failed outcome(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JacksonException e) {
      return new Failed(InvokeError.CRASH, "the function's error can't be read: " + text);
    }
    String type = json.path("errorType").asString("");
    String message = json.path("errorMessage").asString(text);
    return new Failed(error(json, type, message), type.isEmpty() ? message : type + ": " + message);
  }

  private static InvokeError error(JsonNode json, String type, String message) {
    if (type.equals("Sandbox.Timedout") || isTimeOutText(type, message)) {
      return InvokeError.TIMEOUT;
    }
    if (type.equals("Runtime.OutOfMemory") || type.equals("java.lang.OutOfMemoryError")) {
      return InvokeError.OUT_OF_MEMORY;
    }
    if (INIT_ERRORS.contains(type) || isBadHandler(json, type, message)) {
      return InvokeError.INIT_ERROR;
    }
    if (type.equals("Function.ResponseSizeTooLarge")) {
      return InvokeError.RESPONSE_TOO_LARGE;
    }
    boolean fromPlatform =
        type.startsWith("Runtime.") || type.startsWith("Sandbox.") || type.startsWith("Function.");
    return fromPlatform || message.contains("Error: Runtime exited")
        ? InvokeError.CRASH
        : InvokeError.HANDLED;
  }

  /** Older answers have the text alone: a time stamp, the request's id and these words. */
  private static boolean isTimeOutText(String type, String message) {
    return type.isEmpty() && message.matches("(?s).*Task timed out after [0-9.]+ seconds.*");
  }

  /**
   * Whatever the handler throws comes with the list of where that was, though it be empty; what the
   * runtime says itself has none. So no message of an application's is taken for the runtime's.
   */
  private static boolean isBadHandler(JsonNode json, String type, String message) {
    return !json.path("stackTrace").isArray()
        && BAD_HANDLER.entrySet().stream()
            .anyMatch(
                known ->
                    message.startsWith(known.getKey()) && known.getValue().matcher(type).matches());
  }
}
