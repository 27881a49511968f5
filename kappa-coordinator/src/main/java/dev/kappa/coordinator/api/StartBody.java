package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The body of a start: {@code {"workflow": …, "input": …, "key": …, "priority": …, "fairnessKey":
 * …, "fairnessWeight": …}}.
 */
final class StartBody {
  private @Nullable String workflow;
  private String input = "null";
  private @Nullable String key;
  private int priority;
  private String fairnessKey = "";
  private int fairnessWeight;

  private StartBody() {}

  /**
   * {@return the request in {@code body}}
   *
   * @param headerKey the value of the header Idempotency-Key, if there is one
   */
  static StartRequest parse(String body, @Nullable String headerKey) {
    StartBody parsed = new StartBody();
    try (JsonParser json = JsonText.parser(body)) {
      parsed.read(json);
      JsonText.expectEnd(json);
    } catch (JacksonException e) {
      throw bad("the request's body is not JSON: " + JsonText.problem(e));
    }
    return parsed.request(headerKey);
  }

  /** {@return {@code body}, which has to be JSON, in its shortest form} */
  static String json(String what, String body) {
    try (JsonParser json = JsonText.parser(body)) {
      if (json.nextToken() == null) {
        throw bad(what + ": nothing (expected: JSON, such as null)");
      }
      String compact = JsonText.compact(json);
      JsonText.expectEnd(json);
      return compact;
    } catch (JacksonException e) {
      throw bad(what + " is not JSON: " + JsonText.problem(e));
    }
  }

  private void read(JsonParser json) {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw bad("the request's body: expected: an object such as {\"workflow\":\"…\",\"input\":…}");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "workflow" -> workflow = string(name, json);
        case "input" -> input = JsonText.compact(json);
        case "key" -> key = json.currentToken() == JsonToken.VALUE_NULL ? null : string(name, json);
        case "priority" -> priority = number(name, json);
        case "fairnessKey" -> fairnessKey = string(name, json);
        case "fairnessWeight" -> fairnessWeight = number(name, json);
        default ->
            throw bad(
                "unknown member '%s' (known: workflow, input, key, priority, fairnessKey, fairnessWeight)"
                    .formatted(name));
      }
    }
  }

  private StartRequest request(@Nullable String headerKey) {
    if (workflow == null) {
      throw bad("workflow: missing (expected: the name of a workflow)");
    }
    if (headerKey != null && key != null && !headerKey.equals(key)) {
      throw bad("the header Idempotency-Key and the member 'key' differ; send one of them");
    }
    return new StartRequest(
        workflow,
        input,
        headerKey == null ? key : headerKey,
        StartRequest.priority(priority, fairnessKey, fairnessWeight));
  }

  /** {@return a number that was said, and is in range if it is not 0} */
  private static int number(String name, JsonParser json) {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getString().length() > 9) {
      throw bad("%s: %s (expected: a whole number)".formatted(name, JsonText.compact(json)));
    }
    int value = json.getIntValue();
    if (value == 0) {
      throw bad("%s: 0 (expected: at least 1)".formatted(name));
    }
    return value;
  }

  private static String string(String name, JsonParser json) {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw bad("%s: %s (expected: a string)".formatted(name, JsonText.compact(json)));
    }
    return json.getString();
  }

  private static KappaException bad(String message) {
    return new KappaException(ErrorCode.BAD_REQUEST, message);
  }
}
