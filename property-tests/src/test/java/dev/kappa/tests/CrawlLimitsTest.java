package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.Apps;
import dev.kappa.apps.crawl.Crawl;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crawl promises of its limits, its politeness and what it reads; pauses are virtual. */
final class CrawlLimitsTest {
  private static final int LARGEST = 8 << 20;

  @TempDir private Path directory = Path.of("");
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  // ---- politeness

  @Test
  void aHostGetsNoMoreRequestsThanItsRate() {
    pages(site, 6);
    Run<Crawl.Result> run = crawl(site.url("/"), 2.0, List.of());
    assertThat(run.result().pages()).isEqualTo(7);
    assertThat(pauses(run)).singleElement().isEqualTo(List.of(500L, 500L, 500L, 500L, 500L, 500L));
    assertThat(asked(run)).containsExactly(0L, 500L, 1000L, 1500L, 2000L, 2500L, 3000L);
  }

  @Test
  void asManyGoOutAtOnceAsAreDueInATenthOfASecond() {
    pages(site, 6);
    Run<Crawl.Result> run = crawl(site.url("/"), 20.0, List.of());
    assertThat(run.result().pages()).isEqualTo(7);
    assertThat(asked(run)).containsExactly(0L, 50L, 50L, 150L, 150L, 250L, 250L);
  }

  @Test
  void aCrawlDelayLowersTheRate() {
    pages(site, 3).with("/robots.txt", robots("Crawl-delay: 7"));
    assertThat(asked(crawl(site.url("/"), 1000.0, List.of())))
        .containsExactly(0L, 7_000L, 14_000L, 21_000L);
    site.with("/robots.txt", robots("Crawl-delay: 0.5"));
    assertThat(asked(crawl(site.url("/"), 1.0, List.of())))
        .containsExactly(0L, 1_000L, 2_000L, 3_000L);
    site.with("/robots.txt", robots("Crawl-delay: 3600"));
    assertThat(asked(crawl(site.url("/"), 1000.0, List.of()))).contains(60_000L);
  }

  @Test
  void eachHostHasARateOfItsOwn() {
    try (Site slow = new Site()) {
      pages(slow, 5).with("/robots.txt", robots("Crawl-delay: 5"));
      String there = slow.links(5).replace("/p", slow.url("/p"));
      pages(site, 8).html("/", site.links(8) + there);
      Run<Crawl.Result> run = crawl(site.url("/"), 1.0, List.of(host(slow)));
      assertThat(run.result().pages()).isEqualTo(14);
      assertThat(pauses(run))
          .containsExactlyInAnyOrder(
              Collections.nCopies(8, 1_000L), Collections.nCopies(5, 5_000L));
      assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(1 + 5 * 5));
    }
  }

  @Test
  void aServerThatAsksForTimeGetsIt() {
    site.html("/", "<a href=/busy>b</a>")
        .with(
            "/busy",
            before ->
                before == 0 ? answer(503, Map.of("Retry-After", "17")) : Site.Answer.html(""));
    Run<Crawl.Result> run = crawl(site.url("/"), 1000.0, List.of());
    assertThat(run.result().pages()).isEqualTo(2);
    List<Long> asked = asked(run);
    assertThat(asked.getLast() - asked.get(asked.size() - 2)).isBetween(17_000L, 17_010L);
  }

  @Test
  void aServerThatAsksForTooMuchGetsAMinute() {
    site.html("/", "<a href=/busy>b</a>")
        .with("/busy", answer(429, Map.of("Retry-After", "86400")));
    Run<Crawl.Result> run = crawl(site.url("/"), 1000.0, List.of());
    assertThat(broken(run)).containsExactly(site.url("/busy") + ": status 429, 4 times");
    assertThat(run.elapsed()).isBetween(Duration.ofSeconds(180), Duration.ofSeconds(181));
  }

  // ---- limits

  @Test
  void tenRedirectsAreFollowedAndNotEleven() {
    site.html("/", "<a href=/r1>ten</a><a href=/r0>eleven</a>").html("/end", "");
    for (int i = 0; i < 11; i++) {
      site.with("/r" + i, Site.Answer.redirect(302, i == 10 ? "/end" : "/r" + (i + 1)));
    }
    Run<Crawl.Result> run = crawl(site.url("/"), 1000.0, List.of());
    assertThat(run.result().pages()).isEqualTo(2);
    assertThat(run.result().links()).isEqualTo(1);
    assertThat(broken(run)).containsExactly(site.url("/r0") + ": more than 10 redirects");
  }

  @Test
  void aPageOfEightMebibytesIsReadAndNoLargerOne() {
    String links = "<a href=/seen>s</a>";
    site.html("/", "<a href=/large>l</a><a href=/larger>m</a>")
        .html("/large", links + " ".repeat(LARGEST - links.length()))
        .html("/larger", "<a href=/unseen>u</a>" + " ".repeat(LARGEST))
        .html("/seen", "");
    Run<Crawl.Result> run = crawl(site.url("/"), 1000.0, List.of());
    assertThat(run.result().pages()).isEqualTo(3);
    assertThat(unread(run))
        .containsExactly(Map.entry(site.url("/larger"), "more than 8388608 bytes"));
    assertThat(site.asked("/unseen")).isZero();
  }

  @Test
  void aPageOfTwentyThousandLinksIsReadAndNoLargerOne() {
    site.html("/", "<a href=/many>m</a><a href=/more>n</a>")
        .html("/many", manyLinks(20_000))
        .html("/more", manyLinks(20_001));
    Run<Crawl.Result> run = crawl(site.url("/"), 1000.0, List.of());
    assertThat(unread(run)).containsExactly(Map.entry(site.url("/more"), "more than 20000 links"));
    assertThat(CrawlReport.read(run.result().report()).ranks()).containsKey(site.url("/many"));
  }

  private static String manyLinks(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> "<a href=http://elsewhere.invalid/" + i + ">x</a>")
        .collect(Collectors.joining());
  }

  @Test
  void whatTakesTooLongIsTriedFourTimesAndThenBroken() {
    site.html("/", "");
    Run<Crawl.Result> run =
        KappaTest.of(Crawl::crawl, input(site.url("/"), 1000.0, List.of()))
            .stepTakes("fetch", Duration.ofMillis(30_001))
            .run();
    assertThat(run.error().message()).contains("no whole answer within 30 s, 4 times");
    assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(4 * 30 + 1 + 2 + 4));
  }

  /** Of a true worker: its step is broken off, whether the answer has begun or not. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatDoesNotEndIsBrokenOff(boolean begins) {
    CountDownLatch end = new CountDownLatch(1);
    site.html("/", "<a href=/slow>s</a>").with("/slow", before -> spunOut(before, end, begins));
    String input =
        "{\"url\":\"%s\",\"perHost\":{\"seconds\":1},\"output\":\"%s\"}"
            .formatted(site.url("/"), directory.resolve("report"));
    try (InProcess kappa = new InProcess(Apps.workflows())) {
      RunView run = kappa.run("crawl", input);
      assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(run.toString()).contains("\"pages\":2");
    } finally {
      end.countDown();
    }
    assertThat(site.asked("/slow")).isEqualTo(2);
  }

  private static Site.Answer spunOut(int before, CountDownLatch end, boolean begins) {
    Site.Answer answer = Site.Answer.html("<p>a page");
    if (before == 0 && begins) {
      return answer.pausing(() -> await(end));
    }
    if (before == 0) {
      await(end);
    }
    return answer;
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- what is read

  @Test
  void answersMayBeCompressed() throws IOException {
    site.with("/", coded("gzip", zipped("<a href=/a>a</a><a href=/b>b</a><a href=/c>c</a>")))
        .with("/robots.txt", coded("gzip", zipped("User-agent: *\nDisallow: /forbidden\n")))
        .with("/a", coded("x-gzip", zipped("<a href=/forbidden>f</a>")))
        .with("/b", coded("br", "?".getBytes(UTF_8)))
        .with("/c", coded("gzip", "no gzip".getBytes(UTF_8)));
    Run<Crawl.Result> run = crawl(site.url("/"), 1000.0, List.of());
    assertThat(run.result().pages()).isEqualTo(2);
    assertThat(unread(run))
        .containsOnly(
            Map.entry(site.url("/b"), "content encoding br"),
            Map.entry(site.url("/forbidden"), "robots.txt"));
    assertThat(broken(run))
        .singleElement()
        .asString()
        .startsWith(site.url("/c") + ": no whole answer: ");
  }

  @Test
  void aPageThatIsSmallUntilItIsUnpackedIsStillTooLarge() throws IOException {
    site.html("/", "<a href=/bomb>b</a>")
        .with("/bomb", coded("gzip", zipped(" ".repeat(LARGEST + 1))));
    Run<Crawl.Result> run = crawl(site.url("/"), 1000.0, List.of());
    assertThat(unread(run))
        .containsExactly(Map.entry(site.url("/bomb"), "more than 8388608 bytes"));
  }

  @Test
  void lettersAreReadAsTheServerSaysElseAsThePageDoesElseAsUtf8() {
    String link = "<a href='/\u00e9'>x</a>";
    String meta = "<meta charset=%s>" + link;
    Map<String, Site.Answer> pages =
        Map.of(
            "/header", text("; charset=ISO-8859-1", link, ISO_8859_1),
            "/both", text("; charset=iso-8859-1", meta.formatted("utf-8"), ISO_8859_1),
            "/meta", text("", meta.formatted("iso-8859-1"), ISO_8859_1),
            "/none", text("", link, UTF_8),
            "/unknown", text("; charset=klingon", meta.formatted("iso-8859-1"), ISO_8859_1),
            "/nonsense", text("; charset=\"?!\"", meta.formatted("klingon"), UTF_8));
    pages.forEach(site::with);
    site.html("/%C3%A9", "")
        .html(
            "/",
            pages.keySet().stream()
                .map(page -> "<a href=" + page + ">p</a>")
                .collect(Collectors.joining()));
    Run<Crawl.Result> run = crawl(site.url("/"), 1000.0, List.of());
    assertThat(run.result().pages()).isEqualTo(pages.size() + 2);
    assertThat(broken(run)).isEmpty();
    assertThat(CrawlReport.read(run.result().report()).links())
        .containsAll(
            pages.keySet().stream()
                .map(page -> site.url(page) + " " + site.url("/%C3%A9"))
                .toList());
  }

  // ---- in common

  private static Site pages(Site site, int n) {
    for (int i = 1; i <= n; i++) {
      site.html("/p" + i, "");
    }
    return site.html("/", site.links(n));
  }

  private static String host(Site site) {
    return site.url("").substring("http://".length());
  }

  private static Site.Answer robots(String rule) {
    return Site.Answer.of(200, "text/plain", "User-agent: *\n" + rule + "\n");
  }

  private static Site.Answer answer(int status, Map<String, String> headers) {
    return new Site.Answer(status, headers, new byte[0]);
  }

  private static Site.Answer coded(String coding, byte[] body) {
    return new Site.Answer(
        200, Map.of("Content-Type", "text/html", "Content-Encoding", coding), body);
  }

  private static Site.Answer text(String charset, String body, Charset coding) {
    return new Site.Answer(
        200, Map.of("Content-Type", "text/html" + charset), body.getBytes(coding));
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private Run<Crawl.Result> crawl(String url, double rate, List<String> hosts) {
    return KappaTest.run(Crawl::crawl, input(url, rate, hosts));
  }

  private Crawl.Input input(String url, double rate, @Nullable List<String> hosts) {
    return new Crawl.Input(
        url,
        100,
        20,
        4,
        new Crawl.PerHost(rate, null),
        hosts,
        directory.resolve("report").toString(),
        null);
  }

  /** {@return when pages were asked for, in milliseconds after the first} */
  private static List<Long> asked(Run<Crawl.Result> run) {
    run.result();
    List<Long> at =
        run.steps().stream()
            .filter(step -> step.name().equals("fetch"))
            .map(step -> step.at().toMillis())
            .toList();
    return at.stream().map(time -> time - at.getFirst()).toList();
  }

  /** {@return the pauses of each task that feeds, in milliseconds, but for those of one page} */
  private static Collection<List<Long>> pauses(Run<Crawl.Result> run) {
    return run.timers().stream()
        .filter(timer -> !timer.limit() && !timer.task().equals("0.0"))
        .collect(
            groupingBy(
                Run.Timer::task,
                Collectors.mapping(
                    timer -> timer.due().minus(timer.set()).toMillis(), Collectors.toList())))
        .values()
        .stream()
        .filter(some -> some.size() > 1)
        .toList();
  }

  private static List<String> broken(Run<Crawl.Result> run) {
    return run.result().broken().stream().map(link -> link.url() + ": " + link.why()).toList();
  }

  private static Map<String, String> unread(Run<Crawl.Result> run) {
    return CrawlReport.read(run.result().report()).unread();
  }
}
