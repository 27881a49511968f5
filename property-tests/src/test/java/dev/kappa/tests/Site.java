package dev.kappa.tests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web site on loopback. It counts who asks for what. */
final class Site implements AutoCloseable {
  /** What is answered. */
  record Answer(int status, Map<String, String> headers, byte[] body, Runnable afterFirstByte) {
    Answer(int status, Map<String, String> headers, byte[] body) {
      this(status, headers, body, () -> {});
    }

    /** {@return the same, of which one byte is sent, and the others when {@code pause} ends} */
    Answer pausing(Runnable pause) {
      return new Answer(status, headers, body, pause);
    }

    static Answer html(String body) {
      return of(200, "text/html; charset=utf-8", body);
    }

    static Answer of(int status, String type, String body) {
      return new Answer(
          status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer redirect(int status, String to) {
      return new Answer(status, Map.of("Location", to), new byte[0]);
    }
  }

  /** Decides by how often a path was asked for before. */
  @FunctionalInterface
  interface Page {
    Answer answer(int before) throws IOException;
  }

  private final Map<String, Page> pages = new HashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final List<Long> times = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Site() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  Site with(String path, Page page) {
    pages.put(path, page);
    return this;
  }

  Site with(String path, Answer answer) {
    return with(path, before -> answer);
  }

  Site html(String path, String body) {
    return with(path, Answer.html(body));
  }

  /** Serves all files below a directory. */
  Site files(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String type = file.toString().endsWith(".html") ? "text/html" : "image/x";
        with(
            "/" + directory.relativize(file),
            before -> new Answer(200, Map.of("Content-Type", type), Files.readAllBytes(file)));
      }
    }
    return this;
  }

  /** A site of some dozens of pages with all that goes wrong on the web. The seed chooses it. */
  Site generated(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      StringBuilder body = new StringBuilder("<html><body><p>page " + i);
      for (int links = random.nextInt(4); links >= 0; links--) {
        body.append("<a href=\"").append(written(random.nextInt(40), random)).append("\">x</a>\n");
      }
      SPECIAL.stream()
          .filter(special -> random.nextInt(8) == 0)
          .forEach(special -> body.append("<A HREF='" + special + "'>y</A>"));
      html("/d/p" + i, body.append("</body>").toString());
    }
    String all = String.join("'>z</a> <a href='", SPECIAL);
    return html("/", "<a href='d/p0'>0</a><a href='" + all + "'>z</a>")
        .with("/robots.txt", Answer.of(200, "text/plain", "User-agent: *\nDisallow: /private\n"))
        .html("/private/x", "<a href='/d/p1'>never seen</a>")
        .with("/old", Answer.redirect(301, "/older"))
        .with("/older", Answer.redirect(302, "d/p3"))
        .with("/loop-a", Answer.redirect(302, "/loop-b"))
        .with("/loop-b", Answer.redirect(307, "/loop-a"))
        .with("/self", Answer.redirect(301, "/self"))
        .with("/nowhere", Answer.redirect(301, "http://[bad"))
        .with("/outside", Answer.redirect(302, "http://outside.invalid/"))
        .with("/gone", Answer.of(404, "text/html", "<a href='/d/p1'>not followed</a>"))
        .with("/dead", Answer.of(503, "text/plain", "no"))
        .with(
            "/flaky",
            before ->
                before < 2 ? Answer.of(500, "text/plain", "") : Answer.html("<a href='/'>0</a>"))
        .with("/paper", Answer.of(200, "application/pdf", "<a href='/d/p2'>no</a>"))
        .html("/broken", "<p><a href='/d/p5'>one<a href=/d/p6>two<table><a href=\"/d/p7\"<b>");
  }

  private static final List<String> SPECIAL =
      List.of(
          "/private/x",
          "/old",
          "/loop-a",
          "/self",
          "/nowhere",
          "/outside",
          "/gone",
          "/missing",
          "/dead",
          "/flaky",
          "/paper",
          "/broken",
          "http://elsewhere.invalid/x",
          "http://[bad/",
          "mailto:a@b.c");

  private String written(int page, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "p" + page + "#part";
      case 1 -> "./x/../p" + page;
      case 2 -> "/d/../d/p" + page;
      case 3 -> "HTTP://" + address() + "/d/p" + page;
      case 4 -> "/d/%70" + page;
      default -> "/d/p" + page;
    };
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url(String path) {
    return "http://" + address() + path;
  }

  /** {@return links to {@code /p1}, {@code /p2} and so on} */
  String links(int n) {
    StringBuilder links = new StringBuilder();
    for (int i = 1; i <= n; i++) {
      links.append("<a href=/p").append(i).append(">x</a>");
    }
    return links.toString();
  }

  int asked(String path) {
    return asked.getOrDefault(path, 0);
  }

  int askedInAll() {
    return asked.values().stream().mapToInt(n -> n).sum();
  }

  void forget() {
    asked.clear();
  }

  /** {@return when it was asked, in nanoseconds} */
  List<Long> times() {
    synchronized (times) {
      return List.copyOf(times);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    synchronized (times) {
      times.add(System.nanoTime());
    }
    String path = exchange.getRequestURI().getRawPath();
    int before = asked.merge(path, 1, Integer::sum) - 1;
    Answer answer =
        pages.getOrDefault(path, n -> Answer.of(404, "text/plain", "no such page")).answer(before);
    answer.headers.forEach(exchange.getResponseHeaders()::set);
    try (OutputStream out = exchange.getResponseBody()) {
      exchange.sendResponseHeaders(
          answer.status, answer.body.length == 0 ? -1 : answer.body.length);
      int first = Math.min(1, answer.body.length);
      out.write(answer.body, 0, first);
      out.flush();
      answer.afterFirstByte.run();
      out.write(answer.body, first, answer.body.length - first);
    }
  }

  /** From now on nobody gets a connection. */
  void stop() {
    server.stop(0);
  }

  @Override
  public void close() {
    stop();
    threads.shutdown();
  }
}
