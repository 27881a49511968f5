package dev.kappa.apps.crawl;

import dev.kappa.apps.files.Scratch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What became of asking for an address. */
sealed interface Outcome {
  /**
   * A page of HTML.
   *
   * @param links the addresses that it links to, in their normal form, each once, in their order
   * @param malformed what it links to and is no address
   */
  record Page(List<String> links, List<String> malformed) implements Outcome {}

  /** It is elsewhere. */
  record Redirect(String to) implements Outcome {}

  /** It is there, and is not looked into. */
  record Unread(String why) implements Outcome {}

  /** It can't be had. */
  record Broken(String why) implements Outcome {}

  /**
   * It can't be had now.
   *
   * @param unreachable whether there was not even a connection
   * @param after how long the server wants to be left alone
   */
  record Again(String why, boolean unreachable, Duration after) implements Outcome {}

  /** {@return that it took too long} */
  static Outcome late(Duration limit) {
    return new Again("no whole answer within " + limit.toSeconds() + " s", false, Duration.ZERO);
  }

  /** Leaves it for the step that merges. */
  static Job write(Scratch scratch, Job job, Outcome outcome) throws IOException {
    return scratch.write(
        job.file(),
        out -> {
          encode(outcome, out);
          return job;
        });
  }

  /** {@return what was left for a job} */
  static Outcome read(Scratch scratch, Job job) throws IOException {
    try (DataInputStream in = scratch.open(job.file())) {
      return decode(in);
    }
  }

  private static void encode(Outcome outcome, DataOutputStream out) throws IOException {
    switch (outcome) {
      case Page page -> {
        out.writeByte('p');
        encode(page.links, out);
        encode(page.malformed, out);
      }
      case Redirect redirect -> {
        out.writeByte('r');
        out.writeUTF(redirect.to);
      }
      case Unread unread -> {
        out.writeByte('u');
        out.writeUTF(unread.why);
      }
      case Broken broken -> {
        out.writeByte('b');
        out.writeUTF(broken.why);
      }
      case Again again -> {
        out.writeByte('a');
        out.writeUTF(again.why);
        out.writeBoolean(again.unreachable);
        out.writeLong(again.after.toMillis());
      }
    }
  }

  private static Outcome decode(DataInputStream in) throws IOException {
    char kind = (char) in.readByte();
    return switch (kind) {
      case 'p' -> new Page(strings(in), strings(in));
      case 'r' -> new Redirect(in.readUTF());
      case 'u' -> new Unread(in.readUTF());
      case 'b' -> new Broken(in.readUTF());
      case 'a' -> new Again(in.readUTF(), in.readBoolean(), Duration.ofMillis(in.readLong()));
      default -> throw new IOException("an outcome of kind '" + kind + "'");
    };
  }

  /** Writes texts, so that {@link #strings} reads them. */
  static void encode(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  /** {@return texts as they were written} */
  static List<String> strings(DataInputStream in) throws IOException {
    int n = in.readInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
