package dev.kappa.apps.crawl;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.apps.timeline.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranks the pages: PageRank by iteration, in which each of several tasks calculates the ranks of
 * some pages from those of all. The ranks are the same, to the last bit, whatever their number.
 */
final class Ranking {
  /** The pages have changed by less than this together, at most, when it ends. */
  static final double TOLERANCE = 1e-10;

  private static final int MOST_ITERATIONS = 300;

  /** Fewer pages are not worth a task. */
  private static final int PAGES_OF_A_TASK = 500;

  private Ranking() {}

  /** How far it is: so many iterations are done, of the graph before the round {@code end}. */
  record Ranks(int end, int pages, List<Part> parts, int iteration) {}

  static Task<Ranks> rank(Round last, Settings in) {
    return Task.step("graph", () -> Trace.of(in.trace(), () -> cut(last.number(), in)))
        .then(
            first ->
                Task.iterate(
                    first,
                    (Ranks ranks) ->
                        Task.spawnAll(ranks.parts(), part -> improve(part, ranks, in))
                            .then(Task::awaitAll)
                            .map(changes -> after(ranks, changes))));
  }

  private static Task<Double> improve(Part part, Ranks ranks, Settings in) {
    return Task.step("rank", () -> Trace.of(in.trace(), () -> part.improve(in.scratch(), ranks)));
  }

  private static Loop<Ranks, Ranks> after(Ranks ranks, List<Double> changes) {
    double change = changes.stream().mapToDouble(largest -> largest).max().orElse(0);
    Ranks next = new Ranks(ranks.end(), ranks.pages(), ranks.parts(), ranks.iteration() + 1);
    boolean done = change * ranks.pages() < TOLERANCE || next.iteration() == MOST_ITERATIONS;
    return done ? Loop.done(next) : Loop.again(next);
  }

  private static Ranks cut(int end, Settings in) throws IOException {
    Graph graph = Graph.read(end, in);
    int pages = graph.pages.size();
    int n = Math.min(in.workers(), (pages + PAGES_OF_A_TASK - 1) / PAGES_OF_A_TASK);
    int[][] sources = graph.backwards();
    int[] fans = graph.links.stream().mapToInt(targets -> targets.length).toArray();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Part part = new Part(i, (int) ((long) pages * i / n), (int) ((long) pages * (i + 1) / n));
      part.write(in.scratch(), sources, fans);
      parts.add(part);
    }
    return new Ranks(end, pages, parts, 0);
  }
}
