package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A query that one DuckDB answers as a whole, on all the data, to compare with. */
final class WholeQuery implements AutoCloseable {
  private final Connection connection;
  private final Path directory;
  private final Map<Integer, List<String>> answers = new HashMap<>();

  /** On the tables in the directories of {@code data}; files go to {@code directory}. */
  WholeQuery(Path data, Path directory) {
    this.directory = directory;
    try (Stream<Path> tables = Files.list(data)) {
      this.connection = DriverManager.getConnection("jdbc:duckdb:");
      for (Path table : tables.filter(Files::isDirectory).toList()) {
        run("CREATE VIEW %s AS SELECT * FROM '%s/*.parquet'".formatted(table.getFileName(), table));
      }
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return how many rows the tables have} */
  Map<String, Long> rows(Collection<String> tables) {
    Map<String, Long> rows = new TreeMap<>();
    for (String table : tables) {
      try (Statement statement = connection.createStatement();
          ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
        count.next();
        rows.put(table, count.getLong(1));
      } catch (SQLException e) {
        throw new AssertionError(table, e);
      }
    }
    return rows;
  }

  /** {@return the lines of its result as CSV} Each query is run once. */
  List<String> answer(int query) {
    return answers.computeIfAbsent(query, this::run);
  }

  private List<String> run(int query) {
    Path csv = directory.resolve("whole-%d.csv".formatted(query));
    run("COPY (%s) TO '%s' (FORMAT csv, HEADER)".formatted(text(query), csv));
    try {
      return Files.readAllLines(csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requires {@code lines} to be the result of the query: numbers but for rounding. */
  void check(int query, List<String> lines) {
    List<String> expected = answer(query);
    assertThat(lines).as("query %d", query).hasSameSizeAs(expected);
    assertThat(lines.getFirst()).isEqualTo(expected.getFirst());
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).equals(expected.get(i))) {
        checkNumbers("query %d, line %d".formatted(query, i), lines.get(i), expected.get(i));
      }
    }
  }

  private static void checkNumbers(String where, String line, String expected) {
    String[] is = line.split(",", -1);
    String[] should = expected.split(",", -1);
    assertThat(is).as(where).hasSameSizeAs(should);
    for (int i = 0; i < is.length; i++) {
      if (!is[i].equals(should[i])) {
        assertThat(should[i]).as(where).matches("-?[0-9]+\\.[0-9]{4,}(e-?[0-9]+)?");
        double number = Double.parseDouble(should[i]);
        assertThat(Double.parseDouble(is[i]))
            .as(where)
            .isCloseTo(number, within(Math.abs(number) * 1e-9));
      }
    }
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static String text(int query) {
    String name = "/dev/kappa/apps/tpcds/queries/q%02d.sql".formatted(query);
    try (InputStream in = WholeQuery.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      return text.substring(text.indexOf('\n'), text.indexOf("\n-- "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
