package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.MalformedMessageException;
import dev.kappa.wire.Rebinding;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is accepted in a run, as JSON. */
public final class AcceptBody {
  private AcceptBody() {}

  /** {@return the document of {@code rebindings}} */
  public static String of(List<Rebinding> rebindings) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("bodies");
          for (Rebinding each : rebindings) {
            json.writeStartObject();
            json.writeStringProperty("class", each.type());
            json.writeStringProperty("from", each.from());
            json.writeStringProperty("to", each.to());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /**
   * {@return what {@code document} says}
   *
   * @throws KappaException {@code BAD_REQUEST} if it can't be understood
   */
  static List<Rebinding> parse(String document) {
    try {
      JsonNode bodies = JsonMapper.shared().readTree(document).required("bodies");
      List<Rebinding> rebindings = new ArrayList<>();
      for (JsonNode each : bodies) {
        rebindings.add(
            new Rebinding(
                each.required("class").stringValue(),
                each.required("from").stringValue(),
                each.required("to").stringValue()));
      }
      return rebindings;
    } catch (JacksonException | MalformedMessageException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "what is accepted: %s (expected: {\"bodies\": [{\"class\": …, \"from\": …, \"to\": …}]})"
              .formatted(e.getMessage()),
          e);
    }
  }
}
