package dev.kappa.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file that a run of {@code streaming} writes. */
record StreamReport(List<JsonNode> lines) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** What the items of a key in a window come to; a late one has no mean. */
  record Cell(long window, String key, long count, String sum, String mean)
      implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byWindow = Long.compare(window, other.window);
      return byWindow != 0 ? byWindow : key.compareTo(other.key);
    }
  }

  /** {@return what a run has published} */
  static JsonNode published(String json) {
    return JSON.readTree(json);
  }

  static StreamReport read(String file) {
    try {
      return new StreamReport(
          Files.readAllLines(Path.of(file)).stream().map(JSON::readTree).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<JsonNode> of(String kind) {
    return lines.stream().filter(line -> line.has(kind)).toList();
  }

  /** {@return the windows, in the order in which they were written} */
  List<Cell> windows() {
    return of("window").stream()
        .map(
            line ->
                new Cell(
                    line.get("window").longValue(),
                    line.get("key").stringValue(),
                    line.get("count").longValue(),
                    text(line.get("sum").decimalValue()),
                    text(line.get("mean").decimalValue())))
        .toList();
  }

  /** {@return the late items, added up by window and key} */
  Set<Cell> late() {
    Map<String, Cell> cells = new TreeMap<>();
    for (JsonNode line : of("late")) {
      Cell cell =
          new Cell(
              line.get("late").longValue(),
              line.get("key").stringValue(),
              line.get("count").longValue(),
              text(line.get("sum").decimalValue()),
              "");
      cells.merge(cell.window + " " + cell.key, cell, StreamReport::plus);
    }
    return new TreeSet<>(cells.values());
  }

  private static Cell plus(Cell one, Cell other) {
    BigDecimal sum = new BigDecimal(one.sum).add(new BigDecimal(other.sum));
    return new Cell(one.window, one.key, one.count + other.count, text(sum), "");
  }

  List<String> malformed() {
    return of("malformed").stream().map(line -> line.get("malformed").toString()).toList();
  }

  /** {@return the last line, which says that the file is whole} */
  JsonNode total() {
    return lines.getLast().path("total");
  }

  /** {@return a number without zeros at its end} */
  static String text(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
