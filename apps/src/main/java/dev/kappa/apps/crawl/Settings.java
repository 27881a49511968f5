package dev.kappa.apps.crawl;

import dev.kappa.apps.files.Scratch;
import dev.kappa.apps.input.Bounds;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input, checked and complete.
 *
 * @param rate how many requests a second a host gets
 * @param limit how long an answer may take
 * @param origins schemes, hosts and ports: that of {@code url} first
 */
record Settings(
    String url,
    int maxPages,
    int maxDepth,
    int workers,
    double rate,
    Duration limit,
    List<String> origins,
    @Nullable String output,
    @Nullable String timeline) {
  private static final double RATE = 10;
  private static final double LOWEST_RATE = 0.01;
  private static final double HIGHEST_RATE = 10_000;
  private static final int MOST_HOSTS = 100;

  static Settings of(Crawl.Input input) {
    String url = url(input.url());
    return new Settings(
        url,
        bounded("maxPages", input.maxPages(), 1_000, 1, 50_000),
        bounded("maxDepth", input.maxDepth(), 100, 0, 1_000),
        bounded("workers", input.workers(), 4, 1, 256),
        rate(input.perHost()),
        limit(input.perHost()),
        origins(url, input.hosts()),
        input.output(),
        input.timeline());
  }

  /** {@return the files of the run whose step runs on this thread} */
  Scratch scratch() {
    return Scratch.beside(output);
  }

  /** {@return where steps note their times; null if they do not} */
  @Nullable Scratch trace() {
    return timeline == null ? null : scratch();
  }

  /** {@return the number of an address's host among those that are crawled; -1 if it is not} */
  int host(String address) {
    String host = Address.host(address);
    for (int i = 0; i < origins.size(); i++) {
      if (Address.host(origins.get(i)).equals(host)) {
        return i;
      }
    }
    return -1;
  }

  private static String url(@Nullable String given) {
    String expected = "(expected: an address such as https://example.org/docs/)";
    if (given == null || given.isBlank()) {
      throw invalid("url: missing " + expected);
    }
    return Address.normal(given.strip())
        .orElseThrow(() -> invalid("url: '%s' %s".formatted(Links.shortened(given), expected)));
  }

  private static double rate(Crawl.@Nullable PerHost given) {
    Double rate = given == null ? null : given.rate();
    if (rate == null) {
      return RATE;
    }
    if (!(rate >= LOWEST_RATE && rate <= HIGHEST_RATE)) {
      throw invalid(
          "perHost.rate: %s (expected: requests in a second, %s to %s)"
              .formatted(rate, LOWEST_RATE, HIGHEST_RATE));
    }
    return rate;
  }

  private static Duration limit(Crawl.@Nullable PerHost given) {
    Integer seconds = given == null ? null : given.seconds();
    return Duration.ofSeconds(bounded("perHost.seconds", seconds, 30, 1, 120));
  }

  private static List<String> origins(String url, @Nullable List<String> given) {
    List<String> hosts = given == null ? List.of() : given;
    if (hosts.size() > MOST_HOSTS) {
      throw invalid("hosts: %d (expected: at most %d)".formatted(hosts.size(), MOST_HOSTS));
    }
    String scheme = url.substring(0, url.indexOf("://") + 3);
    Set<String> origins = new LinkedHashSet<>(List.of(Address.origin(url)));
    for (String host : hosts) {
      String address = Address.normal(scheme + host).orElse(scheme);
      if (!address.equals(Address.origin(address) + "/")) {
        throw invalid(
            "hosts: '%s' (expected: a host, or host:port)".formatted(Links.shortened(host)));
      }
      origins.add(Address.origin(address));
    }
    return new ArrayList<>(origins);
  }

  private static int bounded(
      String field, @Nullable Integer given, int otherwise, int least, int most) {
    return given == null ? otherwise : (int) Bounds.check(field, given, least, most);
  }

  static KappaException invalid(String what) {
    return new KappaException(ErrorCode.INVALID_INPUT, "input." + what);
  }
}
