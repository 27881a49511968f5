package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kappa.tests.extent.OneMode;
import dev.kappa.tests.extent.Thorough;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The benchmarks run, and what must not grow does not. No time is judged. */
@OneMode
final class BenchIT {
  @Thorough
  @Test
  void everyLineIsMeasuredAndACheckpointDoesNotGrowWithItsPast() {
    try (Kappa kappa = Kappa.onNewData()) {
      List<String> lines = kappa.call("bench", "--turns", "50").exits(0).out().lines().toList();
      for (String what :
          List.of(
              "raw round trip",
              "raw append",
              "step, SYNC",
              "step, ASYNC",
              "spawn and await",
              "message between two tasks")) {
        assertThat(numbers(line(lines, what))).hasSize(3).allMatch(number -> number > 0);
      }
      assertThat(line(lines, "64 runs at once")).matches(".*: [1-9]\\d* steps/s");
      List<Double> few = numbers(line(lines, "10 "));
      List<Double> many = numbers(line(lines, "10000 "));
      assertThat(few).hasSize(5).allMatch(number -> number > 0);
      assertThat(many).hasSize(5).allMatch(number -> number > 0);
      // A greater number takes a few bytes more.
      assertThat(many.get(1)).isCloseTo(few.get(1), within(40.0));
    }
  }

  // ---- the report

  private static final Map<String, List<String>> SAMPLES_OF_A_QUICK_REPORT =
      Map.ofEntries(
          Map.entry("checkpoints", List.of("5", "5", "5", "5", "5", "5", "5", "5")),
          Map.entry("messages", List.of("5", "5")),
          Map.entry("message-tasks", List.of("5", "10")),
          Map.entry("spawn", List.of("5", "5")),
          Map.entry("tasks", List.of("1", "1")),
          Map.entry("cold-start", List.of("2", "2")),
          Map.entry("factorial-while", List.of("1", "1")),
          Map.entry("word-count", List.of("1", "1")),
          Map.entry("grep", List.of("1", "1")),
          Map.entry("tpcds", List.of("1", "1")),
          Map.entry("crawl", List.of("1", "1")),
          Map.entry("streaming", List.of("1", "1")),
          Map.entry("word-count-workers", byWorkers("tr, sort, uniq")),
          Map.entry("grep-workers", byWorkers("GNU grep")),
          Map.entry("tpcds-workers", byWorkers("one DuckDB")),
          Map.entry("crawl-workers", byWorkers("wget -r")),
          Map.entry("streaming-workers", byWorkers("awk")));

  /** The other program, one worker, two, and two of which one is killed. */
  private static List<String> byWorkers(String other) {
    boolean isThere = !other.startsWith("wget") || Files.isExecutable(Path.of("/usr/bin/wget"));
    return Collections.nCopies(isThere ? 4 : 3, "1");
  }

  @Thorough
  @Test
  void quickReportHasAsManyRowsAndSamplesAsWereAskedFor() throws Exception {
    try (Kappa kappa = Kappa.onNewData()) {
      Path report = kappa.data().resolve("report");
      Called called = kappa.call("bench", "--report", report.toString(), "--quick").exits(0);
      assertThat(called.out()).isEqualTo(report.resolve("report.md") + "\n");

      JsonNode figures =
          JsonMapper.shared().readTree(Files.readString(report.resolve("figures.json")));
      String page = Files.readString(report.resolve("report.md"));
      assertThat(figures.at("/facts").findValuesAsString("name"))
          .contains("version", "processors", "Redis", "durability", "bare PING, p50");
      Map<String, List<String>> samples = new TreeMap<>();
      for (JsonNode table : figures.at("/tables")) {
        samples.put(table.at("/id").stringValue(), column(table, "samples"));
        assertThat(table.at("/rows"))
            .allSatisfy(row -> assertThat(page).contains("| " + String.join(" | ", cells(row))));
        assertPlotHasItsPoints(report, table);
      }
      assertThat(samples).containsExactlyInAnyOrderEntriesOf(SAMPLES_OF_A_QUICK_REPORT);
    }
  }

  @Test
  void reportOfOneExperimentHasTheSizesThatItsCallNames() throws Exception {
    try (Kappa kappa = Kappa.onNewData()) {
      Path report = kappa.data().resolve("report");
      String[] call = {"--quick", "--experiments", "spawn", "--sizes", "0,2k,1m"};
      kappa.call(concat(List.of("bench", "--report", report.toString()), call)).exits(0);

      JsonNode figures =
          JsonMapper.shared().readTree(Files.readString(report.resolve("figures.json")));
      assertThat(figures.at("/tables")).hasSize(1);
      assertThat(column(figures.at("/tables/0"), "size")).containsExactly("0 B", "2 KiB", "1 MiB");
      assertThat(report).isDirectoryNotContaining("glob:**checkpoints.svg");
    }
  }

  private static String[] concat(List<String> begin, String[] end) {
    List<String> all = new ArrayList<>(begin);
    all.addAll(List.of(end));
    return all.toArray(String[]::new);
  }

  private static List<String> column(JsonNode table, String name) {
    int column = cells(table.at("/columns")).indexOf(name);
    List<String> cells = new ArrayList<>();
    table.at("/rows").forEach(row -> cells.add(row.get(column).stringValue()));
    return cells;
  }

  private static List<String> cells(JsonNode row) {
    List<String> cells = new ArrayList<>();
    row.forEach(cell -> cells.add(cell.stringValue()));
    return cells;
  }

  /** The picture is well-formed, and has a mark for each point. */
  private static void assertPlotHasItsPoints(Path report, JsonNode table) throws Exception {
    Path plot = report.resolve(table.at("/id").stringValue() + ".svg");
    Document drawn = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile());
    int points = 0;
    for (JsonNode series : table.at("/chart/series")) {
      points += series.at("/points").size();
    }
    assertThat(points).isPositive();
    assertThat(drawn.getElementsByTagName("circle").getLength()).isEqualTo(points);
  }

  private static String line(List<String> lines, String begin) {
    return lines.stream().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
  }

  /** {@return the numbers at the end of a line} */
  private static List<Double> numbers(String line) {
    return Pattern.compile(" ")
        .splitAsStream(line)
        .filter(word -> word.matches("[0-9.]+"))
        .map(Double::valueOf)
        .toList();
  }
}
