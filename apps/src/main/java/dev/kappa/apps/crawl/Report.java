package dev.kappa.apps.crawl;

import dev.kappa.StepContext;
import dev.kappa.apps.files.OutputFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Writes all that was found: lines of fields between tabs, the first of which says of what. */
final class Report {
  private static final int TOP = 10;

  private final Settings in;
  private final Graph graph;
  private final double[] ranks;
  private final int[] order;

  private Report(Settings in, Graph graph, double[] ranks) {
    this.in = in;
    this.graph = graph;
    this.ranks = ranks;
    this.order =
        IntStream.range(0, ranks.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer page) -> -ranks[page])
                    .thenComparing(page -> graph.pages.get(page).url()))
            .mapToInt(page -> page)
            .toArray();
  }

  static Crawl.Result write(Ranking.Ranks ranks, Settings in) throws IOException {
    OutputFile file = OutputFile.of(in.output(), "crawl-" + StepContext.current().runId() + ".tsv");
    Report report = new Report(in, Graph.read(ranks.end(), in), Part.ranks(in.scratch(), ranks));
    file.write(
        out -> {
          var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          report.writeTo(writer);
          writer.flush();
          return file;
        });
    return report.result(file);
  }

  private Crawl.Result result(OutputFile file) {
    List<Crawl.Ranked> top =
        IntStream.of(order)
            .limit(TOP)
            .mapToObj(page -> new Crawl.Ranked(graph.pages.get(page).url(), ranks[page]))
            .toList();
    return new Crawl.Result(
        graph.pages.size(), graph.count(), List.copyOf(graph.broken.values()), top, file.place());
  }

  private void writeTo(BufferedWriter out) throws IOException {
    line(out, "crawl", in.url(), limit());
    int[][] sources = graph.backwards();
    for (int page : order) {
      Node node = graph.pages.get(page);
      line(
          out,
          "page",
          String.format(Locale.ROOT, "%.12f", ranks[page]),
          node.depth(),
          sources[page].length,
          graph.links.get(page).length,
          node.url());
    }
    for (Crawl.BrokenLink link : graph.broken.values()) {
      line(out, "broken", link.why(), link.url(), link.from());
    }
    for (Node node : graph.known.nodes()) {
      switch (node.kind()) {
        case REDIRECT -> line(out, "redirect", node.url(), node.detail());
        case UNREAD -> line(out, "unread", node.detail(), node.url());
        case OPEN, PAGE, BROKEN -> {}
      }
    }
    writeLinks(out);
  }

  private String limit() {
    return graph.known.isCut()
        ? "maxPages " + in.maxPages() + ": there are more addresses"
        : "all addresses within depth " + in.maxDepth();
  }

  private void writeLinks(BufferedWriter out) throws IOException {
    for (int from = 0; from < graph.links.size(); from++) {
      for (int to : graph.links.get(from)) {
        line(out, "link", graph.pages.get(from).url(), graph.pages.get(to).url());
      }
    }
  }

  private static void line(BufferedWriter out, Object... fields) throws IOException {
    for (int i = 0; i < fields.length; i++) {
      out.write(i == 0 ? "" : "\t");
      out.write(String.valueOf(fields[i]));
    }
    out.write('\n');
  }
}
