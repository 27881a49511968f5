package dev.kappa.apps.tpcds;

import io.trino.tpcds.Scaling;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a table that one task generates, with those of the table that comes with it. Of sales a
 * row is an order of several lines.
 *
 * @param number of the piece within its table, from 0
 * @param from the first row, from 1
 * @param to the last row
 */
record Piece(String table, int number, long from, long to) {
  /** An order has some 10 lines: a million rows, and some 100 MB of text. */
  private static final long ORDERS = 100_000;

  private static final long ROWS = 1_000_000;

  /** Into how many pieces facts are cut at least, so that there is something to share. */
  private static final int FACTS = 8;

  private static final long FEW = 100_000;

  /** {@return all pieces of the data at {@code scale}} */
  static List<Piece> all(double scale) {
    Scaling scaling = Session.getDefaultSession().withScale(scale).getScaling();
    List<Piece> pieces = new ArrayList<>();
    for (Table table : Tables.generated()) {
      pieces.addAll(of(table, scaling.getRowCount(table)));
    }
    return pieces;
  }

  /** Where rows depend on the one before, as those with a history do, there is one piece. */
  private static List<Piece> of(Table table, long rows) {
    long number = table.keepsHistory() ? 1 : pieces(table, rows);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      long from = rows * i / number + 1;
      pieces.add(new Piece(table.getName(), i, from, rows * (i + 1) / number));
    }
    return pieces;
  }

  private static long pieces(Table table, long rows) {
    if (table.hasChild()) {
      return Math.min(rows, Math.max(FACTS, Math.ceilDiv(rows, ORDERS)));
    }
    return rows <= FEW ? 1 : Math.max(FACTS, Math.ceilDiv(rows, ROWS));
  }
}
