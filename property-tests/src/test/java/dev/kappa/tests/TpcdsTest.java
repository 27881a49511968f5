package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.tpcds.Generate;
import dev.kappa.apps.tpcds.Tpcds;
import dev.kappa.apps.tpcds.Whole;
import dev.kappa.error.ErrorCode;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.RunError;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workflows in this JVM, on the smallest data; what they find is what one DuckDB finds. */
final class TpcdsTest {
  private static final double SCALE = 0.01;

  /** Those that find nothing in so little: {@link TpcdsIT} asks them of more. */
  private static final Set<Integer> NEEDS_MORE_DATA = Set.of(1, 16, 94, 95);

  @TempDir private static Path shared = Path.of("");
  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void makeData() {
    Generate.Result made =
        KappaTest.run(Generate::generate, new Generate.Input(SCALE, 4, shared.toString(), null))
            .result();
    assertThat(made.directory()).isEqualTo(data().toString());
    assertThat(made.files()).isGreaterThan(24);
  }

  private static Path data() {
    try {
      return shared.toRealPath().resolve("sf-0.01");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 12, 16, 22, 51, 86, 87, 93, 94, 95, 97})
  void answersAreThoseOfOneEngine(int query) throws IOException {
    // How many workers there are changes nothing: one query shows that for all.
    for (int workers : query == 3 ? List.of(1, 2, 3) : List.of(3)) {
      Path csv = directory.resolve("found '" + workers + "'.csv");
      Tpcds.Input input =
          new Tpcds.Input(SCALE, query, workers, shared.toString(), csv.toString(), null);
      Tpcds.Result result = KappaTest.run(Tpcds::query, input).result();
      List<String> lines = Files.readAllLines(csv);
      assertThat(result).isEqualTo(new Tpcds.Result(lines.size() - 1, csv.toString()));
      try (WholeQuery whole = new WholeQuery(data(), directory)) {
        whole.check(query, lines);
      }
      if (!NEEDS_MORE_DATA.contains(query)) {
        assertThat(lines).hasSizeGreaterThan(1);
        assertThat(lines.get(1)).matches(".*[1-9].*");
      }
    }
  }

  @Test
  void answersAreTheSameWhateverDies() throws IOException {
    Path csv = directory.resolve("found.csv");
    try (WholeQuery whole = new WholeQuery(data(), directory)) {
      KappaTest.of(Tpcds::query, input(3, csv))
          .everyCrash()
          .check(
              run -> {
                assertThat(run.result().rows()).isPositive();
                whole.check(3, lines(csv));
                try (Stream<Path> files = Files.list(data().getParent())) {
                  assertThat(files.map(Path::getFileName)).containsExactly(data().getFileName());
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
    }
  }

  @Test
  void dataIsMadeOnce() throws IOException {
    Path item = data().resolve("item/00000.parquet");
    Object before = Files.getLastModifiedTime(item);
    KappaTest.run(Generate::generate, new Generate.Input(SCALE, 2, shared.toString(), null))
        .result();
    assertThat(Files.getLastModifiedTime(item)).isEqualTo(before);
  }

  @Test
  void theRunIsDrawn() throws IOException {
    Path picture = directory.resolve("run.svg");
    KappaTest.run(
            Tpcds::query,
            new Tpcds.Input(SCALE, 93, 2, shared.toString(), null, picture.toString()))
        .result();
    assertThat(Files.readString(picture)).contains("sold", "returned", "tickets", "buyers");
  }

  // ---- bad input

  @Test
  void whatIsWrongIsTold() {
    assertRefused(SCALE, 2, "input.query: 2 (expected: one of [1, 3,");
    assertRefused(0.0, 1, "input.scale: 0.0 (expected: above 0");
    assertRefused(90_000.0, 1, "input.scale: 90000 needs about 37801.0 GB");
  }

  private void assertRefused(double scale, int query, String message) {
    Path csv = directory.resolve("found.csv");
    Tpcds.Input input =
        new Tpcds.Input(scale, query, 2, directory.toString(), csv.toString(), null);
    RunError error = KappaTest.run(Tpcds::query, input).error();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(error.message()).contains(message);
    assertThat(csv).doesNotExist();
  }

  /** As many as the generator makes when it makes all at once, whatever the pieces. */
  @Test
  void allRowsAreThereThatTheGeneratorMakes() throws IOException {
    Session session = Session.getDefaultSession().withScale(SCALE);
    Map<String, Long> generated = new TreeMap<>();
    for (Table table : Table.getBaseTables()) {
      if (!table.isChild() && table != Table.DBGEN_VERSION) {
        count(table, Results.constructResults(table, session), generated);
      }
    }
    assertThat(generated).hasSize(24).allSatisfy((table, n) -> assertThat(n).isPositive());
    try (WholeQuery whole = new WholeQuery(data(), directory)) {
      assertThat(whole.rows(generated.keySet())).isEqualTo(generated);
    }
    assertThat(listed().stream().mapToLong(TpcdsTest::rows).sum())
        .isEqualTo(generated.values().stream().mapToLong(n -> n).sum());
  }

  private static void count(Table table, Results results, Map<String, Long> counts) {
    for (List<List<String>> rows : results) {
      counts.merge(table.getName(), 1L, Long::sum);
      if (rows.size() > 1) {
        counts.merge(table.getChild().getName(), 1L, Long::sum);
      }
    }
  }

  /** {@return the manifest's lines of files} */
  private static List<String> listed() {
    List<String> lines = lines(data().resolve("manifest"));
    assertThat(lines.getLast()).startsWith("end " + (lines.size() - 1) + " ");
    return lines.subList(0, lines.size() - 1);
  }

  private static long rows(String line) {
    return Long.parseLong(line.split(" ", 3)[1]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "empty", "first", "middle", "last"})
  void aDamagedFileGivesAnErrorThatNamesIt(String damage) throws IOException {
    Path copy = directory.resolve("sf-0.01");
    copy(data(), copy);
    Path file = copy.resolve("store_sales/00003.parquet");
    byte[] bytes = Files.readAllBytes(file);
    switch (damage) {
      case "cut" -> bytes = Arrays.copyOf(bytes, bytes.length - 100);
      case "empty" -> bytes = new byte[0];
      case "first" -> bytes[0] ^= 1;
      case "middle" -> bytes[bytes.length / 2] ^= 1;
      default -> bytes[bytes.length - 1] ^= 1;
    }
    Files.write(file, bytes);
    Path csv = directory.resolve("found.csv");
    Tpcds.Input input = new Tpcds.Input(SCALE, 3, 2, directory.toString(), csv.toString(), null);
    RunError error = KappaTest.run(Tpcds::query, input).error();
    assertThat(error.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
    assertThat(error.message())
        .contains("sf-0.01/store_sales/00003.parquet is damaged: it has " + bytes.length + " bytes")
        .contains("delete all of it, and the next run makes it anew");
    assertThat(csv).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"end", "file", "half", "rows"})
  void aDamagedManifestGivesAnErrorThatNamesIt(String damage) throws IOException {
    Path copy = directory.resolve("sf-0.01");
    copy(data(), copy);
    Path manifest = copy.resolve("manifest");
    String text = Files.readString(manifest);
    String damaged =
        switch (damage) {
          case "end" -> text.replaceFirst("end .*\n", "");
          case "file" -> text.replaceFirst("store_sales/00003.*\n", "");
          case "half" -> text.substring(0, text.length() / 2);
          default -> text.replace("store_sales/00003.parquet ", "store_sales/00003.parquet 1");
        };
    assertThat(damaged).isNotEqualTo(text);
    Files.writeString(manifest, damaged);
    Path csv = directory.resolve("found.csv");
    Tpcds.Input input = new Tpcds.Input(SCALE, 3, 2, directory.toString(), csv.toString(), null);
    RunError error = KappaTest.run(Tpcds::query, input).error();
    assertThat(error.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
    assertThat(error.message())
        .contains("sf-0.01/manifest is damaged: its last line is not 'end ")
        .contains("delete all of it, and the next run makes it anew");
    assertThat(csv).doesNotExist();
  }

  @Test
  void oneEngineOpensOnlyTheTablesOfTheQuery() throws IOException {
    Path copy = directory.resolve("sf-0.01");
    copy(data(), copy);
    Files.write(copy.resolve("inventory/00000.parquet"), new byte[0]);
    Path csv = directory.resolve("found.csv");
    Whole.Input input = new Whole.Input(SCALE, 3, directory.toString(), csv.toString());
    assertThat(KappaTest.run(Whole::measure, input).result().rows()).isPositive();
    try (WholeQuery whole = new WholeQuery(data(), directory)) {
      whole.check(3, lines(csv));
    }
    Files.write(copy.resolve("store_sales/00003.parquet"), new byte[0]);
    assertThat(KappaTest.run(Whole::measure, input).error().message())
        .contains("sf-0.01/store_sales/00003.parquet is damaged");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  @Test
  void dataThatIsNotWholeGivesNoResult() throws IOException {
    Path copy = Files.createDirectories(directory.resolve("sf-0.01"));
    Files.copy(data().resolve("manifest"), copy.resolve("manifest"));
    Path csv = directory.resolve("found.csv");
    Tpcds.Input input = new Tpcds.Input(SCALE, 3, 2, directory.toString(), csv.toString(), null);
    RunError error = KappaTest.run(Tpcds::query, input).error();
    assertThat(error.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
    assertThat(error.message()).contains("00000.parquet: no such file", "not whole");
    assertThat(csv).doesNotExist();
  }

  private static Tpcds.Input input(int query, Path csv) {
    return new Tpcds.Input(SCALE, query, 2, shared.toString(), csv.toString(), null);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
