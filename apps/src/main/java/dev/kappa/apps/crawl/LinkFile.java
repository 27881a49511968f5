package dev.kappa.apps.crawl;

import dev.kappa.apps.files.Scratch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The links of a round's pages, as the step that merges leaves them for those that rank. */
final class LinkFile {
  private static final int END = -1;

  private LinkFile() {}

  /** Writes pages. */
  @FunctionalInterface
  interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /** Hears of pages. */
  @FunctionalInterface
  interface Sink {
    void page(int node, Outcome.Page page) throws IOException;
  }

  static void write(Scratch scratch, int round, Content content) throws IOException {
    scratch.write(
        file(round),
        out -> {
          content.writeTo(out);
          out.writeInt(END);
          return round;
        });
  }

  static void add(int node, Outcome.Page page, DataOutputStream out) throws IOException {
    out.writeInt(node);
    Outcome.encode(page.links(), out);
    Outcome.encode(page.malformed(), out);
  }

  /** Reads the pages of all rounds before {@code end}, in the order in which they were found. */
  static void readAll(Scratch scratch, int end, Sink sink) throws IOException {
    for (int round = 0; round < end; round++) {
      try (DataInputStream in = scratch.open(file(round))) {
        for (int node = in.readInt(); node != END; node = in.readInt()) {
          sink.page(node, new Outcome.Page(Outcome.strings(in), Outcome.strings(in)));
        }
      }
    }
  }

  private static String file(int round) {
    return "links-" + round;
  }
}
