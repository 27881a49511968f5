package dev.kappa.coordinator.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The applications whose checkpoints are measured, and what they are given. */
final class Applications {
  private static final int TASKS = 4;
  private static final int MAPPERS = 64;
  private static final int QUERY = 95;
  private static final long CHUNK = 256 << 10;

  private final Bench bench;
  private final SampleData data;

  Applications(Bench bench, SampleData data) {
    this.bench = bench;
    this.data = data;
  }

  List<Figures.Table> factorial() {
    int factors = bench.volume().factors();
    return Overhead.measure(
        bench,
        "factorial-while",
        "%d steps, one after the other, whose checkpoints hold up to some KiB".formatted(factors),
        Map.of("n", factors));
  }

  List<Figures.Table> wordCount() throws Exception {
    String text = data.text(bench.volume().textBytes()).toString();
    return Overhead.measure(
        bench,
        "word-count",
        "%s of text, %d mappers".formatted(Sizes.shown(bench.volume().textBytes()), MAPPERS),
        Map.of("path", text, "mappers", MAPPERS, "output", output("word-count")));
  }

  List<Figures.Table> grep() throws Exception {
    String text = data.text(bench.volume().textBytes()).toString();
    return Overhead.measure(
        bench,
        "grep",
        "%s of text, %d tasks".formatted(Sizes.shown(bench.volume().textBytes()), TASKS),
        Map.of(
            "path",
            text,
            "pattern",
            "[qx][a-f]+ [a-m]+b ",
            "chunkBytes",
            CHUNK,
            "workers",
            TASKS,
            "output",
            output("grep")));
  }

  List<Figures.Table> tpcds() throws Exception {
    double scale = bench.volume().scale();
    String directory = data.directory().resolve("tpcds").toString();
    Map<String, Object> place = Map.of("scale", scale, "workers", TASKS, "directory", directory);
    bench.runs().result("tpcds-generate", place);
    Map<String, Object> input = new LinkedHashMap<>(place);
    input.put("query", QUERY);
    input.put("output", output("tpcds"));
    return Overhead.measure(
        bench,
        "tpcds",
        "query %d at scale %s, %d tasks".formatted(QUERY, Figures.number(scale), TASKS),
        input);
  }

  List<Figures.Table> crawl() throws Exception {
    int pages = bench.volume().pages();
    try (SampleData.Site site = data.site(pages)) {
      return Overhead.measure(
          bench,
          "crawl",
          "%d pages, served on this machine, %d tasks".formatted(pages, TASKS),
          Map.of(
              "url",
              site.url(),
              "maxPages",
              2 * pages,
              "workers",
              TASKS,
              "perHost",
              Map.of("rate", 10_000),
              "output",
              output("crawl")));
    }
  }

  private String output(String application) {
    return data.directory().resolve(application + ".out").toString();
  }
}
