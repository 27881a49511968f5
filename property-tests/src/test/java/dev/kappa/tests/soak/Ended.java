package dev.kappa.tests.soak;

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

  JsonNode result() {
    return document.get("result");
  }
}
