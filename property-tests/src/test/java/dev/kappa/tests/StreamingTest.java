package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.streaming.Produce;
import dev.kappa.apps.streaming.Streaming;
import dev.kappa.error.ErrorCode;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import dev.kappa.testkit.RunError;
import dev.kappa.testkit.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole workflow in this JVM, against one DuckDB that reads the whole log. */
final class StreamingTest {
  private static final long WINDOW = 100;
  private static final long LATENESS = 50;
  private static final Duration LATER = Duration.ofSeconds(3);

  @TempDir private Path directory = Path.of("");

  // ---- what comes out

  /**
   * A log, and how it is read.
   *
   * @param segments their lines
   */
  record Case(
      List<List<String>> segments, int batchBytes, int workers, long window, long lateness) {}

  @Property(tries = 60)
  void findsWhatOneDatabaseFinds(@ForAll("cases") Case given) throws IOException {
    Path place = Files.createTempDirectory("streaming");
    try {
      Path log = log(place, given.segments);
      Path output = place.resolve("report");
      Streaming.Input input =
          new Streaming.Input(
              log.toString(),
              given.window,
              given.lateness,
              given.workers,
              given.batchBytes,
              null,
              5,
              null,
              null,
              output.toString(),
              null);
      try (WindowQuery query = new WindowQuery(log, given.window, given.lateness)) {
        Run<Streaming.Result> run = drained(input);
        check(run, query);
        query.checkPublished(StreamReport.published(run.published("report")), true, 5);
        delete(output);
        // It ends with all counted, and windows open as they are when items may still come.
        Run<Streaming.Result> broken =
            KappaTest.of(Streaming::stream, input).cancelAfter(LATER).run();
        assertThat(broken.succeeded()).isFalse();
        if (query.number("count(*)") > 0) {
          query.checkPublished(StreamReport.published(broken.published("report")), false, 5);
        }
      }
    } finally {
      delete(place);
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<String> item =
        Combinators.combine(
                Arbitraries.of("a", "b", "ä", "key with \\\"", "€\\n"),
                Arbitraries.integers().between(0, 400),
                Arbitraries.integers().between(0, 20),
                Arbitraries.of("0", "1", "-2.5", "0.1", "1e2", "12345678.0625"))
            .as((key, jump, step, value) -> item(key, jump % 40 == 0 ? jump : step * 20L, value));
    Arbitrary<String> line =
        Arbitraries.frequencyOf(
            Tuple.of(20, item), Tuple.of(1, Arbitraries.of("", "no json", "{\"key\":")));
    return Combinators.combine(
            line.list().ofMaxSize(40).list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.integers().between(1, 400),
            Arbitraries.integers().between(1, 5),
            Arbitraries.longs().between(1, 200),
            Arbitraries.longs().between(0, 100))
        .as(Case::new);
  }

  private static void check(Run<Streaming.Result> run, WindowQuery query) {
    Streaming.Result result = run.result();
    StreamReport report = StreamReport.read(result.report());
    query.check(report);
    assertThat(result.items()).isEqualTo(query.number("count(*)"));
    assertThat(result.late()).isEqualTo(query.number("count(*) FILTER (late)"));
    assertThat(result.top().stream().map(top -> top.key() + "=" + top.count()))
        .isEqualTo(query.top(5));
    assertThat(report.malformed()).hasSize((int) result.malformed());
    assertThat(result.windows())
        .isEqualTo(report.windows().stream().map(StreamReport.Cell::window).distinct().count());
  }

  @Test
  void timesThatGoBackAreLateOnceTheirWindowIsClosed() throws IOException {
    Path log =
        log(
            directory,
            List.of(
                List.of(
                    item("a", 10, "1"),
                    item("a", 149, "2"),
                    item("a", 99, "4"),
                    item("a", 150, "8"),
                    item("a", 99, "16"),
                    item("a", 0, "32"),
                    item("a", 100, "64"))));
    Streaming.Result result = drained(input(log, 1 << 18)).result();
    StreamReport report = StreamReport.read(result.report());
    assertThat(report.windows())
        .containsExactly(
            new StreamReport.Cell(0, "a", 2, "5", "2.5"),
            new StreamReport.Cell(100, "a", 3, "74", "24.666667"));
    assertThat(report.late()).containsExactly(new StreamReport.Cell(0, "a", 2, "48", ""));
    assertThat(result.items()).isEqualTo(7);
    assertThat(result.late()).isEqualTo(2);
  }

  @Test
  void linesThatAreNoItemsAreCountedAndTold() throws IOException {
    Path log = Files.createDirectories(directory.resolve("log"));
    byte[] bad =
        "{\"key\":\"\u00ff\",\"time\":1,\"value\":1}\n".getBytes(StandardCharsets.ISO_8859_1);
    Path segment = Files.write(log.resolve("1.jsonl"), bad);
    for (String line :
        List.of(
            "",
            "[1]",
            "{\"key\":\"a\"",
            "{\"key\":\"a\",\"time\":1,\"value\":1} 2",
            "{\"key\":\"a\",\"key\":\"b\",\"time\":1,\"value\":1}",
            "{\"key\":\"\",\"time\":1,\"value\":1}",
            "{\"key\":\"" + "k".repeat(101) + "\",\"time\":1,\"value\":1}",
            "{\"key\":\"\\ud800\",\"time\":1,\"value\":1}",
            "{\"time\":1,\"value\":1}",
            "{\"key\":\"a\",\"time\":-1,\"value\":1}",
            "{\"key\":\"a\",\"time\":1.5,\"value\":1}",
            "{\"key\":\"a\",\"time\":99999999999999999999,\"value\":1}",
            "{\"key\":\"a\",\"time\":1,\"value\":\"1\"}",
            "{\"key\":\"a\",\"time\":1,\"value\":NaN}",
            "{\"key\":\"a\",\"time\":1,\"value\":1e15}",
            "{\"key\":\"a\",\"time\":1,\"value\":1e-10}",
            "{\"key\":\"a\",\"time\":1,\"value\":1e999999999}",
            "{\"key\":\"" + "long ".repeat(220_000) + "\"}",
            item("a", 1, "1"),
            "{\"key\":\"half")) {
      append(segment, line + (line.endsWith("half") ? "" : "\n"));
    }
    Streaming.Result result = drained(input(log, 50)).result();
    assertThat(result.items()).isEqualTo(1);
    assertThat(result.malformed()).isEqualTo(20);
    List<String> told = StreamReport.read(result.report()).malformed();
    assertThat(told).hasSize(20).allSatisfy(flaw -> assertThat(flaw).contains("1.jsonl"));
    assertThat(told.getFirst()).contains("\"offset\":0,\"why\":\"it is not UTF-8\"");
    assertThat(told.get(1)).contains("\"offset\":" + bad.length + ",\"why\":\"it is empty\"");
    assertThat(told.get(18)).contains("longer than 1048576 bytes");
    assertThat(told.get(10)).contains("time: -1 (expected: milliseconds since 1970)");
  }

  @Test
  void manyMalformedLinesAreCounted() throws IOException {
    Path log = log(directory, List.of(List.of("\n".repeat(999), item("a", 1, "1"))));
    Streaming.Result result = drained(input(log, 1 << 18)).result();
    assertThat(result.malformed()).isEqualTo(1000);
    List<String> told = StreamReport.read(result.report()).malformed();
    assertThat(told).hasSize(101);
    assertThat(told.getLast()).contains("\"more\":900");
  }

  @Test
  void aCountIsAtMostSoWrongAsIsToldWhenThereAreMoreKeys() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      lines.add(item(i % 3 == 0 ? "often" : "key" + i, i, "1"));
    }
    Path log = log(directory, List.of(lines));
    Streaming.Ranked first = drained(input(log, 20_000)).result().top().getFirst();
    assertThat(first.key()).isEqualTo("often");
    assertThat(first.count()).isGreaterThanOrEqualTo(1667);
    assertThat(first.count() - first.error()).isLessThanOrEqualTo(1667);
  }

  // ---- whatever fails

  @Test
  void noItemIsLostOrCountedTwiceWhateverDies() throws IOException {
    Path log =
        log(
            directory,
            List.of(
                List.of(item("a", 0, "1"), item("b", 120, "2"), item("a", 160, "4")),
                List.of(item("b", 20, "8"), "no item", item("a", 330, "16"))));
    try (WindowQuery query = new WindowQuery(log, WINDOW, LATENESS)) {
      KappaTest.of(Streaming::stream, input(log, 60))
          .signal(LATER, "drain", null)
          .beforeEach(() -> delete(directory.resolve("report")))
          .everyCrash()
          .check(run -> check(run, query));
    }
  }

  @Test
  void noItemIsLostWhileAProducerAppends() {
    Path log = directory.resolve("grows");
    Streaming.Input input =
        new Streaming.Input(log.toString(), 200L, 50L, 2, 200, 300L, 5, 60L, 40.0, report(), null);
    KappaTest.of(Streaming.workflows(), "streaming", input)
        .beforeEach(
            () -> {
              delete(log);
              delete(directory.resolve("report"));
            })
        .random(30)
        .check(
            run -> {
              StreamReport report = StreamReport.read(report());
              try (WindowQuery query = new WindowQuery(log, 200, 50)) {
                query.check(report);
                assertThat(query.number("count(*)")).isEqualTo(60);
              }
            });
  }

  // ---- from outside

  @Test
  void aRunWithoutALogShowsASample() {
    JsonNode result =
        JsonMapper.shared()
            .readTree(
                KappaTest.of(Streaming.workflows(), "streaming", sample(null, null)).run().json());
    assertThat(List.copyOf(result.propertyNames()))
        .containsExactly("items", "late", "malformed", "windows", "top", "report");
    assertThat(result.get("items").longValue()).isEqualTo(1000);
    assertThat(result.get("late").longValue()).isPositive();
    assertThat(result.get("top").size()).isEqualTo(10);
  }

  @Test
  void whatIsKnownIsPublished() throws IOException {
    Path log =
        log(directory, List.of(List.of(item("a", 0, "1"), item("a", 9, "2"), item("b", 170, "1"))));
    Run<Streaming.Result> run = drained(input(log, 60));
    assertThat(run.published("report"))
        .contains("\"items\":3")
        .contains("\"windows\":2")
        .contains("\"segment\":\"000001.jsonl\"")
        .contains("\"watermark\":120");
  }

  @Test
  void theLongestKeysCanBePublished() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      lines.add(item("\\u0001".repeat(98) + i, 0, "999999999999999.999999999"));
    }
    Path log = log(directory, List.of(lines));
    Run<Streaming.Result> run = drained(numbers(log.toString(), WINDOW, LATENESS, 2, 1 << 18));
    assertThat(run.result().items()).isEqualTo(20);
    assertThat(run.published("report")).contains("\\u000119\"");
  }

  @Test
  void theSignalMayComeWithAnything() throws IOException {
    Path log = log(directory, List.of(List.of(item("a", 1, "1"))));
    Streaming.Result result =
        KappaTest.of(Streaming::stream, input(log, 60))
            .signal(LATER, "drain", List.of("now", 1))
            .run()
            .result();
    assertThat(result.items()).isEqualTo(1);
  }

  @Test
  void theProducerMakesTheSameItemsWhateverDies() throws IOException {
    Path log = directory.resolve("made");
    Scenario<Produce.Result> produce =
        KappaTest.of(Produce::produce, new Produce.Input(log.toString(), 100.0, 95L, 7L, 2_000));
    produce
        .beforeEach(() -> delete(log))
        .everyCrash()
        .check(
            run -> {
              assertThat(run.result().items()).isEqualTo(95);
              assertThat(lines(log)).hasSize(95).doesNotHaveDuplicates();
              assertThat(run.result().segments()).isEqualTo(names(log).size()).isEqualTo(3);
            });
    produce.run();
    assertThat(names(log)).hasSize(6);
    assertThat(lines(log)).hasSize(190);
  }

  @Test
  void anEmptyLogGivesAnEmptyReport() throws IOException {
    Path log = Files.createDirectories(directory.resolve("log"));
    Run<Streaming.Result> run = drained(input(log, 60));
    assertThat(run.result()).isEqualTo(new Streaming.Result(0, 0, 0, 0, List.of(), report()));
    assertThat(run.elapsed()).isEqualTo(LATER);
  }

  @Test
  void aSingleFileIsALogToo() throws IOException {
    Path file = Files.writeString(directory.resolve("items"), item("a", 1, "1") + "\n");
    assertThat(drained(input(file, 60)).result().items()).isEqualTo(1);
  }

  // ---- bad input

  @Test
  void badInputIsRefused() throws IOException {
    Path log = log(directory, List.of(List.of()));
    String path = log.toString();
    assertRefused(numbers(path, 0L, 0L, 1, 9), "input.windowMillis: 0 (expected: 1 to");
    assertRefused(numbers(path, 1L, -1L, 1, 9), "input.latenessMillis: -1 (expected: 0 to");
    assertRefused(numbers(path, 1L, 1L, 0, 9), "input.workers: 0 (expected: 1 to 64)");
    assertRefused(numbers(path, 1L, 1L, 65, 9), "input.workers: 65");
    assertRefused(numbers(path, 1L, 1L, 1, 0), "input.batchBytes: 0 (expected: 1 to 1048576)");
    assertRefused(sample(0L, 1.0), "input.items: 0 (expected: 1 to");
    assertRefused(sample(1L, 0.0), "input.rate: 0.0 (expected: items a second");
    assertRefused(sample(1L, Double.NaN), "input.rate: NaN");
    Produce.Input none = new Produce.Input(null, null, null, null, null);
    assertThat(KappaTest.run(Produce::produce, none).error().message())
        .contains("input.log: missing");
  }

  @Test
  void aLogThatIsNotThereFailsTheRun() {
    RunError error = drained(input(directory.resolve("none"), 60)).error();
    assertThat(error.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
    assertThat(error.message()).contains("input.log", "none", "no such directory");
    assertThat(directory.resolve("report")).doesNotExist();
  }

  @Test
  void aGapInTheSegmentsFailsTheRun() throws IOException {
    Path log = log(directory, List.of(List.of(item("a", 1, "1"))));
    Files.writeString(log.resolve("3.jsonl"), "");
    RunError error = drained(input(log, 60)).error();
    assertThat(error.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
    assertThat(error.message()).contains("segment 2 is not there (there are: 1 to 3");
  }

  @Test
  void twoSegmentsOfOneNumberFailTheRun() throws IOException {
    Path log = log(directory, List.of(List.of()));
    Files.writeString(log.resolve("1.jsonl"), "");
    assertThat(drained(input(log, 60)).error().message()).contains("have one number");
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws IOException {
    Path log = log(directory, List.of(List.of()));
    Files.writeString(directory.resolve("report"), "mine");
    assertThat(drained(input(log, 60)).error().message()).contains("is there already");
    assertThat(directory.resolve("report")).hasContent("mine");
  }

  @Test
  void tooManyKeysInOpenWindowsFailTheRun() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i <= 20_000; i++) {
      lines.add(item("key" + i, 1, "1"));
    }
    Path log = log(directory, List.of(lines));
    RunError error = drained(input(log, 1 << 20)).error();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(error.message()).contains("20001 keys in windows that are not closed");
    assertThat(StreamReport.read(report()).total().isMissingNode()).isTrue();
  }

  private static void assertRefused(Streaming.Input input, String text) {
    RunError error = drained(input).error();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(error.message()).contains(text);
  }

  // ---- logs, and runs

  private static Run<Streaming.Result> drained(Streaming.Input input) {
    return KappaTest.of(Streaming::stream, input).signal(LATER, "drain", null).run();
  }

  private String report() {
    return directory.resolve("report").toString();
  }

  private Streaming.Input input(Path log, int batchBytes) {
    return new Streaming.Input(
        log.toString(), WINDOW, LATENESS, 2, batchBytes, 2_000L, 5, null, null, report(), null);
  }

  private Streaming.Input numbers(String log, long window, long lateness, int workers, int bytes) {
    return new Streaming.Input(
        log, window, lateness, workers, bytes, null, null, null, null, report(), null);
  }

  private static Streaming.Input sample(@Nullable Long items, @Nullable Double rate) {
    return new Streaming.Input(null, null, null, null, null, null, null, items, rate, null, null);
  }

  private static String item(String key, long time, String value) {
    return "{\"key\":\"%s\",\"time\":%d,\"value\":%s}".formatted(key, time, value);
  }

  private static Path log(Path place, List<List<String>> segments) throws IOException {
    Path log = Files.createDirectories(place.resolve("log"));
    for (int i = 0; i < segments.size(); i++) {
      Path segment = log.resolve("%06d.jsonl".formatted(i + 1));
      Files.writeString(segment, String.join("\n", segments.get(i)) + "\n");
    }
    return log;
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  private static List<Path> names(Path log) {
    try (Stream<Path> files = Files.list(log)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path log) {
    return names(log).stream().flatMap(StreamingTest::linesOf).toList();
  }

  private static Stream<String> linesOf(Path segment) {
    try {
      return Files.readAllLines(segment).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path place) {
    if (!Files.exists(place)) {
      return;
    }
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
