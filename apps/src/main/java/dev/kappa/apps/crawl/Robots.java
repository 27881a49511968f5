package dev.kappa.apps.crawl;

import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import dev.kappa.Backoff;
import dev.kappa.Resource;
import dev.kappa.Retry;
import dev.kappa.Step;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.files.Scratch;
import dev.kappa.error.KappaException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the hosts' {@code robots.txt} allow, by RFC 9309: all if there is none. Where it can't be
 * had nothing may be crawled. They are asked for once, before anything else.
 */
final class Robots {
  private static final int LARGEST = 512 << 10;
  private static final int REDIRECTS = 5;
  private static final double LONGEST_DELAY_SECONDS = 60;
  private static final int WARNINGS = 5;
  private static final int ALL = 'a';
  private static final int SOME = 's';
  private static final Retry TRIES =
      Retry.times(4)
          .backoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(4)))
          .on(IOException.class, TimedOutException.class);

  private final List<SimpleRobotRules> rules;

  private Robots(List<SimpleRobotRules> rules) {
    this.rules = rules;
  }

  /** {@return a task that leaves the rules of all hosts} It fails if one of them can't be had. */
  static Task<Void> fetchAll(Settings in) {
    Resource<HttpClient> client = Resource.of("http", Fetcher::client);
    return Task.run("scratch", () -> prepare(in))
        .then(
            () ->
                Task.forEach(
                    IntStream.range(0, in.origins().size()).boxed().toList(),
                    host -> fetchOne(in, client, host)));
  }

  private static void prepare(Settings in) throws IOException {
    OutputFile.check(in.output(), in.timeline());
    in.scratch().create();
  }

  private static Task<Void> fetchOne(Settings in, Resource<HttpClient> client, int host) {
    return Task.run("robots", Step.within(in.limit()), () -> fetch(client.get(), in, host))
        .retry(TRIES)
        .recover(IOException.class, e -> Task.fail(missing(in, host, e)))
        .recover(TimedOutException.class, e -> Task.fail(missing(in, host, e)));
  }

  /** A report without the pages of a host that was named would not be all of it. */
  private static KappaException missing(Settings in, int host, Exception error) {
    return Settings.invalid(
        "%s: %s/robots.txt can't be had, so nothing there may be crawled: %s%s"
            .formatted(
                host == 0 ? "url" : "hosts",
                in.origins().get(host),
                error.getMessage(),
                host == 0 ? "" : " (expected: hosts that answer, or the list without it)"));
  }

  private static void fetch(HttpClient client, Settings in, int host)
      throws IOException, InterruptedException {
    String url = in.origins().get(host) + "/robots.txt";
    for (int hops = 0; hops <= REDIRECTS; hops++) {
      HttpResponse<InputStream> answer = send(client, url);
      InputStream body = answer.body();
      try (body) {
        Optional<String> to = answer.headers().firstValue("Location");
        if (answer.statusCode() / 100 == 3 && to.isPresent()) {
          url = Links.resolve(url, to.get()).flatMap(Address::normal).orElse("");
          if (url.isEmpty()) {
            break;
          }
        } else {
          keep(in, host, answer);
          return;
        }
      }
    }
    write(in, host, ALL, new byte[0]);
  }

  private static HttpResponse<InputStream> send(HttpClient client, String url)
      throws IOException, InterruptedException {
    try {
      return Fetcher.send(client, url);
    } catch (IOException e) {
      throw new IOException("no connection" + Fetcher.detail(e), e);
    }
  }

  private static void keep(Settings in, int host, HttpResponse<InputStream> answer)
      throws IOException {
    int status = answer.statusCode();
    if (status >= 500 || status == 429) {
      throw new IOException("status " + status);
    }
    byte[] text = status / 100 == 2 ? text(answer) : new byte[0];
    write(in, host, text.length == 0 ? ALL : SOME, text);
  }

  private static byte[] text(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = Fetcher.body(answer)) {
      return body.readNBytes(LARGEST);
    }
  }

  private static void write(Settings in, int host, int kind, byte[] text) throws IOException {
    in.scratch()
        .write(
            file(host),
            out -> {
              out.writeByte(kind);
              out.writeInt(text.length);
              out.write(text);
              return kind;
            });
  }

  private static String file(int host) {
    return "robots-" + host;
  }

  /** {@return the rules that were left} */
  static Robots read(Settings in) throws IOException {
    Scratch scratch = in.scratch();
    SimpleRobotRules[] rules = new SimpleRobotRules[in.origins().size()];
    for (int host = 0; host < rules.length; host++) {
      try (DataInputStream file = scratch.open(file(host))) {
        int kind = file.readByte();
        byte[] text = file.readNBytes(file.readInt());
        rules[host] = rules(kind, text, in.origins().get(host));
      }
    }
    return new Robots(List.of(rules));
  }

  private static SimpleRobotRules rules(int kind, byte[] text, String origin) {
    return switch (kind) {
      case ALL -> new SimpleRobotRules(RobotRulesMode.ALLOW_ALL);
      default ->
          new SimpleRobotRulesParser(Long.MAX_VALUE, WARNINGS)
              .parseContent(
                  origin + "/robots.txt",
                  text,
                  "text/plain",
                  List.of(Fetcher.AGENT.toLowerCase(Locale.ROOT)));
    };
  }

  boolean allows(int host, String address) {
    return rules.get(host).isAllowed(address);
  }

  /** {@return how many requests a second the host wants at most, {@code rate} or fewer} */
  double rate(int host, double rate) {
    double delay = Math.min(rules.get(host).getCrawlDelay() / 1000.0, LONGEST_DELAY_SECONDS);
    return delay > 0 ? Math.min(rate, 1 / delay) : rate;
  }
}
