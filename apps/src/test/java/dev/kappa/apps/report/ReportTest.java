package dev.kappa.apps.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.apps.report.Report.Table;
import dev.kappa.error.KappaException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void whatIsMissingIsSaid() {
    assertRefused(new Report.Input("title", null, List.of()), "facts or tables are missing");
  }

  @Test
  void aTableIsNoPathAndHasANameOfItsOwn() {
    assertRefused(input(table("../a", List.of())), "input.tables.id: '../a'");
    assertRefused(input(table("a", List.of()), table("a", List.of())), "input.tables.id: 'a'");
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertRefused(
        input(table("a", List.of("1", "2"))),
        "input.tables.rows: 2 cells in a row of 'a' (expected: 1)");
  }

  private static Report.Input input(Table... tables) {
    return new Report.Input("title", List.of(), List.of(tables));
  }

  private static Table table(String id, List<String> row) {
    return new Table(
        id, "title", "about", List.of("column"), row.isEmpty() ? List.of() : List.of(row), null);
  }

  private static void assertRefused(Report.Input input, String message) {
    assertThatThrownBy(() -> Report.make(input))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining(message);
  }
}
