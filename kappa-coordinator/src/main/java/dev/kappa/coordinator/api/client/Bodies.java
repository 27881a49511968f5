package dev.kappa.coordinator.api.client;

import dev.kappa.coordinator.api.JsonText;
import dev.kappa.coordinator.api.RunDocument;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Priority;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What is sent and received, beside run documents. */
final class Bodies {
  private Bodies() {}

  static String start(StartRequest request) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("workflow", request.workflow());
          json.writeName("input");
          json.writeRawValue(request.inputJson());
          json.writeStringProperty("key", request.idempotencyKey());
          write(request.priority(), json);
          json.writeEndObject();
        });
  }

  private static void write(Priority priority, JsonGenerator json) {
    if (priority.level() != 0) {
      json.writeNumberProperty("priority", priority.level());
    }
    if (!priority.fairnessKey().isEmpty()) {
      json.writeStringProperty("fairnessKey", priority.fairnessKey());
    }
    if (priority.weight() != 0) {
      json.writeNumberProperty("fairnessWeight", priority.weight());
    }
  }

  /**
   * {@return what {@code how} reads in an answer}
   *
   * @throws KappaException {@code COORDINATOR_UNREACHABLE} if it can't: who answers so is no
   *     coordinator, or one whose release is too far from this one
   */
  static <T> T read(URI url, String body, Function<String, T> how) {
    try {
      return how.apply(body);
    } catch (RuntimeException e) {
      throw new KappaException(
          ErrorCode.COORDINATOR_UNREACHABLE,
          "no coordinator answers at %s: what comes is not what one says (%s); check --coordinator, and that its release is near to this one"
              .formatted(url, e.getClass().getSimpleName()),
          e);
    }
  }

  static List<RunView> runs(String body) {
    List<RunView> runs = new ArrayList<>();
    try (JsonParser json = JsonText.parser(body)) {
      toArray(json);
      while (json.nextToken() == JsonToken.START_OBJECT) {
        runs.add(RunDocument.read(json));
      }
    }
    return runs;
  }

  static List<String> workflows(String body) {
    List<String> names = new ArrayList<>();
    try (JsonParser json = JsonText.parser(body)) {
      toArray(json);
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        names.add(json.getString());
      }
    }
    return names;
  }

  private static void toArray(JsonParser json) {
    JsonToken token = json.nextToken();
    while (token != null && token != JsonToken.START_ARRAY) {
      token = json.nextToken();
    }
  }

  /** {@return the failure that {@code body} tells of, unless it is not one of a coordinator} */
  static Optional<KappaException> failure(String body) {
    String code = null;
    String message = null;
    try (JsonParser json = JsonText.parser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "code" -> code = json.getString();
          case "message" -> message = json.getString();
          default -> json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      return Optional.empty();
    }
    if (code == null || message == null) {
      return Optional.empty();
    }
    return Optional.of(new KappaException(code(code), message));
  }

  private static ErrorCode code(String text) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.text().equals(text)) {
        return code;
      }
    }
    return ErrorCode.INTERNAL;
  }
}
