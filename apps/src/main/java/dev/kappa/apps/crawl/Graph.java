package dev.kappa.apps.crawl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The pages and their links. A link to a redirect is one to where that leads. */
final class Graph {
  private static final int HOPS = 10;
  private static final int MOST_LINKS = 20_000_000;

  /** The pages, by their numbers here. */
  final List<Node> pages = new ArrayList<>();

  /** For each page those that it links to, in ascending order, each once, without itself. */
  final List<int[]> links = new ArrayList<>();

  final Map<String, Crawl.BrokenLink> broken = new TreeMap<>();
  final Known known;
  private final int[] numbers;
  private long count;

  private Graph(Known known) {
    this.known = known;
    this.numbers = new int[known.nodes().size()];
    for (int i = 0; i < numbers.length; i++) {
      boolean page = known.node(i).kind() == Node.Kind.PAGE;
      numbers[i] = page ? pages.size() : -1;
      if (page) {
        pages.add(known.node(i));
        links.add(new int[0]);
      }
    }
  }

  /** {@return what was found in all rounds before {@code end}} */
  static Graph read(int end, Settings in) throws IOException {
    Graph graph = new Graph(Known.read(in.scratch(), end));
    graph.begin(in);
    LinkFile.readAll(in.scratch(), end, graph::add);
    return graph;
  }

  /** There is no crawl without a page where it begins. */
  private void begin(Settings in) {
    End end = follow(in.url());
    String why =
        switch (end) {
          case End.Page page -> "";
          case End.Broken lost -> lost.why + " (expected: a page of HTML)";
          case End.Unknown outside when in.host(outside.url) < 0 ->
              "it leads to %s (expected: that as url, or its host among the hosts)"
                  .formatted(outside.url);
          case End.Unknown cut -> "it leads to " + cut.url + ", which was not asked for";
        };
    if (!why.isEmpty()) {
      throw Settings.invalid("url: %s: %s".formatted(in.url(), why));
    }
  }

  private void add(int node, Outcome.Page page) {
    String from = known.node(node).url();
    int[] targets =
        page.links().stream()
            .mapToInt(link -> target(link, from))
            .filter(target -> target >= 0 && target != numbers[node])
            .sorted()
            .distinct()
            .toArray();
    page.malformed().forEach(link -> lost(link, "no address", from));
    links.set(numbers[node], targets);
    count += targets.length;
    if (count > MOST_LINKS) {
      throw Settings.invalid(
          "maxPages: the pages have more than %d links (expected: fewer pages)"
              .formatted(MOST_LINKS));
    }
  }

  private int target(String link, String from) {
    return switch (follow(link)) {
      case End.Page page -> page.number;
      case End.Unknown unknown -> -1;
      case End.Broken lost -> {
        if (!lost.unread) {
          lost(link, lost.why, from);
        }
        yield -1;
      }
    };
  }

  private void lost(String link, String why, String from) {
    broken.putIfAbsent(link, new Crawl.BrokenLink(link, why, from));
  }

  /** Where an address leads. */
  private sealed interface End {
    record Page(int number) implements End {}

    /** It was not asked for. */
    record Unknown(String url) implements End {}

    record Broken(String why, boolean unread) implements End {}
  }

  private End follow(String link) {
    String url = link;
    for (int hops = 0; hops <= HOPS; hops++) {
      Integer number = known.number(url);
      if (number == null) {
        return new End.Unknown(url);
      }
      Node node = known.node(number);
      switch (node.kind()) {
        case PAGE -> {
          return new End.Page(numbers[number]);
        }
        case OPEN -> {
          return new End.Unknown(url);
        }
        case UNREAD, BROKEN -> {
          return new End.Broken(node.detail(), node.kind() == Node.Kind.UNREAD);
        }
        case REDIRECT -> url = node.detail();
      }
    }
    return new End.Broken("more than " + HOPS + " redirects", false);
  }

  /** {@return how many links there are} */
  long count() {
    return count;
  }

  /** {@return for each page those that link to it, in ascending order} */
  int[][] backwards() {
    int[] sizes = new int[pages.size()];
    links.forEach(targets -> Arrays.stream(targets).forEach(to -> sizes[to]++));
    int[][] sources = IntStream.of(sizes).mapToObj(int[]::new).toArray(int[][]::new);
    Arrays.fill(sizes, 0);
    for (int from = 0; from < links.size(); from++) {
      for (int to : links.get(from)) {
        sources[to][sizes[to]++] = from;
      }
    }
    return sources;
  }
}
