package dev.kappa.coordinator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The applications that are measured, what they are given, and who else does the same. */
final class Applications {
  private static final int MAPPERS = 64;

  /** On the small data that is measured, it still finds something. */
  private static final int QUERY = 93;

  private static final int MAKERS = 4;

  /** So that there are many checkpoints. */
  static final long SMALL_CHUNK = 256 << 10;

  /** What the application has if nothing is said. */
  static final long USUAL_CHUNK = 4 << 20;

  private static final String PATTERN = "[qx][a-f]+ [a-m]+b ";

  /** What a word is and which order they have is as in the application, for the text here. */
  private static final String COUNT =
      "tr -cs 'A-Za-z0-9_' '\\n' <\"$1\" | tr A-Z a-z | grep -E '^.{3,}$' | sort | uniq -c"
          + " | awk '{ print $2 \"\\t\" $1 }' >\"$2\"";

  /** It reads these lines alone, and checks nothing; its sums are no decimals. */
  private static final String WINDOWS =
      "cat \"$1\"/*.jsonl | awk -F'[:,}]' '"
          + "{ w = $4 - $4 % 1000; if ($4 > h) h = $4; if (h >= w + 2000) late++;"
          + " else { v = sprintf(\"%.0f\", w); n[v, $2]++; s[v, $2] += $6 } }"
          + " END { for (k in n) print k, n[k], s[k] >\"/dev/stderr\"; print NR, late + 0 }'"
          + " >\"$2\" 2>\"$3\"";

  private final Bench bench;
  private final SampleData data;

  Applications(Bench bench, SampleData data) {
    this.bench = bench;
    this.data = data;
  }

  /** What is measured of an application. */
  @FunctionalInterface
  interface Measure {
    List<Figures.Table> of(Bench bench, Subject subject) throws Exception;
  }

  List<Figures.Table> factorial() {
    int factors = bench.volume().factors();
    return Overhead.measure(
        bench,
        "factorial-while",
        "%d steps, one after the other, whose checkpoints hold up to some KiB".formatted(factors),
        Map.of("n", factors));
  }

  List<Figures.Table> wordCount(Measure measure) throws Exception {
    String text = data.text(bench.volume().data().textBytes()).toString();
    Path expected = Path.of(output("word-count.other"));
    Rival pipe =
        new ShellRival(
            "tr, sort, uniq",
            List.of("tr", "grep", "sort", "uniq", "awk"),
            COUNT,
            List.of(text, expected.toString()),
            List.of(0),
            result -> Rival.requireSame(expected, result.required("counts").stringValue()));
    return measure.of(
        bench,
        new Subject(
            "word-count",
            "%s of text, %d mappers".formatted(textSize(), MAPPERS),
            workers ->
                Map.of(
                    "path",
                    text,
                    "mappers",
                    MAPPERS,
                    "workers",
                    workers,
                    "output",
                    output("word-count.out")),
            false,
            pipe));
  }

  List<Figures.Table> grep(Measure measure, long chunk) throws Exception {
    String text = data.text(bench.volume().data().textBytes()).toString();
    Path expected = Path.of(output("grep.other"));
    Rival gnu =
        new ShellRival(
            "GNU grep",
            List.of("grep", "sort"),
            "grep -nE \"$3\" \"$1\" | sort >\"$2\"",
            List.of(text, expected.toString(), PATTERN),
            List.of(0),
            result -> Rival.requireSame(expected, result.required("output").stringValue()));
    return measure.of(
        bench,
        new Subject(
            "grep",
            "%s of text in chunks of %s".formatted(textSize(), Sizes.shown(chunk)),
            workers ->
                Map.of(
                    "path",
                    text,
                    "pattern",
                    PATTERN,
                    "chunkBytes",
                    chunk,
                    "workers",
                    workers,
                    "output",
                    output("grep.out")),
            false,
            gnu));
  }

  private String textSize() {
    return Sizes.shown(bench.volume().data().textBytes());
  }

  List<Figures.Table> tpcds(Measure measure) throws Exception {
    double scale = bench.volume().data().scale();
    String directory = data.directory().resolve("tpcds").toString();
    bench
        .runs()
        .result(
            "tpcds-generate", Map.of("scale", scale, "workers", MAKERS, "directory", directory));
    Map<String, Object> query = Map.of("scale", scale, "query", QUERY, "directory", directory);
    String csv = output("tpcds.other");
    return measure.of(
        bench,
        new Subject(
            "tpcds",
            "query %d at scale %s".formatted(QUERY, Figures.number(scale)),
            workers -> with(query, Map.of("workers", workers, "output", output("tpcds.out"))),
            false,
            new WholeQuery(bench.runs(), with(query, Map.of("output", csv)), Path.of(csv))));
  }

  private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  List<Figures.Table> crawl(Measure measure) throws Exception {
    int pages = bench.volume().data().pages();
    Path copy = Path.of(output("crawl.other"));
    try (SampleData.Site site = data.site(pages)) {
      Rival wget =
          new ShellRival(
              "wget -r",
              List.of("wget"),
              "rm -rf \"$2\" && wget -q -r -l inf -nH -P \"$2\" \"$1\"",
              List.of(site.url(), copy.toString()),
              List.of(0),
              result -> Rival.requireSame("pages", pagesBelow(copy), result.required("pages")));
      return measure.of(
          bench,
          new Subject(
              "crawl",
              "%d pages, served on this machine".formatted(pages),
              workers ->
                  Map.of(
                      "url",
                      site.url(),
                      "maxPages",
                      2 * pages,
                      "workers",
                      workers,
                      "perHost",
                      Map.of("rate", 10_000),
                      "output",
                      output("crawl.out")),
              false,
              wget));
    }
  }

  private static long pagesBelow(Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(copy)) {
      return files.filter(file -> file.toString().endsWith(".html")).count();
    }
  }

  List<Figures.Table> streaming(Measure measure) throws Exception {
    int items = bench.volume().data().items();
    String log = data.log(items, bench.runs()).toString();
    Path counts = Path.of(output("streaming.other"));
    Rival awk =
        new ShellRival(
            "awk",
            List.of("cat", "awk"),
            WINDOWS,
            List.of(log, counts.toString(), output("streaming.sums")),
            List.of(0),
            result -> requireCounts(counts, result));
    return measure.of(
        bench,
        new Subject(
            "streaming",
            "%d items of a log that is there, then drained".formatted(items),
            workers -> Map.of("log", log, "workers", workers),
            true,
            awk));
  }

  private static void requireCounts(Path counts, JsonNode result) throws IOException {
    String[] both = Files.readString(counts).strip().split(" ", -1);
    Rival.requireSame("items", Long.parseLong(both[0]), result.required("items"));
    Rival.requireSame("late", Long.parseLong(both[1]), result.required("late"));
  }

  private String output(String name) {
    return data.directory().resolve(name).toString();
  }
}
