package dev.kappa.apps.report;

import java.util.List;
import java.util.stream.Collectors;

/** Writes figures as a page of Markdown. */
final class Markdown {
  private Markdown() {}

  static String of(String title, List<Report.Fact> facts, List<Report.Table> tables) {
    StringBuilder page = new StringBuilder("# " + cell(title) + "\n\n| | |\n|---|---|\n");
    facts.forEach(fact -> page.append(row(List.of(fact.name(), fact.value()))));
    tables.forEach(table -> page.append(section(table)));
    return page.toString();
  }

  private static String section(Report.Table table) {
    StringBuilder text = new StringBuilder();
    text.append("\n## ").append(cell(table.title())).append("\n\n");
    text.append(table.about()).append("\n\n").append(row(table.columns()));
    text.append("|---".repeat(table.columns().size())).append("|\n");
    table.rows().forEach(cells -> text.append(row(cells)));
    if (table.chart() != null) {
      text.append("\n![").append(cell(table.title())).append("](").append(table.id());
      text.append(".svg)\n");
    }
    return text.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream().map(Markdown::cell).collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String cell(String text) {
    return text.replaceAll("\\R", " ").replace("|", "\\|");
  }
}
