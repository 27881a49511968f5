package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.DurationText;
import dev.kappa.coordinator.api.JsonText;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.core.ScheduleSpec;
import dev.kappa.coordinator.core.ScheduleSpec.Overlap;
import dev.kappa.coordinator.core.Timing;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a schedule is to do, as JSON. What is wrong with it is {@code INVALID_SCHEDULE}. */
final class ScheduleBody {
  private static final Set<String> KNOWN =
      Set.of(
          "workflow",
          "input",
          "cron",
          "timeZone",
          "every",
          "anchor",
          "missed",
          "catchUp",
          "overlap",
          "deadline",
          "jitter",
          "until",
          "atMost");
  private static final int USUAL_CATCH_UP = 10;

  private final String name;
  private final JsonNode body;

  private ScheduleBody(String name, JsonNode body) {
    this.name = name;
    this.body = body;
  }

  /** {@return what {@code body} says} */
  static ScheduleSpec parse(String name, String body, Schedules.Source source) {
    JsonNode tree;
    try {
      tree = JsonText.tree(body);
    } catch (JacksonException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "schedule '%s' is not JSON: %s".formatted(name, JsonText.problem(e)),
          e);
    }
    return new ScheduleBody(name, tree).spec(source == Schedules.Source.CODE);
  }

  private ScheduleSpec spec(boolean ofCode) {
    if (!body.isObject()) {
      throw invalid(
          "the body", body, "an object such as {\"workflow\":\"…\",\"cron\":\"0 2 * * *\"}");
    }
    for (String member : body.propertyNames()) {
      if (!KNOWN.contains(member)) {
        throw invalid(
            "member", member, "one of " + String.join(", ", KNOWN.stream().sorted().toList()));
      }
    }
    String workflow = text("workflow");
    if (workflow == null) {
      throw invalid("workflow", "missing", "the name of a workflow");
    }
    return new ScheduleSpec(
        name,
        workflow,
        body.has("input") ? body.get("input").toString() : "null",
        timing(),
        catchUp(),
        overlap(),
        millis("deadline", ScheduleSpec.USUAL_DEADLINE),
        millis("jitter", 0),
        instant("until", Timing.NEVER),
        number("atMost", Timing.NEVER),
        ofCode);
  }

  private Timing timing() {
    String cron = text("cron");
    String every = text("every");
    if ((cron == null) == (every == null)) {
      throw invalid("when", "cron: %s, every: %s".formatted(cron, every), "one of the two");
    }
    if (cron != null) {
      only("anchor", "every");
      return Timing.Cron.of(cron, zone());
    }
    only("timeZone", "cron");
    return new Timing.Every(millis("every", 0), instant("anchor", 0));
  }

  private void only(String member, String with) {
    if (text(member) != null) {
      throw invalid(member, text(member), "only together with " + with);
    }
  }

  private ZoneId zone() {
    String text = text("timeZone");
    try {
      return text == null ? ZoneId.of("UTC") : ZoneId.of(text);
    } catch (DateTimeException e) {
      throw invalid("timeZone", text, "a name such as UTC or Europe/Berlin" + nearest(text));
    }
  }

  private static String nearest(@Nullable String text) {
    String wanted = String.valueOf(text).toLowerCase(Locale.ROOT);
    List<String> like =
        ZoneId.getAvailableZoneIds().stream()
            .filter(id -> Application.distance(wanted, id.toLowerCase(Locale.ROOT)) <= 3)
            .sorted()
            .limit(5)
            .toList();
    return like.isEmpty() ? "" : "; near it: " + String.join(", ", like);
  }

  private int catchUp() {
    String missed = text("missed");
    String policy = missed == null ? "RUN_ONCE" : missed.toUpperCase(Locale.ROOT);
    boolean all = policy.equals("RUN_ALL");
    if (body.hasNonNull("catchUp") && !all) {
      throw invalid("catchUp", body.get("catchUp"), "only together with missed: RUN_ALL");
    }
    if (number("catchUp", USUAL_CATCH_UP) == 0) {
      throw invalid("catchUp", 0, "at least 1; none is made up for with missed: SKIP");
    }
    return switch (policy) {
      case "SKIP" -> 0;
      case "RUN_ONCE" -> 1;
      case "RUN_ALL" ->
          Math.clamp(number("catchUp", USUAL_CATCH_UP), Integer.MIN_VALUE, Integer.MAX_VALUE);
      default -> throw invalid("missed", missed, "SKIP, RUN_ONCE or RUN_ALL");
    };
  }

  private Overlap overlap() {
    String text = text("overlap");
    try {
      return text == null ? Overlap.SKIP : Overlap.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw invalid("overlap", text, "one of " + Arrays.toString(Overlap.values()));
    }
  }

  // ---- members

  private @Nullable String text(String member) {
    JsonNode node = body.get(member);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      throw invalid(member, node, "a string");
    }
    return node.stringValue();
  }

  private long number(String member, long usual) {
    JsonNode node = body.get(member);
    if (node == null || node.isNull()) {
      return usual;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw invalid(member, node, "a whole number");
    }
    return node.longValue();
  }

  private long millis(String member, long usual) {
    String text = text(member);
    try {
      return text == null ? usual : DurationText.parse(member, text).toMillis();
    } catch (KappaException | ArithmeticException e) {
      throw invalid(member, text, "a duration such as 30s, 15m, 1d or PT1M30S");
    }
  }

  private long instant(String member, long usual) {
    String text = text(member);
    try {
      return text == null ? usual : Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw invalid(member, text, "a time such as 2026-12-24T18:00:00Z");
    }
  }

  private KappaException invalid(String what, @Nullable Object value, String expected) {
    return new KappaException(
        ErrorCode.INVALID_SCHEDULE,
        "schedule '%s': %s: %s (expected: %s)".formatted(name, what, value, expected));
  }
}
