package dev.kappa.apps.timeline;

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

  private final StringBuilder svg = new StringBuilder();
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
  }

  static String of(List<Span> spans) {
    return new Picture(spans).draw();
  }

  private String draw() {
    int height = TOP + ROW * tasks.size() + 30;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
                + " font-size='11'>%n",
            LEFT + WIDTH + 40,
            height));
    legend();
    for (int i = 0; i < tasks.size(); i++) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x='4' y='%d'>task %s</text>%n",
              TOP + ROW * i + 12,
              text(tasks.get(i))));
    }
    spans.forEach(this::bar);
    axis(height - 25);
    return svg.append("</svg>\n").toString();
  }

  private void legend() {
    int x = LEFT;
    Map<String, String> all = new LinkedHashMap<>(colours);
    all.put("cut off", CUT_OFF);
    for (Map.Entry<String, String> entry : all.entrySet()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x='%d' y='8' width='12' height='12' fill='%s'/>%n",
              x,
              entry.getValue()));
      svg.append(
          String.format(
              Locale.ROOT, "<text x='%d' y='18'>%s</text>%n", x + 16, text(entry.getKey())));
      x += 40 + 7 * entry.getKey().length();
    }
  }

  private void bar(Span span) {
    Mark mark = span.begin();
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='%s'>"
                + "<title>%s, task %s, attempt %d, worker %d: %d ms%s</title></rect>%n",
            x(mark.at()),
            TOP + ROW * tasks.indexOf(mark.task()),
            Math.max(0.5, x(span.end()) - x(mark.at())),
            ROW - 4,
            span.whole() ? colours.getOrDefault(mark.step(), CUT_OFF) : CUT_OFF,
            text(mark.step()),
            text(mark.task()),
            mark.attempt(),
            mark.worker(),
            span.end() - mark.at(),
            span.whole() ? "" : ", cut off"));
  }

  private void axis(int y) {
    for (int i = 0; i <= 10; i++) {
      long at = begin + (end - begin) * i / 10;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='#ddd'/>%n",
              x(at),
              x(at),
              TOP - 8,
              y));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x='%.1f' y='%d'>%.2f s</text>%n",
              x(at),
              y + 14,
              (at - begin) / 1000.0));
    }
  }

  private double x(long at) {
    return LEFT + WIDTH * (double) (at - begin) / (end - begin);
  }

  private static String text(String raw) {
    return raw.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
  }
}
