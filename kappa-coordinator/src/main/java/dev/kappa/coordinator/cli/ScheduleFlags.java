package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** What a schedule is to do. Values are checked by the coordinator. */
final class ScheduleFlags {
  @Option(names = "--workflow", paramLabel = "NAME", description = "Whose runs it starts.")
  private @Nullable String workflow;

  @Option(names = "--input", paramLabel = "JSON", description = "Their input: JSON, or @FILE.")
  private @Nullable String input;

  @Option(
      names = "--cron",
      paramLabel = "EXPRESSION",
      description = "Minute, hour, day of month, month and day of week.")
  private @Nullable String cron;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "Whose clocks --cron means, such as Europe/Berlin; else UTC.")
  private @Nullable String timeZone;

  @Option(names = "--every", paramLabel = "TIME", description = "The interval, from 1s on.")
  private @Nullable String every;

  @Option(
      names = "--anchor",
      paramLabel = "TIME",
      description = "One of the due times of --every; else 1970-01-01T00:00:00Z.")
  private @Nullable String anchor;

  @Option(
      names = "--missed",
      paramLabel = "POLICY",
      description = "What was missed: SKIP, RUN_ONCE (as if not given) or RUN_ALL.")
  private @Nullable String missed;

  @Option(
      names = "--catch-up",
      paramLabel = "N",
      description = "With RUN_ALL: the last so many, 1 to 100; else 10.")
  private @Nullable Integer catchUp;

  @Option(
      names = "--overlap",
      paramLabel = "POLICY",
      description = "While one runs: ALLOW, SKIP (as if not given), BUFFER_ONE or CANCEL_OTHER.")
  private @Nullable String overlap;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "What is later than that was missed: 1s to 366d; else 1m.")
  private @Nullable String deadline;

  @Option(
      names = "--jitter",
      paramLabel = "TIME",
      description = "Starts are delayed by up to so much, at most 1d.")
  private @Nullable String jitter;

  @Option(names = "--until", paramLabel = "TIME", description = "No due time is after this.")
  private @Nullable String until;

  @Option(names = "--at-most", paramLabel = "N", description = "So many runs, and no more.")
  private @Nullable Long atMost;

  /** {@return the body of the request} */
  String body() {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          text("workflow", workflow, json);
          if (input != null) {
            json.writeName("input");
            json.writeRawValue(InputArgument.json(input));
          }
          text("cron", cron, json);
          text("timeZone", timeZone, json);
          text("every", every, json);
          text("anchor", anchor, json);
          text("missed", missed, json);
          number("catchUp", catchUp, json);
          text("overlap", overlap, json);
          text("deadline", deadline, json);
          text("jitter", jitter, json);
          text("until", until, json);
          number("atMost", atMost, json);
          json.writeEndObject();
        });
  }

  private static void text(String name, @Nullable String value, JsonGenerator json) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  private static void number(String name, @Nullable Number value, JsonGenerator json) {
    if (value != null) {
      json.writeNumberProperty(name, value.longValue());
    }
  }
}
