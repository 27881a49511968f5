package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.JsonText;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A small JSON document: an object whose members are texts. */
record Members(Map<String, String> texts) {
  Members {
    texts = Map.copyOf(texts);
  }

  /** {@return what {@code reading} makes of the document, unless it is not a whole one} */
  static <T> Optional<T> read(String text, Function<Members, T> reading) {
    Map<String, String> texts = new LinkedHashMap<>();
    try (JsonParser json = JsonText.parser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        texts.put(name, json.getString());
      }
      return Optional.of(reading.apply(new Members(texts)));
    } catch (JacksonException | IllegalArgumentException | DateTimeException | KappaException e) {
      return Optional.empty();
    }
  }

  /** {@return a document of one line} */
  static String write(Map<String, String> texts) {
    return JsonText.write(
            json -> {
              json.writeStartObject();
              texts.forEach(json::writeStringProperty);
              json.writeEndObject();
            })
        + System.lineSeparator();
  }

  /** {@return the member; {@link IllegalArgumentException} if there is none} */
  String text(String name) {
    String value = texts.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  /** {@return the member, or {@code otherwise} if there is none} */
  String text(String name, String otherwise) {
    return texts.getOrDefault(name, otherwise);
  }

  /** {@return the member as an address, or null if it is empty} */
  @Nullable URI address(String name) {
    String text = text(name);
    return text.isEmpty() ? null : URI.create(text);
  }
}
