package dev.kappa.apps.tpcds;

import dev.kappa.StepContext;
import dev.kappa.apps.files.WorkDirectory;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Generates a piece of the data: as text first, then as Parquet. */
final class Generator implements AutoCloseable {
  private static final int ROWS_PER_LOOK = 10_000;

  private final Piece piece;
  private final DataSet draft;
  private final Path work;
  private final List<Table> tables;
  private final List<Path> texts = new ArrayList<>();
  private final List<BufferedWriter> writers = new ArrayList<>();
  private final long[] generated;

  private Generator(Piece piece, DataSet draft, Path work) throws IOException {
    this.piece = piece;
    this.draft = draft;
    this.work = work;
    this.tables = Tables.family(piece.table());
    this.generated = new long[tables.size()];
    for (Table each : tables) {
      Path text = Files.createTempFile(work, each.getName(), ".psv");
      texts.add(text);
      writers.add(Files.newBufferedWriter(text));
    }
  }

  /**
   * Writes the piece's files into a draft of the data.
   *
   * @return its files: that of the table, and that of the one that comes with it
   */
  static List<Listed> write(Piece piece, double scale, DataSet draft) throws IOException {
    try (WorkDirectory work = draft.work();
        Generator generator = new Generator(piece, draft, work.directory())) {
      generator.writeTexts(scale);
      return generator.convert();
    }
  }

  private void writeTexts(double scale) throws IOException {
    Session session = Session.getDefaultSession().withScale(scale);
    long seen = 0;
    for (List<List<String>> rows :
        Results.constructResults(tables.getFirst(), piece.from(), piece.to(), session)) {
      for (int i = 0; i < rows.size(); i++) {
        write(writers.get(i), rows.get(i));
        generated[i]++;
      }
      if (++seen % ROWS_PER_LOOK == 0) {
        StepContext.current().heartbeat();
      }
    }
    for (BufferedWriter writer : writers) {
      writer.close();
    }
  }

  private static void write(BufferedWriter out, List<? extends @Nullable String> row)
      throws IOException {
    for (int i = 0; i < row.size(); i++) {
      if (i > 0) {
        out.write('|');
      }
      String value = row.get(i);
      if (value != null) {
        out.write(value);
      }
    }
    out.write('\n');
  }

  private List<Listed> convert() throws IOException {
    List<Listed> files = new ArrayList<>();
    try (Engine engine = Engine.open(work.resolve("spill"))) {
      for (int i = 0; i < tables.size(); i++) {
        files.add(convert(engine, tables.get(i), texts.get(i), generated[i]));
      }
    }
    return files;
  }

  /** The file is whole and durable before it has its name: data that is there is whole. */
  private Listed convert(Engine engine, Table table, Path text, long expected) throws IOException {
    Path part = Files.createTempFile(work, table.getName(), ".parquet");
    try {
      String query =
          "SELECT * FROM read_csv(%s, delim = '|', header = false, quote = '', escape = '', nullstr = '', auto_detect = false, columns = %s)"
              .formatted(Sql.text(text), Tables.columns(table));
      long rows = engine.run(Sql.toParquet(query, part));
      if (rows != expected) {
        throw new IOException(
            "%s: %d rows were generated, and %d are in Parquet".formatted(piece, expected, rows));
      }
      Listed listed = Listed.of(table.getName(), piece.number(), rows, part);
      draft.add(table.getName(), piece.number(), part);
      return listed;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void close() throws IOException {
    for (BufferedWriter writer : writers) {
      writer.close();
    }
    for (Path text : texts) {
      Files.deleteIfExists(text);
    }
  }
}
