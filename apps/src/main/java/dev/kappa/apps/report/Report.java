package dev.kappa.apps.report;

import dev.kappa.Task;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code bench-report}: makes a page of figures. It writes no file: its result has them,
 * so whoever asks for it puts them where he wants, wherever the worker is.
 */
public final class Report {
  private static final int MOST_TABLES = 100;

  private Report() {}

  /**
   * The input.
   *
   * @param title the page's
   * @param facts what holds for all figures: the machine, versions, settings
   * @param tables the figures, at most 100 tables
   */
  public record Input(
      @Nullable String title, @Nullable List<Fact> facts, @Nullable List<Table> tables) {}

  /** Something that holds for all figures. */
  public record Fact(String name, String value) {}

  /**
   * A table, and a plot of it.
   *
   * @param id names the plot's file: small letters, digits and hyphens, in no other table
   * @param title its heading
   * @param about what was measured, and how
   * @param columns their headings
   * @param rows as many cells each as there are columns
   * @param chart what its plot shows; if null, it has none
   */
  public record Table(
      String id,
      String title,
      String about,
      List<String> columns,
      List<List<String>> rows,
      @Nullable Chart chart) {}

  /**
   * The result.
   *
   * @param files the page, {@code report.md}, and a picture for each table that has a plot
   */
  public record Result(List<File> files) {}

  /** A file, in UTF-8. */
  public record File(String name, String text) {}

  /** {@return a task that makes the page} */
  public static Task<Result> make(Input input) {
    String title = input.title();
    List<Fact> facts = input.facts();
    List<Table> tables = input.tables();
    if (title == null || facts == null || tables == null) {
      throw invalid("input: title, facts or tables are missing");
    }
    check(tables);
    return Task.step("draw", () -> draw(title, facts, tables));
  }

  private static void check(List<Table> tables) {
    if (tables.size() > MOST_TABLES) {
      throw invalid("input.tables: %d (expected: at most 100)".formatted(tables.size()));
    }
    Set<String> ids = new HashSet<>();
    for (Table table : tables) {
      if (!table.id().matches("[a-z0-9-]{1,100}") || !ids.add(table.id())) {
        throw invalid(
            "input.tables.id: '%s' (expected: small letters, digits and hyphens, each once)"
                .formatted(table.id()));
      }
      for (List<String> row : table.rows()) {
        if (row.size() != table.columns().size()) {
          throw invalid(
              "input.tables.rows: %d cells in a row of '%s' (expected: %d)"
                  .formatted(row.size(), table.id(), table.columns().size()));
        }
      }
    }
  }

  private static Result draw(String title, List<Fact> facts, List<Table> tables) {
    List<File> files = new ArrayList<>();
    files.add(new File("report.md", Markdown.of(title, facts, tables)));
    for (Table table : tables) {
      if (table.chart() != null) {
        files.add(new File(table.id() + ".svg", Plot.of(table.title(), table.chart())));
      }
    }
    return new Result(files);
  }

  private static KappaException invalid(String message) {
    return new KappaException(ErrorCode.INVALID_INPUT, message);
  }
}
