package dev.kappa.apps.report;

import dev.kappa.apps.svg.Svg;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Draws a chart: a mark for each value, a line through its spread, and lines from mark to mark. */
final class Plot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 80;
  private static final int RIGHT = WIDTH - 150;
  private static final int TOP = 40;
  private static final int BOTTOM = HEIGHT - 60;
  private static final List<String> COLOURS =
      List.of("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377");

  /** So far apart are the marks of one place, that none hides another. */
  private static final int APART = 6;

  private final Svg svg = new Svg(WIDTH, HEIGHT);
  private final Chart chart;
  private final Scale scale;

  private Plot(Chart chart) {
    this.chart = chart;
    this.scale =
        Scale.of(
            chart.log(),
            chart.series().stream()
                .flatMap(series -> series.points().stream())
                .flatMap(point -> List.of(point.low(), point.value(), point.high()).stream())
                .mapToDouble(Double::doubleValue)
                .toArray());
  }

  /** {@return the chart as SVG} */
  static String of(String title, Chart chart) {
    return new Plot(chart).draw(title);
  }

  private String draw(String title) {
    svg.element("rect", "width", WIDTH, "height", HEIGHT, "fill", "#fff");
    svg.text(LEFT, 20, title, "font-size", 13, "font-weight", "bold");
    axes();
    for (int i = 0; i < chart.series().size(); i++) {
      series(i, chart.series().get(i));
    }
    return svg.end();
  }

  private void axes() {
    for (double tick : scale.ticks()) {
      svg.element("line", "x1", LEFT, "x2", RIGHT, "y1", y(tick), "y2", y(tick), "stroke", "#ddd");
      svg.text(LEFT - 6, y(tick) + 4, shown(tick), "text-anchor", "end");
    }
    for (int place = 0; place < chart.places().size(); place++) {
      svg.text(x(place), BOTTOM + 18, chart.places().get(place), "text-anchor", "middle");
    }
    svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 42, chart.x(), "text-anchor", "middle");
    svg.text(LEFT - 6, TOP - 8, chart.y(), "text-anchor", "end");
  }

  private void series(int number, Chart.Series series) {
    String colour = COLOURS.get(number % COLOURS.size());
    double aside = APART * (number - (chart.series().size() - 1) / 2.0);
    Chart.Point before = null;
    for (Chart.Point point : series.points()) {
      double x = x(point.place()) + aside;
      if (before != null) {
        line(x(before.place()) + aside, y(before.value()), x, y(point.value()), colour, 1);
      }
      line(x, y(point.low()), x, y(point.high()), colour, 2);
      String title = title(series.name(), point);
      svg.titled(title, "circle", "cx", x, "cy", y(point.value()), "r", 4, "fill", colour);
      before = point;
    }
    int y = TOP + 18 * number;
    svg.element("rect", "x", RIGHT + 16, "y", y, "width", 12, "height", 12, "fill", colour);
    svg.text(RIGHT + 34, y + 10, series.name());
  }

  private String title(String series, Chart.Point point) {
    return "%s, %s: %s, from %s to %s"
        .formatted(
            series,
            chart.places().get(point.place()),
            shown(point.value()),
            shown(point.low()),
            shown(point.high()));
  }

  private void line(double x1, double y1, double x2, double y2, String colour, int width) {
    svg.element(
        "line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", colour, "stroke-width", width);
  }

  private double x(int place) {
    return LEFT + (RIGHT - LEFT) * (place + 0.5) / chart.places().size();
  }

  private double y(double value) {
    return BOTTOM - (BOTTOM - TOP) * scale.at(value);
  }

  /** {@return a number with three digits that count} */
  static String shown(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
