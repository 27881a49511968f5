package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.MalformedMessageException;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.PermitVerb;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What coordinators ask each other of limits, as JSON. Tickets are text, since they do not fit each
 * reader's numbers.
 */
public final class PermitJson {
  private PermitJson() {}

  /** {@return the body of a request} */
  public static String of(PermitRequest request) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("verb", request.verb().name().toLowerCase(Locale.ROOT));
          json.writeStringProperty("run", request.run());
          json.writeStringProperty("task", request.task());
          json.writeStringProperty("ticket", Long.toString(request.ticket()));
          json.writeNumberProperty("atMost", request.limit().atMost());
          json.writeNumberProperty("rate", request.limit().rate());
          json.writeNumberProperty("per", request.limit().per());
          json.writeEndObject();
        });
  }

  /** {@return what {@code body} asks the limit {@code name}: {@code BAD_REQUEST} if nothing} */
  static PermitRequest request(String name, String body) {
    try {
      JsonNode json = JsonMapper.shared().readTree(body);
      LimitSpec limit =
          new LimitSpec(
              name,
              json.required("atMost").intValue(),
              json.required("rate").intValue(),
              json.required("per").longValue());
      return new PermitRequest(
          PermitVerb.valueOf(json.required("verb").stringValue().toUpperCase(Locale.ROOT)),
          limit,
          json.required("run").stringValue(),
          json.required("task").stringValue(),
          Long.parseLong(json.required("ticket").stringValue()));
    } catch (JacksonException | IllegalArgumentException | MalformedMessageException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "what a limit is asked: " + e.getMessage(), e);
    }
  }

  /** {@return the body of an answer} */
  static String of(PermitAnswer answer) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("stage", answer.stage().name());
          json.writeStringProperty("ticket", Long.toString(answer.ticket()));
          json.writeEndObject();
        });
  }

  /**
   * {@return the answer in {@code document}}
   *
   * @throws IllegalArgumentException if it is none
   */
  public static PermitAnswer answer(String document) {
    try {
      JsonNode answer = JsonMapper.shared().readTree(document);
      return new PermitAnswer(
          PermitStage.valueOf(answer.required("stage").stringValue()),
          Long.parseLong(answer.required("ticket").stringValue()));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no answer of a limit: " + document, e);
    }
  }
}
