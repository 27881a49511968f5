package dev.kappa.coordinator.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The warnings in a run's document. */
final class Warnings {
  private Warnings() {}

  static void write(List<WarningView> warnings, JsonGenerator json) {
    json.writeArrayPropertyStart("warnings");
    for (WarningView warning : warnings) {
      json.writeStartObject();
      json.writeStringProperty("kind", warning.kind().name());
      json.writeNumberProperty("count", warning.count());
      json.writeStringProperty("since", warning.since().toString());
      json.writeStringProperty("task", warning.task());
      json.writeStringProperty("code", warning.code());
      json.writeStringProperty("message", warning.message());
      json.writeStringProperty("step", warning.step());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static List<WarningView> read(JsonParser json) {
    List<WarningView> warnings = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      warnings.add(one(json));
    }
    return warnings;
  }

  private static WarningView one(JsonParser json) {
    String kind = "";
    long count = 0;
    Instant since = Instant.EPOCH;
    String task = "";
    String code = "";
    String message = "";
    String step = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "kind" -> kind = json.getString();
        case "count" -> count = json.getLongValue();
        case "since" -> since = Instant.parse(json.getString());
        case "task" -> task = json.getString();
        case "code" -> code = json.getString();
        case "message" -> message = json.getString();
        case "step" -> step = RunDocument.text(json);
        default -> json.skipChildren();
      }
    }
    return new WarningView(WarningView.Kind.valueOf(kind), count, since, task, code, message, step);
  }
}
