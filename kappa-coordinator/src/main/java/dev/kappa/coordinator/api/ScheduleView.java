package dev.kappa.coordinator.api;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A schedule as a client sees it: one JSON document, as {@code docs/api.md} describes it.
 *
 * @param name the schedule's name
 * @param json the document, on one line
 */
public record ScheduleView(String name, String json) {
  /**
   * {@return the schedule that {@code document} describes}
   *
   * @throws JacksonException if it is none
   */
  public static ScheduleView parse(String document) {
    return of(JsonText.tree(document));
  }

  private static ScheduleView of(JsonNode node) {
    return new ScheduleView(node.required("name").stringValue(), node.toString());
  }

  /** {@return the document <code>{"schedules": […]}</code> of {@code schedules}} */
  public static String ofAll(List<ScheduleView> schedules) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("schedules");
          schedules.forEach(each -> json.writeRawValue(each.json()));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** {@return the schedules of such a document} */
  public static List<ScheduleView> parseAll(String document) {
    return JsonText.tree(document)
        .required("schedules")
        .valueStream()
        .map(ScheduleView::of)
        .toList();
  }

  /** {@return the document as a tree} */
  public JsonNode tree() {
    return JsonText.tree(json);
  }
}
