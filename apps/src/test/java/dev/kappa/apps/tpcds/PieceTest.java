package dev.kappa.apps.tpcds;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.01, 0.5, 1, 300})
  void rowsOfEachTableAreInOnePieceEach(double scale) {
    Map<String, List<Piece>> tables =
        Piece.all(scale).stream().collect(Collectors.groupingBy(Piece::table));
    assertThat(tables).hasSize(21);
    tables.forEach(
        (table, pieces) -> {
          long next = 1;
          for (Piece piece : pieces) {
            assertThat(piece.from()).as(table).isEqualTo(next);
            assertThat(piece.to()).as(table).isGreaterThanOrEqualTo(piece.from());
            next = piece.to() + 1;
          }
          long rows = session(scale).getScaling().getRowCount(Table.getTable(table));
          assertThat(next).as(table).isEqualTo(rows + 1);
        });
  }

  @Test
  void factsAreSharedAlsoWhereTheyAreFew() {
    assertThat(Piece.all(0.01).stream().filter(piece -> piece.table().equals("store_sales")))
        .hasSize(8);
  }

  /** Those that are cut: what one call generates is what the calls for the pieces do. */
  @ParameterizedTest
  @ValueSource(strings = {"WEB_SALES", "INVENTORY", "CUSTOMER_DEMOGRAPHICS"})
  void piecesMakeTheWhole(Table table) {
    Session session = session(0.01);
    List<Integer> pieces = new ArrayList<>();
    for (Piece piece : Piece.all(0.01)) {
      if (piece.table().equals(table.getName())) {
        add(Results.constructResults(table, piece.from(), piece.to(), session), pieces);
      }
    }
    List<Integer> whole = new ArrayList<>();
    add(Results.constructResults(table, session.withTable(table)), whole);
    assertThat(pieces.equals(whole)).as("%d rows, of %d", pieces.size(), whole.size()).isTrue();
  }

  /** Hashes of the rows, but of no others: a table for itself has none of its returns. */
  private static void add(Results results, List<Integer> hashes) {
    for (List<List<String>> rows : results) {
      hashes.add(rows.getFirst().hashCode());
    }
  }

  private static Session session(double scale) {
    return Session.getDefaultSession().withScale(scale);
  }
}
