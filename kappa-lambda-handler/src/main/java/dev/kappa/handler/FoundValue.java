package dev.kappa.handler;

import java.io.Writer;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says in a few words what stands at a place of a document. However large that is, it takes no more
 * memory than those.
 */
final class FoundValue {
  private static final int LONGEST = 80;

  private FoundValue() {}

  /**
   * {@return what stands at {@code path}, and of which kind it is}
   *
   * @throws JacksonException if the document is not JSON, be it behind that place
   */
  static String at(byte[] document, List<JacksonException.Reference> path, JsonMapper mapper) {
    try (JsonParser json = mapper.createParser(document)) {
      String found = goTo(json, path) ? told(json, mapper) : "nothing";
      while (json.nextToken() != null) {
        // Only whether it is JSON is asked.
      }
      return found;
    }
  }

  private static boolean goTo(JsonParser json, List<JacksonException.Reference> path) {
    if (json.nextToken() == null) {
      return false;
    }
    for (JacksonException.Reference step : path) {
      String name = step.getPropertyName();
      if (!(name == null ? toElement(json, step.getIndex()) : toProperty(json, name))) {
        return false;
      }
    }
    return true;
  }

  private static boolean toProperty(JsonParser json, String name) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isIt = json.currentName().equals(name);
      json.nextToken();
      if (isIt) {
        return true;
      }
      json.skipChildren();
    }
    return false;
  }

  private static boolean toElement(JsonParser json, int index) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return false;
    }
    for (int at = 0; json.nextToken() != JsonToken.END_ARRAY; at++) {
      if (at == index) {
        return true;
      }
      json.skipChildren();
    }
    return false;
  }

  private static String told(JsonParser json, JsonMapper mapper) {
    String kind =
        switch (json.currentToken()) {
          case VALUE_STRING -> " (a string)";
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> " (a number)";
          case START_ARRAY -> " (an array)";
          case START_OBJECT -> " (an object)";
          case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> "";
          case END_ARRAY, END_OBJECT, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "";
        };
    Beginning text = new Beginning(LONGEST + 1);
    try (JsonGenerator out = mapper.createGenerator(text)) {
      copy(json, out);
    }
    return cut(text.toString(), LONGEST) + kind;
  }

  /** Numbers are told as they were written. */
  private static void copy(JsonParser json, JsonGenerator out) {
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      if (token.isNumeric()) {
        out.writeNumber(json.getString());
      } else {
        out.copyCurrentEvent(json);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (depth > 0 && json.nextToken() != null);
  }

  /** {@return the beginning of {@code text}, with a mark if that is not all} */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean inThePair = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, inThePair ? most - 1 : most) + "…";
  }

  /** Keeps the first characters that are written. */
  private static final class Beginning extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final int most;

    Beginning(int most) {
      this.most = most;
    }

    @Override
    public void write(char[] characters, int from, int count) {
      text.append(characters, from, Math.min(count, most - text.length()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
