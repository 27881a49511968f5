package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.JsonText;
import java.util.ArrayList;
import java.util.List;

/** Which runs go on with another version of the code, and why others do not. */
final class MoveReport {
  private final String version;
  private final List<String> moved = new ArrayList<>();
  private final List<Staying> staying = new ArrayList<>();

  /** Of moves to a version. */
  MoveReport(String version) {
    this.version = version;
  }

  /** A run that stays with its version, and what the other one lacks. */
  private record Staying(String run, List<String> why) {
    Staying {
      why = List.copyOf(why);
    }
  }

  void moved(String run) {
    moved.add(run);
  }

  void stays(String run, List<String> why) {
    staying.add(new Staying(run, why));
  }

  /** {@return whether none stays} */
  boolean all() {
    return staying.isEmpty();
  }

  /** {@return what is to be said, line by line} */
  List<String> text() {
    List<String> lines = new ArrayList<>();
    moved.forEach(run -> lines.add("%s  goes on with version %s".formatted(run, version)));
    for (Staying each : staying) {
      each.why().forEach(why -> lines.add("%s  stays: %s".formatted(each.run(), why)));
    }
    return lines;
  }

  String summary() {
    String of = moved.size() == 1 ? "1 run" : moved.size() + " runs";
    return "%s moved to version %s, %d stay".formatted(of, version, staying.size());
  }

  String document() {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("version", version);
          json.writeArrayPropertyStart("moved");
          moved.forEach(json::writeString);
          json.writeEndArray();
          json.writeArrayPropertyStart("staying");
          for (Staying each : staying) {
            json.writeStartObject();
            json.writeStringProperty("runId", each.run());
            json.writeArrayPropertyStart("why");
            each.why().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
