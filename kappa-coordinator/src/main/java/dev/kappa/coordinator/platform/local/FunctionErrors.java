package dev.kappa.coordinator.platform.local;

import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bodies of function errors, in Lambda's words. */
final class FunctionErrors {
  private static final JsonMapper JSON = new JsonMapper();

  private FunctionErrors() {}

  static byte[] timedOut(String requestId, Duration limit) {
    String seconds = String.format(Locale.ROOT, "%.2f", limit.toMillis() / 1000.0);
    return error("Sandbox.Timedout", requestId, "Task timed out after " + seconds + " seconds");
  }

  static byte[] exited(String requestId, int status) {
    return error("Runtime.ExitError", requestId, reason(status));
  }

  static byte[] outOfMemory(String requestId, int memoryMegabytes) {
    String sizes =
        "memory size %d MB, heap %d MB"
            .formatted(memoryMegabytes, HeapShare.megabytes(memoryMegabytes));
    return error(
        "Runtime.OutOfMemory",
        requestId,
        "Runtime exited with error: signal: killed: the Java heap is full (" + sizes + ")");
  }

  static byte[] initFailed(String requestId, String reason) {
    return error("Runtime.InitError", requestId, reason);
  }

  static byte[] noAnswer(String requestId) {
    return error(
        "Runtime.InvalidStateTransition",
        requestId,
        "the runtime asked for the next invocation before it answered this one");
  }

  static byte[] responseTooLarge(int size) {
    return body(
        "Function.ResponseSizeTooLarge",
        "Response payload size (%d bytes) exceeded maximum allowed payload size (%d bytes)."
            .formatted(size, PayloadLimits.RESPONSE));
  }

  /** {@return the type and the text of an error as the runtime reported it, on one line} */
  static String summary(byte[] reported) {
    JsonNode json = JSON.readTree(reported);
    return json.path("errorType").asString("unknown error")
        + ": "
        + json.path("errorMessage").asString("");
  }

  private static String reason(int status) {
    if (status == 0) {
      return "Runtime exited without providing a reason";
    }
    String cause = status > 128 ? "signal: " + signal(status - 128) : "exit status " + status;
    return "Runtime exited with error: " + cause;
  }

  private static String signal(int number) {
    return switch (number) {
      case 6 -> "aborted";
      case 7, 10 -> "bus error";
      case 9 -> "killed";
      case 11 -> "segmentation fault";
      case 15 -> "terminated";
      default -> Integer.toString(number);
    };
  }

  private static byte[] error(String type, String requestId, String text) {
    return body(type, "RequestId: " + requestId + " Error: " + text);
  }

  private static byte[] body(String type, String message) {
    return JSON.writeValueAsBytes(
        JSON.createObjectNode().put("errorType", type).put("errorMessage", message));
  }
}
