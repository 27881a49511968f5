package dev.kappa.apps.tpcds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * A DuckDB of its own for one step, on one thread and in memory: the distribution over tasks is
 * Kappa's. What does not fit its memory it writes into a directory of the run.
 *
 * <p>This is the only class that knows DuckDB. Its native library is loaded by the first step of a
 * worker that asks for an engine, and by no other application.
 */
final class Engine implements AutoCloseable {
  private static final Path MAPPED = Path.of("/proc/self/maps");
  private static final String LIBRARY = "libduckdb_java";

  /** A part of the function's memory: the JVM's heap has the most of it. */
  private static final int SHARE = 3;

  private static final long MOST_MEGABYTES = 2048;

  private static boolean loaded;

  private final Connection connection;

  private final Path spill;

  private Engine(Connection connection, Path spill) {
    this.connection = connection;
    this.spill = spill;
  }

  /** {@return an engine that may write into {@code spill}, which need not exist} */
  static Engine open(Path spill) throws IOException {
    try {
      Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
      forgetLibrary();
      Engine engine = new Engine(connection, spill);
      engine.run("SET threads = 1");
      engine.run("SET memory_limit = '%dMB'".formatted(megabytes()));
      engine.run("SET temp_directory = " + Sql.text(spill));
      engine.run("SET autoinstall_known_extensions = false");
      engine.run("SET autoload_known_extensions = false");
      return engine;
    } catch (SQLException e) {
      throw new IOException("DuckDB can't be started: " + e.getMessage(), e);
    }
  }

  /**
   * Runs a statement.
   *
   * @return how many rows it has written
   * @throws IOException with what DuckDB reports; if memory or disk are full, with what helps
   */
  long run(String sql) throws IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return Math.max(0, statement.getUpdateCount());
    } catch (SQLException e) {
      throw new IOException("%s%s%nin: %s".formatted(e.getMessage(), advice(e), sql), e);
    }
  }

  /** {@return what the user can do about an error, if that is known} */
  private String advice(SQLException e) {
    String text = String.valueOf(e.getMessage());
    boolean full = text.contains("Out of Memory Error") || text.contains("No space left on device");
    return full
        ? "%n(expected: more workers or memory, or more room in %s)".formatted(spill.getParent())
        : "";
  }

  /** Makes {@code files} a table. */
  void view(String name, List<Path> files) throws IOException {
    run("CREATE VIEW %s AS SELECT * FROM %s".formatted(name, Sql.parquet(files)));
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException("DuckDB can't be ended: " + e.getMessage(), e);
    }
  }

  private static long megabytes() {
    String function = System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
    return function == null
        ? MOST_MEGABYTES
        : Math.clamp(Long.parseLong(function) / SHARE, 64, MOST_MEGABYTES);
  }

  /**
   * Deletes the file out of which the driver has loaded its library. The driver does that when the
   * JVM ends, but a worker that is killed would leave 70 MB. What is loaded does not need it.
   */
  private static synchronized void forgetLibrary() throws IOException {
    if (loaded || !Files.isReadable(MAPPED)) {
      return;
    }
    loaded = true;
    try (Stream<String> maps = Files.lines(MAPPED)) {
      for (Path file : maps.flatMap(Engine::unpacked).distinct().toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Stream<Path> unpacked(String map) {
    int begin = map.indexOf('/');
    if (begin < 0 || map.endsWith(" (deleted)")) {
      return Stream.of();
    }
    Path file = Path.of(map.substring(begin));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    boolean ours =
        temporary.equals(file.getParent()) && file.getFileName().toString().startsWith(LIBRARY);
    return ours ? Stream.of(file) : Stream.of();
  }
}
