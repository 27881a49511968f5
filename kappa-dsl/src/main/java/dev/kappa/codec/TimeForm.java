package dev.kappa.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;

/** The value types of {@code java.time}. */
record TimeForm(int tag) implements Form {
  static Map<Class<?>, Integer> tags() {
    return Map.ofEntries(
        Map.entry(Instant.class, Tag.INSTANT),
        Map.entry(Duration.class, Tag.DURATION),
        Map.entry(LocalDate.class, Tag.LOCAL_DATE),
        Map.entry(LocalTime.class, Tag.LOCAL_TIME),
        Map.entry(LocalDateTime.class, Tag.LOCAL_DATE_TIME),
        Map.entry(OffsetTime.class, Tag.OFFSET_TIME),
        Map.entry(OffsetDateTime.class, Tag.OFFSET_DATE_TIME),
        Map.entry(ZonedDateTime.class, Tag.ZONED_DATE_TIME),
        Map.entry(Year.class, Tag.YEAR),
        Map.entry(YearMonth.class, Tag.YEAR_MONTH),
        Map.entry(MonthDay.class, Tag.MONTH_DAY),
        Map.entry(Period.class, Tag.PERIOD));
  }

  @Override
  public void write(Encoder out, Object value) {
    switch (tag) {
      case Tag.INSTANT -> {
        Instant instant = (Instant) value;
        numbers(out, instant.getEpochSecond(), instant.getNano());
      }
      case Tag.DURATION -> {
        Duration duration = (Duration) value;
        numbers(out, duration.getSeconds(), duration.getNano());
      }
      case Tag.LOCAL_DATE -> numbers(out, ((LocalDate) value).toEpochDay());
      case Tag.LOCAL_TIME -> numbers(out, ((LocalTime) value).toNanoOfDay());
      case Tag.LOCAL_DATE_TIME -> local(out, (LocalDateTime) value);
      case Tag.OFFSET_TIME -> {
        OffsetTime time = (OffsetTime) value;
        numbers(out, time.toLocalTime().toNanoOfDay(), time.getOffset().getTotalSeconds());
      }
      case Tag.OFFSET_DATE_TIME -> offset(out, (OffsetDateTime) value);
      case Tag.ZONED_DATE_TIME -> zoned(out, (ZonedDateTime) value);
      case Tag.YEAR -> numbers(out, ((Year) value).getValue());
      case Tag.YEAR_MONTH -> {
        YearMonth month = (YearMonth) value;
        numbers(out, month.getYear(), month.getMonthValue());
      }
      case Tag.MONTH_DAY -> {
        MonthDay day = (MonthDay) value;
        numbers(out, day.getMonthValue(), day.getDayOfMonth());
      }
      case Tag.PERIOD -> {
        Period period = (Period) value;
        numbers(out, period.getYears(), period.getMonths(), period.getDays());
      }
      default -> {
        out.open(tag, 1);
        out.text(((ZoneId) value).getId());
        out.close();
      }
    }
  }

  static Object read(int tag, Decoder in) {
    return switch (tag) {
      case Tag.INSTANT -> Instant.ofEpochSecond(in.number(), in.number());
      case Tag.DURATION -> Duration.ofSeconds(in.number(), in.number());
      case Tag.LOCAL_DATE -> LocalDate.ofEpochDay(in.number());
      case Tag.LOCAL_TIME -> LocalTime.ofNanoOfDay(in.number());
      case Tag.LOCAL_DATE_TIME -> local(in);
      case Tag.OFFSET_TIME ->
          OffsetTime.of(
              LocalTime.ofNanoOfDay(in.number()), ZoneOffset.ofTotalSeconds(in.integer()));
      case Tag.OFFSET_DATE_TIME ->
          OffsetDateTime.of(local(in), ZoneOffset.ofTotalSeconds(in.integer()));
      case Tag.ZONED_DATE_TIME -> zoned(in);
      case Tag.ZONE_ID -> ZoneId.of(in.text());
      case Tag.YEAR -> Year.of(in.integer());
      case Tag.YEAR_MONTH -> YearMonth.of(in.integer(), in.integer());
      case Tag.MONTH_DAY -> MonthDay.of(in.integer(), in.integer());
      case Tag.PERIOD -> Period.of(in.integer(), in.integer(), in.integer());
      default -> throw Decoder.malformed("unknown tag " + tag);
    };
  }

  private void numbers(Encoder out, long... numbers) {
    out.open(tag, numbers.length);
    for (long number : numbers) {
      out.number(number);
    }
    out.close();
  }

  private void local(Encoder out, LocalDateTime value) {
    numbers(out, value.toLocalDate().toEpochDay(), value.toLocalTime().toNanoOfDay());
  }

  private static LocalDateTime local(Decoder in) {
    LocalDate date = LocalDate.ofEpochDay(in.number());
    return LocalDateTime.of(date, LocalTime.ofNanoOfDay(in.number()));
  }

  private void offset(Encoder out, OffsetDateTime value) {
    LocalDateTime local = value.toLocalDateTime();
    numbers(
        out,
        local.toLocalDate().toEpochDay(),
        local.toLocalTime().toNanoOfDay(),
        value.getOffset().getTotalSeconds());
  }

  private void zoned(Encoder out, ZonedDateTime value) {
    LocalDateTime local = value.toLocalDateTime();
    out.open(tag, 4);
    out.number(local.toLocalDate().toEpochDay());
    out.number(local.toLocalTime().toNanoOfDay());
    out.number(value.getOffset().getTotalSeconds());
    out.text(value.getZone().getId());
    out.close();
  }

  /** The offset decides in the hour that autumn has twice; new zone rules may move it. */
  private static ZonedDateTime zoned(Decoder in) {
    LocalDateTime local = local(in);
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.integer());
    return ZonedDateTime.ofInstant(local, offset, ZoneId.of(in.text()));
  }
}
