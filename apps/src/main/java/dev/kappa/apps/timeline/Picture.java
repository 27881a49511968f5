package dev.kappa.apps.timeline;

import dev.kappa.apps.svg.Svg;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws a row for each task, and in it a bar for each time that a step ran. */
final class Picture {
  private static final int WIDTH = 1000;
  private static final int LEFT = 90;
  private static final int ROW = 18;
  private static final int TOP = 40;
  private static final List<String> COLOURS =
      List.of("#4477aa", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb");
  private static final String CUT_OFF = "#ee6677";

  private final Svg svg;
  private final List<Span> spans;
  private final Map<String, String> colours = new LinkedHashMap<>();
  private final List<String> tasks;
  private final long begin;
  private final long end;

  private Picture(List<Span> unordered) {
    spans = new ArrayList<>(unordered);
    spans.sort(Comparator.comparingLong(span -> span.begin().at()));
    LinkedHashSet<String> rows = new LinkedHashSet<>();
    for (Span span : spans) {
      rows.add(span.begin().task());
      colours.computeIfAbsent(
          span.begin().step(), step -> COLOURS.get(colours.size() % COLOURS.size()));
    }
    tasks = List.copyOf(rows);
    begin = spans.isEmpty() ? 0 : spans.getFirst().begin().at();
    end = Math.max(begin + 1, spans.stream().mapToLong(Span::end).max().orElse(0));
    svg = new Svg(LEFT + WIDTH + 40, height());
  }

  static String of(List<Span> spans) {
    return new Picture(spans).draw();
  }

  private String draw() {
    legend();
    for (int i = 0; i < tasks.size(); i++) {
      svg.text(4, TOP + ROW * i + 12, "task " + tasks.get(i));
    }
    spans.forEach(this::bar);
    axis(height() - 25);
    return svg.end();
  }

  private int height() {
    return TOP + ROW * tasks.size() + 30;
  }

  private void legend() {
    int x = LEFT;
    Map<String, String> all = new LinkedHashMap<>(colours);
    all.put("cut off", CUT_OFF);
    for (Map.Entry<String, String> entry : all.entrySet()) {
      svg.element("rect", "x", x, "y", 8, "width", 12, "height", 12, "fill", entry.getValue());
      svg.text(x + 16, 18, entry.getKey());
      x += 40 + 7 * entry.getKey().length();
    }
  }

  private void bar(Span span) {
    Mark mark = span.begin();
    svg.titled(
        "%s, task %s, attempt %d, worker %d: %d ms%s"
            .formatted(
                mark.step(),
                mark.task(),
                mark.attempt(),
                mark.worker(),
                span.end() - mark.at(),
                span.whole() ? "" : ", cut off"),
        "rect",
        "x",
        x(mark.at()),
        "y",
        TOP + ROW * tasks.indexOf(mark.task()),
        "width",
        Math.max(0.5, x(span.end()) - x(mark.at())),
        "height",
        ROW - 4,
        "fill",
        span.whole() ? colours.getOrDefault(mark.step(), CUT_OFF) : CUT_OFF);
  }

  private void axis(int y) {
    for (int i = 0; i <= 10; i++) {
      long at = begin + (end - begin) * i / 10;
      svg.element("line", "x1", x(at), "x2", x(at), "y1", TOP - 8, "y2", y, "stroke", "#ddd");
      svg.text(x(at), y + 14, String.format(Locale.ROOT, "%.2f s", (at - begin) / 1000.0));
    }
  }

  private double x(long at) {
    return LEFT + WIDTH * (double) (at - begin) / (end - begin);
  }
}
