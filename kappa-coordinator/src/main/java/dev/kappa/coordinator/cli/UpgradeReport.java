package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.HeldCount;
import dev.kappa.coordinator.api.JsonText;
import dev.kappa.upgrade.Held;
import dev.kappa.upgrade.Verdict;
import dev.kappa.upgrade.Verdict.Outcome;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * What becomes of running workflows with another jar.
 *
 * @param steps what is held of the code, those first that do not go on
 * @param runs how many runs were looked into
 * @param unreadable how many values could not be read
 */
record UpgradeReport(List<Step> steps, long runs, long unreadable) {
  UpgradeReport {
    steps =
        steps.stream()
            .sorted(
                Comparator.comparing((Step step) -> step.verdict().outcome())
                    .reversed()
                    .thenComparing(step -> step.count().held().title()))
            .toList();
  }

  /** A piece of the code, and what becomes of it. */
  record Step(HeldCount count, Verdict verdict) {
    String line() {
      Held held = count.held();
      String where = verdict.where();
      boolean moved = !where.isEmpty() && !where.equals(held.source());
      return "%-21s  %s%s%s, %s"
          .formatted(
              verdict.outcome().text(),
              held.title(),
              moved ? ", now at " + where : "",
              verdict.why().isEmpty() ? "" : ": " + verdict.why(),
              count.count() == 1
                  ? "once, in run " + count.run()
                  : count.count() + " times, in run " + count.run());
    }

    void write(JsonGenerator json) {
      Held held = count.held();
      json.writeStartObject();
      json.writeStringProperty("outcome", verdict.outcome().name());
      json.writeStringProperty("step", held.title());
      json.writeStringProperty("kind", held.kind().name());
      json.writeStringProperty("class", held.type());
      json.writeStringProperty("name", held.name());
      json.writeStringProperty("was", held.source());
      json.writeStringProperty("now", verdict.where());
      json.writeStringProperty("why", verdict.why());
      json.writeNumberProperty("count", count.count());
      json.writeStringProperty("runId", count.run());
      json.writeEndObject();
    }
  }

  boolean goesOn() {
    return unreadable == 0 && count(Outcome.GOES_ON) == steps.size();
  }

  long count(Outcome outcome) {
    return steps.stream().filter(step -> step.verdict().outcome() == outcome).count();
  }

  String summary() {
    return "%s in %s: %d %s, %d %s, %d %s%s"
        .formatted(
            steps.size() == 1 ? "1 step" : steps.size() + " steps",
            runs == 1 ? "1 run" : runs + " runs",
            count(Outcome.GOES_ON),
            Outcome.GOES_ON.text(),
            count(Outcome.OLD_VERSION),
            Outcome.OLD_VERSION.text(),
            count(Outcome.MIGRATION),
            Outcome.MIGRATION.text(),
            unreadable == 0 ? "" : "; %d values could not be read".formatted(unreadable));
  }

  String document() {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeBooleanProperty("goesOn", goesOn());
          json.writeNumberProperty("runs", runs);
          json.writeNumberProperty("unreadable", unreadable);
          json.writeArrayPropertyStart("steps");
          steps.forEach(step -> step.write(json));
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
