package dev.kappa.tests.soak;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A run that has ended.
 *
 * @param document what the coordinator says of it
 */
record Ended(Spec spec, String run, JsonNode document) {
  String status() {
    return document.get("status").stringValue();
  }

  Instant started() {
    return Instant.parse(document.get("startedAt").stringValue());
  }

  JsonNode result() {
    return document.get("result");
  }
}
