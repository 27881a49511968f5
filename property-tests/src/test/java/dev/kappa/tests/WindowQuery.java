package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.StreamReport.Cell;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One DuckDB that reads a whole log, one line after the other, to compare with. An item is late if
 * any item before it was so far ahead that its window was closed.
 */
final class WindowQuery implements AutoCloseable {
  private final Connection connection;
  private final long window;
  private final long lateness;

  /** On the segments of {@code log}, whose names sort as their numbers do. */
  WindowQuery(Path log, long window, long lateness) {
    this.window = window;
    this.lateness = lateness;
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      run("SET threads = 1");
      run(
          """
          CREATE TABLE items AS
          SELECT row_number() OVER () AS n, key, time, value, time - time %% %d AS start
          FROM read_json([%s], format = 'newline_delimited', ignore_errors = true,
            columns = {key: 'VARCHAR', time: 'BIGINT', value: 'DECIMAL(18, 4)'})
          WHERE key IS NOT NULL
          """
              .formatted(window, files(log)));
      run(
          """
          CREATE TABLE marked AS
          SELECT *, max(time) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING) >= start + %d AS late
          FROM items
          """
              .formatted(window + lateness));
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String files(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files.sorted().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
    }
  }

  /** Requires a run's report, and what its result says, to be what is in the log. */
  void check(StreamReport report) {
    List<Cell> windows = cells("NOT late");
    assertThat(report.windows()).isEqualTo(windows);
    assertThat(report.late()).isEqualTo(lateCells());
    assertThat(report.total().path("items").longValue()).isEqualTo(number("count(*)"));
    assertThat(report.total().path("late").longValue()).isEqualTo(number("count(*) FILTER (late)"));
    assertThat(report.total().path("windows").longValue())
        .isEqualTo(windows.stream().map(Cell::window).distinct().count());
  }

  long number(String what) {
    return rows("SELECT " + what + " FROM marked", row -> row.getLong(1)).getFirst();
  }

  /** {@return the most frequent keys with their counts, as {@code key=count}} */
  List<String> top(int most) {
    return rows(
        "SELECT key, count(*) FROM marked GROUP BY key ORDER BY count(*) DESC, key LIMIT " + most,
        row -> row.getString(1) + "=" + row.getLong(2));
  }

  /**
   * Requires what a run has published when it had counted all of the log to be what is in it.
   *
   * @param ended whether it was told that nothing is to come: then all windows are closed
   * @param most how many keys are told
   */
  void checkPublished(JsonNode report, boolean ended, int most) {
    assertThat(report.get("items").longValue()).isEqualTo(number("count(*)"));
    assertThat(report.get("late").longValue()).isEqualTo(number("count(*) FILTER (late)"));
    long highest = number("coalesce(max(time), -1)");
    assertThat(report.get("watermark").longValue()).isEqualTo(Math.max(0, highest - lateness));
    long closedBefore = ended ? Long.MAX_VALUE : highest - lateness - window + 1;
    List<Cell> all = cells("NOT late");
    List<Cell> closed = all.stream().filter(cell -> cell.window() < closedBefore).toList();
    assertThat(report.get("windows").longValue())
        .isEqualTo(closed.stream().map(Cell::window).distinct().count());
    assertThat(report.get("open").longValue()).isEqualTo(all.size() - closed.size());
    assertThat(report.get("top").valueStream().map(WindowQuery::ranked)).isEqualTo(top(most));
    checkLast(report.path("last"), closed, most);
  }

  private static String ranked(JsonNode top) {
    return top.get("key").stringValue() + "=" + top.get("count").longValue();
  }

  /** The window that was closed last is the highest, since others are late when it is. */
  private static void checkLast(JsonNode last, List<Cell> closed, int most) {
    if (closed.isEmpty()) {
      assertThat(last.isNull() || last.isMissingNode()).isTrue();
      return;
    }
    long start = closed.getLast().window();
    List<Cell> cells = closed.stream().filter(cell -> cell.window() == start).toList();
    assertThat(last.get("window").longValue()).isEqualTo(start);
    assertThat(last.get("items").longValue())
        .isEqualTo(cells.stream().mapToLong(Cell::count).sum());
    assertThat(last.get("top").valueStream().map(WindowQuery::mean).toList())
        .isEqualTo(
            cells.stream()
                .sorted(
                    Comparator.comparingLong((Cell cell) -> -cell.count()).thenComparing(Cell::key))
                .limit(most)
                .map(cell -> cell.key() + "=" + cell.count() + " of " + cell.mean())
                .toList());
  }

  private static String mean(JsonNode top) {
    String mean = StreamReport.text(top.get("mean").decimalValue());
    return ranked(top) + " of " + mean;
  }

  private Set<Cell> lateCells() {
    return cells("late").stream()
        .map(cell -> new Cell(cell.window(), cell.key(), cell.count(), cell.sum(), ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Cell> cells(String which) {
    return rows(
        "SELECT start, key, count(*), sum(value) FROM marked WHERE %s GROUP BY start, key ORDER BY start, key"
            .formatted(which),
        WindowQuery::cell);
  }

  private static Cell cell(ResultSet row) throws SQLException {
    BigDecimal sum = row.getBigDecimal(4);
    long count = row.getLong(3);
    BigDecimal mean = sum.divide(BigDecimal.valueOf(count), 6, RoundingMode.HALF_EVEN);
    return new Cell(
        row.getLong(1), row.getString(2), count, StreamReport.text(sum), StreamReport.text(mean));
  }

  private interface Read<R> {
    R of(ResultSet row) throws SQLException;
  }

  private <R> List<R> rows(String sql, Read<R> read) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<R> all = new ArrayList<>();
      while (rows.next()) {
        all.add(read.of(rows));
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
