package dev.kappa.apps.tpcds;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** Pieces of DuckDB's SQL. */
final class Sql {
  private Sql() {}

  /** {@return {@code value} as a literal} */
  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  static String text(Path file) {
    return text(file.toString());
  }

  /** {@return what reads Parquet files as one table} */
  static String parquet(Collection<Path> files) {
    return files.stream().map(Sql::text).collect(Collectors.joining(", ", "read_parquet([", "])"));
  }

  /** {@return what writes a query's rows into a CSV file, below the names of its columns} */
  static String toCsv(String query, Path file) {
    return "COPY (%s) TO %s (FORMAT csv, HEADER)".formatted(query, text(file));
  }

  /** {@return what writes a query's rows into a Parquet file} */
  static String toParquet(String query, Path file) {
    return "COPY (%s) TO %s (FORMAT parquet)".formatted(query, text(file));
  }
}
