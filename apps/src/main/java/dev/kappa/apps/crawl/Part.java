package dev.kappa.apps.crawl;

import dev.kappa.apps.files.Scratch;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Some of the pages, which one task ranks.
 *
 * @param number of this part
 * @param from the first page
 * @param to the page behind the last
 */
record Part(int number, int from, int to) {
  private static final double DAMPING = 0.85;

  /** Leaves the links that lead here, and how many links these pages have. */
  void write(Scratch scratch, int[][] sources, int[] fans) throws IOException {
    scratch.write(
        "edges-" + number,
        out -> {
          for (int page = from; page < to; page++) {
            out.writeInt(fans[page]);
          }
          for (int page = from; page < to; page++) {
            out.writeInt(sources[page].length);
            for (int source : sources[page]) {
              out.writeInt(source);
            }
          }
          return number;
        });
  }

  /** Calculates the next ranks of these pages, and gives by how much one has changed at most. */
  double improve(Scratch scratch, Ranking.Ranks ranks) throws IOException {
    double[] old = ranks(scratch, ranks);
    double[] given = given(scratch, ranks, old);
    double base = (1 - DAMPING + DAMPING * kept(old, given)) / ranks.pages();
    double[] improved = new double[to - from];
    double change = 0;
    try (DataInputStream in = scratch.open("edges-" + number)) {
      in.skipNBytes(4L * (to - from));
      for (int page = from; page < to; page++) {
        double sum = 0;
        for (int links = in.readInt(); links > 0; links--) {
          sum += given[in.readInt()];
        }
        improved[page - from] = base + DAMPING * sum;
        change = Math.max(change, Math.abs(improved[page - from] - old[page]));
      }
    }
    write(scratch, ranks.iteration() + 1, improved);
    scratch.delete(file(ranks.iteration() - 1));
    return change;
  }

  /** {@return the ranks so far of all pages} */
  static double[] ranks(Scratch scratch, Ranking.Ranks ranks) throws IOException {
    double[] all = new double[ranks.pages()];
    if (ranks.iteration() == 0) {
      Arrays.fill(all, 1.0 / ranks.pages());
      return all;
    }
    for (Part part : ranks.parts()) {
      try (DataInputStream in = scratch.open(part.file(ranks.iteration()))) {
        for (int page = part.from; page < part.to; page++) {
          all[page] = in.readDouble();
        }
      }
    }
    return all;
  }

  /** {@return what each page gives to each that it links to; -1 if it links to none} */
  private static double[] given(Scratch scratch, Ranking.Ranks ranks, double[] all)
      throws IOException {
    double[] given = new double[all.length];
    for (Part part : ranks.parts()) {
      try (DataInputStream in = scratch.open("edges-" + part.number)) {
        for (int page = part.from; page < part.to; page++) {
          int fan = in.readInt();
          given[page] = fan == 0 ? -1 : all[page] / fan;
        }
      }
    }
    return given;
  }

  /** {@return the ranks of the pages without links, together: all pages get their share} */
  private static double kept(double[] all, double[] given) {
    double kept = 0;
    for (int page = 0; page < all.length; page++) {
      kept += given[page] < 0 ? all[page] : 0;
    }
    return kept;
  }

  private void write(Scratch scratch, int iteration, double[] improved) throws IOException {
    scratch.write(
        file(iteration),
        out -> {
          for (double rank : improved) {
            out.writeDouble(rank);
          }
          return iteration;
        });
  }

  private String file(int iteration) {
    return "ranks-%d-%d".formatted(iteration, number);
  }
}
