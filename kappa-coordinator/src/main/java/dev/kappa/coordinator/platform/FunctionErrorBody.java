package dev.kappa.coordinator.platform;

import dev.kappa.coordinator.platform.InvokeOutcome.Failed;
import java.nio.charset.StandardCharsets;
import java.util.Set;
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

  private static final Set<String> BAD_HANDLER =
      Set.of(
          "Class not found: ",
          "Class does not implement an appropriate handler interface",
          "Error loading class ",
          "Error loading method ",
          "Invalid handler: ",
          "No public method named ");

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
    return new Failed(error(type, message), type.isEmpty() ? message : type + ": " + message);
  }

  private static InvokeError error(String type, String message) {
    if (type.equals("Sandbox.Timedout") || isTimeOutText(type, message)) {
      return InvokeError.TIMEOUT;
    }
    if (type.equals("Runtime.OutOfMemory") || type.equals("java.lang.OutOfMemoryError")) {
      return InvokeError.OUT_OF_MEMORY;
    }
    if (INIT_ERRORS.contains(type) || isBadHandler(message)) {
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

  /** The runtime reports a handler that can't be used under the exception's own name. */
  private static boolean isBadHandler(String message) {
    return BAD_HANDLER.stream().anyMatch(message::startsWith);
  }
}
