package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.crawl.Crawl;
import dev.kappa.error.ErrorCode;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import dev.kappa.testkit.RunError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole workflow in this JVM, on sites that are made here, against a sequential crawl. */
final class CrawlTest {
  @TempDir private Path directory = Path.of("");
  private final Site site = new Site();

  private static int roughly(double one, double other) {
    return Math.abs(one - other) < 1e-9 ? 0 : Double.compare(one, other);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void findsWhatASequentialCrawlFinds(int seed) throws IOException {
    site.generated(seed);
    Crawl.Result result = crawl(input(1000, 100, seed)).result();
    assertThat(site.asked("/private/x")).isZero();
    assertThat(site.asked("/dead")).isEqualTo(4);
    assertThat(site.asked("/flaky")).isEqualTo(3);
    assertThat(site.asked("/old")).isEqualTo(1);
    site.forget();
    SequentialCrawl expected = SequentialCrawl.of(site.url("/"), 1000, 100);
    CrawlReport report = CrawlReport.read(result.report());
    report.isThatOf(expected);
    assertThat(result.pages()).isEqualTo(expected.pages().size()).isGreaterThan(20);
    assertThat(result.links()).isEqualTo(expected.links().size());
    assertThat(result.broken().stream().map(Crawl.BrokenLink::url))
        .containsExactlyElementsOf(expected.broken().keySet())
        .contains(site.url("/gone"), site.url("/loop-a"), site.url("/self"), "http://[bad/");
    assertThat(result.top().stream().map(Crawl.Ranked::rank))
        .usingComparatorForType(CrawlTest::roughly, Double.class)
        .containsExactlyElementsOf(
            expected.ranks().values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(10)
                .toList());
    assertThat(result.top())
        .allSatisfy(
            page ->
                assertThat(roughly(expected.ranks().getOrDefault(page.url(), 0.0), page.rank()))
                    .isZero());
    assertThat(report.unread())
        .containsEntry(site.url("/paper"), "type application/pdf")
        .containsEntry(site.url("/private/x"), "robots.txt");
    assertThat(report.limit()).isEqualTo("all addresses within depth 100");
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 8})
  void limitsCutBothInTheSameWay(int seed) throws IOException {
    site.generated(seed).with("/flaky", Site.Answer.html(""));
    for (int most : List.of(5, 20, 30)) {
      CrawlReport report = CrawlReport.read(crawl(input(most, 100, 3)).result().report());
      report.isThatOf(SequentialCrawl.of(site.url("/"), most, 100));
      assertThat(report.limit()).contains("maxPages " + most);
    }
    for (int depth = 0; depth < 4; depth++) {
      CrawlReport report = CrawlReport.read(crawl(input(1000, depth, 3)).result().report());
      report.isThatOf(SequentialCrawl.of(site.url("/"), 1000, depth));
    }
  }

  @Test
  void theReportIsTheSameWhateverTheNumberOfWorkers() throws IOException {
    site.generated(9).with("/flaky", Site.Answer.html(""));
    List<String[]> one = CrawlReport.read(crawl(input(1000, 100, 1)).result().report()).lines();
    for (int workers : List.of(2, 7)) {
      CrawlReport report = CrawlReport.read(crawl(input(1000, 100, workers)).result().report());
      assertThat(report.lines()).usingRecursiveComparison().isEqualTo(one);
    }
  }

  @Test
  void theReportIsRightWhateverDies() throws IOException {
    site.html("/", "<a href=a>a</a><a href=old>o</a>")
        .html("/a", "<a href=/>0</a><a href=gone>g</a>")
        .with("/old", Site.Answer.redirect(301, "/a"));
    SequentialCrawl expected = SequentialCrawl.of(site.url("/"), 100, 100);
    KappaTest.of(Crawl::crawl, input(100, 100, 2))
        .everyCrash()
        .check(
            run -> {
              CrawlReport.read(run.result().report()).isThatOf(expected);
              assertThat(run.result().pages()).isEqualTo(2);
            });
  }

  // ---- politeness

  @Test
  void robotsTxtMayNameTheCrawler() {
    site.html("/", "<a href=/a/x>a</a><a href=/b/x>b</a>")
        .html("/a/x", "")
        .html("/b/x", "")
        .with(
            "/robots.txt",
            Site.Answer.of(
                200,
                "text/plain",
                "User-agent: *\nDisallow: /\n\nUser-agent: kappacrawler\nDisallow: /a\nAllow: /a/y"));
    assertThat(crawl(input(100, 9, 2)).result().pages()).isEqualTo(2);
    assertThat(site.asked("/a/x")).isZero();
  }

  @Test
  void nothingIsCrawledWhereRobotsTxtCantBeHad() {
    site.html("/", "").with("/robots.txt", Site.Answer.of(503, "text/plain", ""));
    assertRefused(input(100, 9, 2), "/robots.txt can't be had", "status 503");
    assertThat(site.asked("/")).isZero();
    assertThat(site.asked("/robots.txt")).isEqualTo(4);
  }

  @Test
  void aPageThatSaysNofollowIsAPageWhoseLinksAreNotFollowed() {
    site.html("/", "<meta name=robots content='noindex, NOFOLLOW'><a href=/a>a</a>").html("/a", "");
    assertThat(crawl(input(100, 9, 2)).result().pages()).isEqualTo(1);
    assertThat(site.asked("/a")).isZero();
  }

  @Test
  void rulesOfOtherWordsDoNotForbidLinks() {
    site.html(
            "/",
            "<meta name=robots content='index, follow, max-image-preview:none'><a href=/a>a</a>")
        .html("/a", "<meta name=Robots content='noarchive,None '><a href=/b>b</a>")
        .html("/b", "");
    assertThat(crawl(input(100, 9, 2)).result().pages()).isEqualTo(2);
    assertThat(site.asked("/b")).isZero();
  }

  @Test
  void whatIsForbiddenTakesNoPlaceFromWhatIsAllowed() {
    site.with("/robots.txt", Site.Answer.of(200, "text/plain", "User-agent: *\nDisallow: /no"));
    String forbidden =
        IntStream.range(0, 10)
            .mapToObj(i -> "<a href=/no" + i + ">n</a>")
            .collect(Collectors.joining());
    for (int i = 1; i <= 5; i++) {
      site.html("/p" + i, "");
    }
    site.html("/", forbidden + site.links(4));
    assertAllFive("all addresses within depth 9", false);
    site.html("/", forbidden + site.links(5));
    assertAllFive("maxPages 5: there are more addresses", true);
  }

  private void assertAllFive(String limit, boolean cut) {
    Run<Crawl.Result> run = crawl(input(5, 9, 2));
    CrawlReport report = CrawlReport.read(run.result().report());
    assertThat(run.result().pages()).isEqualTo(5);
    assertThat(report.unread()).hasSize(10).containsValue("robots.txt");
    assertThat(report.limit()).isEqualTo(limit);
    assertThat(run.published("progress")).contains("\"cut\":" + cut);
  }

  // ---- other hosts

  @Test
  void aHostThatIsNamedAndHasNoRobotsTxtToGiveFailsTheRun() {
    Site other = new Site();
    other.close();
    site.html("/", "<a href='" + other.url("/") + "'>there</a>");
    String host = other.url("").substring("http://".length());
    assertRefused(
        input(site.url("/"), 100, 9, 2, 1e4, List.of(host)),
        "input.hosts: http://" + host + "/robots.txt can't be had",
        "no connection",
        "(expected: hosts that answer, or the list without it)");
    assertThat(site.asked("/")).isZero();
  }

  @Test
  void otherHostsAreCrawledIfTheyAreNamed() throws IOException {
    try (Site other = new Site()) {
      other.html("/", "<a href='" + site.url("/") + "'>back</a>");
      site.html("/", "<a href='" + other.url("/") + "'>there</a>");
      assertThat(crawl(input(100, 9, 2)).result().pages()).isEqualTo(1);
      assertThat(other.askedInAll()).isZero();
      String host = other.url("").substring("http://".length());
      Crawl.Result both = crawl(input(site.url("/"), 100, 9, 2, 1e4, List.of(host))).result();
      assertThat(both.pages()).isEqualTo(2);
      assertThat(both.links()).isEqualTo(2);
    }
  }

  // ---- bad input

  @Test
  void badInputIsRefused() {
    assertRefused(input("nonsense", 1, 1, 1, 1, null), "input.url: 'nonsense' (expected");
    assertRefused(input("ftp://a/b", 1, 1, 1, 1, null), "input.url: 'ftp://a/b' (expected");
    assertRefused(input("http://[bad/", 1, 1, 1, 1, null), "input.url: 'http://[bad/'");
    assertRefused(input(site.url("/"), 1, 1, 1, 0, null), "input.perHost.rate: 0.0 (expected");
    assertRefused(input(site.url("/"), 1, 1, 1, Double.NaN, null), "input.perHost.rate: NaN");
    assertRefused(input(0, 1, 1), "input.maxPages: 0 (expected: 1 to 50000)");
    assertRefused(input(1, -1, 1), "input.maxDepth: -1 (expected");
    assertRefused(input(1, 1, 0), "input.workers: 0 (expected");
    assertRefused(
        input(site.url("/"), 1, 1, 1, 1, List.of("a/b")), "input.hosts: 'a/b' (expected: a host");
  }

  @Test
  void aSiteThatCantBeReachedFailsTheRun() {
    site.close();
    assertRefused(input(100, 9, 2), "input.url: " + site.url(""), "no connection");
    assertRefused(
        input("http://unknown.invalid/", 1, 1, 1, 1, null),
        "http://unknown.invalid/robots.txt can't be had",
        "no connection: nobody knows this host");
  }

  @Test
  void aBeginningThatIsNoPageFailsTheRun() {
    site.with("/", Site.Answer.of(200, "application/pdf", "x"));
    assertRefused(input(100, 9, 2), "input.url: " + site.url("/") + ": type application/pdf");
    site.with("/", Site.Answer.of(404, "text/html", "x"));
    assertRefused(input(100, 9, 2), "status 404");
    site.with("/", Site.Answer.redirect(301, "http://www.example.invalid/"));
    assertRefused(input(100, 9, 2), "it leads to http://www.example.invalid/");
  }

  @Test
  void aSiteThatGoesAwayFailsTheRunAndNothingIsWritten() {
    site.with(
        "/a",
        before -> {
          site.stop();
          return Site.Answer.html("");
        });
    site.html("/", "<a href=a>a</a>").html("/a2", "");
    RunError error = crawl(input(100, 9, 2)).error();
    assertThat(error.message())
        .contains("can't be reached any more: no connection", "which is not all");
    assertThat(directory.resolve("report")).doesNotExist();
  }

  private void assertRefused(Crawl.Input input, String... texts) {
    RunError error = crawl(input).error();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(error.message()).contains(texts);
    assertThat(directory.resolve("report")).doesNotExist();
  }

  private static Run<Crawl.Result> crawl(Crawl.Input input) {
    return KappaTest.run(Crawl::crawl, input);
  }

  private Crawl.Input input(int maxPages, int maxDepth, int workers) {
    return input(site.url("/"), maxPages, maxDepth, workers, 1e4, null);
  }

  private Crawl.Input input(
      String url,
      int maxPages,
      int maxDepth,
      int workers,
      double rate,
      @Nullable List<String> hosts) {
    return new Crawl.Input(
        url,
        maxPages,
        maxDepth,
        workers,
        new Crawl.PerHost(rate, null),
        hosts,
        directory.resolve("report").toString(),
        null);
  }
}
