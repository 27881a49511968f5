package dev.kappa.coordinator.engine;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is told to people of a function's answer: no values of runs, and no key of any. */
final class AnswerText {
  private AnswerText() {}

  /** {@return an answer's beginning, of so many characters at most} */
  static String of(byte[] answer, int most) {
    String text = shown(answer);
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  private static String shown(byte[] answer) {
    try {
      JsonNode node = JsonMapper.shared().readTree(answer);
      if (node instanceof ObjectNode object && (object.has("claim") || object.has("messages"))) {
        object.remove("claim");
        object.remove("messages");
        return object.toString();
      }
    } catch (JacksonException e) {
      // It is some other text.
    }
    return new String(answer, StandardCharsets.UTF_8);
  }
}
