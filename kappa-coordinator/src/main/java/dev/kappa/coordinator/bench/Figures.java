package dev.kappa.coordinator.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was measured, as the workflow {@code bench-report} takes it. */
record Figures(String title, List<Fact> facts, List<Table> tables) {
  /** What holds for all of it. */
  public record Fact(String name, String value) {}

  /** A table; see the workflow's input. */
  public record Table(
      String id,
      String title,
      String about,
      List<String> columns,
      List<List<String>> rows,
      @Nullable Chart chart) {}

  /** What a table's plot shows. */
  public record Chart(String x, String y, boolean log, List<String> places, List<Series> series) {}

  /** Points in one colour. */
  public record Series(String name, List<Point> points) {}

  /** A value with its spread. */
  public record Point(int place, double value, double low, double high) {
    /** {@return the median in milliseconds, from the least to p99} */
    static Point of(int place, Samples samples) {
      return new Point(place, samples.p50() / 1e3, samples.min() / 1e3, samples.p99() / 1e3);
    }
  }

  /** {@return a time in milliseconds, for a cell} */
  static String ms(double micros) {
    return number(micros / 1e3);
  }

  /** {@return how many times {@code base} a number is, for a cell} */
  static String ratio(double number, double base) {
    return base == 0 ? "" : number(number / base);
  }

  /** {@return a number with three digits that count} */
  static String number(double number) {
    BigDecimal rounded = BigDecimal.valueOf(number).round(new MathContext(3));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
