package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.ScheduleView;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A schedule as lines for people. */
final class ScheduleText {
  private ScheduleText() {}

  /** {@return it on one line} */
  static String line(ScheduleView schedule) {
    JsonNode tree = schedule.tree();
    String next = tree.path("next").path(0).asString("-");
    return "%-9s  %s  next %s  %s (%s)"
        .formatted(
            tree.path("status").asString(),
            schedule.name(),
            next,
            tree.path("workflow").asString(),
            when(tree));
  }

  private static String when(JsonNode tree) {
    return tree.has("cron")
        ? tree.path("cron").asString() + " " + tree.path("timeZone").asString()
        : "every " + tree.path("every").asString();
  }

  /** {@return it with what it did last} */
  static List<String> lines(ScheduleView schedule) {
    JsonNode tree = schedule.tree();
    JsonNode counts = tree.path("counts");
    List<String> lines = new ArrayList<>();
    lines.add(line(schedule));
    lines.add(
        "  %d started, %d missed, %d skipped, %d running"
            .formatted(
                counts.path("started").asLong(),
                counts.path("missed").asLong(),
                counts.path("skipped").asLong(),
                tree.path("running").asLong()));
    tree.path("next").forEach(due -> lines.add("  next  " + due.asString()));
    tree.path("recent").forEach(entry -> lines.add("  " + entry(entry)));
    return lines;
  }

  private static String entry(JsonNode entry) {
    String due =
        "%s  %-9s".formatted(entry.path("due").asString(), entry.path("outcome").asString());
    if (entry.path("runId").isNull()) {
      long count = entry.path("count").asLong();
      return due + (count > 1 ? "  %d, the last one at that time".formatted(count) : "");
    }
    String error = entry.path("error").isNull() ? "" : "  " + entry.path("error").asString();
    return "%s  %s  %s%s"
        .formatted(due, entry.path("runId").asString(), entry.path("status").asString(), error);
  }
}
