package dev.kappa.coordinator.bench;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Data for the applications: made when it is first asked for, and the same each time. */
final class SampleData {
  private static final long SEED = 11;
  private static final int DIFFERENT_WORDS = 20_000;
  private static final int WORDS_OF_A_LINE = 12;
  private static final int PRODUCED_A_SECOND = 100_000;

  private final Path directory;

  SampleData(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** {@return a text of about that size, of lines of words, of which some are frequent} */
  Path text(long bytes) throws IOException {
    Path file = directory.resolve("text-" + bytes + ".txt");
    if (!Files.exists(file)) {
      Files.createDirectories(directory);
      Path draft = directory.resolve("text.draft");
      writeText(draft, bytes);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static void writeText(Path file, long bytes) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      long written = 0;
      while (written < bytes) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < WORDS_OF_A_LINE; i++) {
          double skewed = random.nextDouble() * random.nextDouble() * random.nextDouble();
          line.append(i == 0 ? "" : " ").append(word((int) (skewed * DIFFERENT_WORDS)));
        }
        out.append(line.append('\n'));
        written += line.length();
      }
    }
  }

  /** {@return a word of three letters or more, another for each number} */
  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int rest = number + 26 * 26; rest > 0; rest /= 26) {
      word.append((char) ('a' + rest % 26));
    }
    return word.toString();
  }

  /** {@return a log of so many items, which a run of the sample producer makes} */
  Path log(int items, Runs runs) throws IOException {
    Path log = directory.resolve("log-" + items);
    if (!Files.exists(log)) {
      Path draft = directory.resolve("log-%d.draft-%d".formatted(items, System.nanoTime()));
      runs.result(
          "streaming-produce",
          Map.of("log", draft.toString(), "items", items, "rate", PRODUCED_A_SECOND));
      Files.move(draft, log);
    }
    return log;
  }

  /** A site that is served to this machine alone. */
  record Site(HttpServer server, ExecutorService threads) implements AutoCloseable {
    String url() {
      InetSocketAddress at = server.getAddress();
      return "http://%s:%d/1.html".formatted(at.getAddress().getHostAddress(), at.getPort());
    }

    @Override
    public void close() {
      server.stop(0);
      threads.close();
    }
  }

  /** {@return a site of so many pages, each of which can be reached from the first} */
  Site site(int pages) throws IOException {
    Path root = directory.resolve("site-" + pages);
    Files.createDirectories(root);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int page = 1; page <= pages; page++) {
      Files.writeString(root.resolve(page + ".html"), page(page, pages, random));
    }
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server =
        SimpleFileServer.createFileServer(
            loopback, root.toAbsolutePath(), SimpleFileServer.OutputLevel.NONE);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.start();
    return new Site(server, threads);
  }

  private static String page(int page, int pages, SplittableRandom random) {
    StringBuilder html = new StringBuilder("<!doctype html><title>" + page + "</title>\n");
    for (int next : new int[] {2 * page, 2 * page + 1, 1 + random.nextInt(pages)}) {
      if (next <= pages) {
        html.append("<p><a href='%d.html'>%s</a></p>\n".formatted(next, word(next)));
      }
    }
    return html.toString();
  }
}
