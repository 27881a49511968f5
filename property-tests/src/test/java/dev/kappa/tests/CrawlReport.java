package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The file that a crawl writes. */
record CrawlReport(List<String[]> lines) {
  static CrawlReport read(String file) {
    try {
      return new CrawlReport(
          Files.readAllLines(Path.of(file)).stream().map(line -> line.split("\t", -1)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String[]> of(String kind) {
    return lines.stream().filter(line -> line[0].equals(kind)).toList();
  }

  Map<String, Double> ranks() {
    Map<String, Double> ranks = new TreeMap<>();
    of("page").forEach(line -> ranks.put(line[5], Double.parseDouble(line[1])));
    return ranks;
  }

  Set<String> links() {
    Set<String> links = new TreeSet<>();
    of("link").forEach(line -> links.add(line[1] + " " + line[2]));
    return links;
  }

  Map<String, String> broken() {
    Map<String, String> broken = new TreeMap<>();
    of("broken").forEach(line -> broken.put(line[2], line[3]));
    return broken;
  }

  Map<String, String> unread() {
    Map<String, String> unread = new TreeMap<>();
    of("unread").forEach(line -> unread.put(line[2], line[1]));
    return unread;
  }

  String limit() {
    return of("crawl").getFirst()[2];
  }

  /** Checks that it says what another crawl found. */
  void isThatOf(SequentialCrawl expected) {
    assertThat(ranks().keySet()).isEqualTo(new TreeSet<>(expected.pages()));
    assertThat(links()).isEqualTo(expected.links());
    assertThat(broken()).isEqualTo(expected.broken());
    Map<String, Double> ranks = ranks();
    expected
        .ranks()
        .forEach((page, rank) -> assertThat(ranks.get(page)).isCloseTo(rank, within(1e-9)));
  }
}
