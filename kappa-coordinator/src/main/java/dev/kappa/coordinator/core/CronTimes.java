package dev.kappa.coordinator.core;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times of a cron expression of five fields: minute, hour, day of month, month, day of week, as
 * Unix's cron reads them. If both days are restricted, either is enough.
 *
 * <p>Where the clocks of a zone are put forward or back, there are two readings:
 *
 * <ul>
 *   <li>With {@code *} for the hour, time goes on evenly: due is every instant at which the clocks
 *       show a time that fits. In a gap there is none, in an overlap both passes count.
 *   <li>Else each time of the day is meant once: one that falls into a gap is due at the moment the
 *       gap ends, one that comes twice is due the first time.
 * </ul>
 */
public final class CronTimes {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final Pattern FIELD = Pattern.compile("\\S+");
  private static final LocalDateTime LAST = LocalDateTime.of(9999, 1, 1, 0, 0);

  /** Longer expressions are refused. */
  private static final int MOST_CHARACTERS = 500;

  private record Field(String title, String values) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", "0-59"),
          new Field("hour", "0-23"),
          new Field("day of month", "1-31"),
          new Field("month", "1-12 or JAN-DEC"),
          new Field("day of week", "0-7, where 0 and 7 are Sunday, or SUN-SAT"));

  private static final int HOUR = 1;

  private final String expression;
  private final ExecutionTime times;
  private final boolean even;

  private CronTimes(String expression, ExecutionTime times, boolean even) {
    this.expression = expression;
    this.times = times;
    this.even = even;
  }

  /**
   * {@return the times of {@code expression}}
   *
   * @throws KappaException {@link ErrorCode#INVALID_SCHEDULE} that says where it is wrong and what
   *     is expected
   */
  public static CronTimes parse(String expression) {
    List<String> fields = fields(expression);
    CronTimes times =
        new CronTimes(
            String.join(" ", fields), ExecutionTime.forCron(whole(expression)), isAny(fields));
    if (times.after(LocalDateTime.of(2000, 1, 1, 0, 0)) == null) {
      throw invalid(expression, "there is no such day (expected: one that comes)");
    }
    return times;
  }

  private static boolean isAny(List<String> fields) {
    return fields.get(HOUR).equals("*");
  }

  private static List<String> fields(String expression) {
    if (expression.length() > MOST_CHARACTERS) {
      throw invalid("", "%d characters (expected: at most 500)".formatted(expression.length()));
    }
    List<String> fields = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    Matcher matcher = FIELD.matcher(expression);
    while (matcher.find()) {
      fields.add(matcher.group());
      starts.add(matcher.start() + 1);
    }
    if (fields.size() != FIELDS.size()) {
      throw invalid(
          expression,
          "%d fields (expected: 5: minute, hour, day of month, month, day of week)"
              .formatted(fields.size()));
    }
    for (int i = 0; i < fields.size(); i++) {
      check(expression, i, fields.get(i), starts.get(i));
    }
    return fields;
  }

  /** The library says what is wrong, but not where: so each field is read alone first. */
  private static void check(String expression, int number, String text, int start) {
    List<String> alone = new ArrayList<>(Collections.nCopies(FIELDS.size(), "*"));
    alone.set(number, text);
    try {
      PARSER.parse(String.join(" ", alone)).validate();
    } catch (RuntimeException e) {
      Field field = FIELDS.get(number);
      throw invalid(
          expression,
          "%s '%s' at character %d (expected: %s; as *, a, a-b, */n, a-b/n or a list of them with commas)"
              .formatted(field.title(), text, start, field.values()));
    }
  }

  private static Cron whole(String expression) {
    try {
      return PARSER.parse(expression).validate();
    } catch (RuntimeException e) {
      throw invalid(expression, String.valueOf(e.getMessage()));
    }
  }

  private static KappaException invalid(String expression, String what) {
    return new KappaException(
        ErrorCode.INVALID_SCHEDULE, "cron '%s': %s".formatted(expression, what));
  }

  /** {@return the expression, with one space between its fields} */
  public String expression() {
    return expression;
  }

  /** {@return the first time after {@code millis}; {@link Timing#NEVER} if there is none} */
  long next(long millis, ZoneId zone) {
    Instant after = Instant.ofEpochMilli(millis);
    Instant next = even ? nextEvenly(after, zone.getRules()) : nextOfTheDay(after, zone.getRules());
    return next == null ? Timing.NEVER : next.toEpochMilli();
  }

  /** Looks from one change of the clocks to the next. */
  private @Nullable Instant nextEvenly(Instant after, ZoneRules rules) {
    Instant from = after;
    LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
    while (true) {
      LocalDateTime found = after(local);
      if (found == null) {
        return null;
      }
      Instant candidate = found.toInstant(rules.getOffset(from));
      ZoneOffsetTransition change = rules.nextTransition(from);
      if (change == null || candidate.isBefore(change.getInstant())) {
        return candidate;
      }
      from = change.getInstant();
      local = change.getDateTimeAfter().minusSeconds(1);
    }
  }

  /** In an overlap, the clocks may show what was due in the first pass. */
  private @Nullable Instant nextOfTheDay(Instant after, ZoneRules rules) {
    LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
    while (true) {
      LocalDateTime found = after(local);
      if (found == null) {
        return null;
      }
      Instant candidate = meant(found, rules);
      if (candidate.isAfter(after)) {
        return candidate;
      }
      local = found;
    }
  }

  private static Instant meant(LocalDateTime local, ZoneRules rules) {
    ZoneOffsetTransition change = rules.getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : local.toInstant(rules.getOffset(local));
  }

  /** {@return the first time of the clocks after {@code local} that fits} */
  private @Nullable LocalDateTime after(LocalDateTime local) {
    if (local.isAfter(LAST)) {
      return null;
    }
    return times
        .nextExecution(local.atZone(ZoneOffset.UTC))
        .map(found -> found.toLocalDateTime())
        .orElse(null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CronTimes o && o.expression.equals(expression);
  }

  @Override
  public int hashCode() {
    return expression.hashCode();
  }

  @Override
  public String toString() {
    return expression;
  }
}
