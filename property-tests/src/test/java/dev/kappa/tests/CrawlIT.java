package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Real workers crawl sites on loopback; what they find is what a sequential crawl finds. */
final class CrawlIT {
  private static final Kappa KAPPA = Kappa.onNewData();

  @BeforeAll
  static void start() {
    KAPPA.startCoordinator();
  }

  @AfterAll
  static void end() {
    KAPPA.close();
  }

  @Test
  void aSiteOfSomeDozensOfPages() throws IOException {
    try (Site site = new Site().generated(1)) {
      String input = input(site.url("/"), 1000, 1000);
      check(
          KAPPA.call("run", "crawl", "--input", input, "--json"),
          SequentialCrawl.of(site.url("/"), 1000, 100));
    }
  }

  /** At 20 a second at most two go out at once, and each of four workers may have one more. */
  @Test
  void aHostIsNotAskedMoreOftenThanIsPolite() {
    try (Site site = new Site()) {
      StringBuilder links = new StringBuilder();
      for (int i = 0; i < 30; i++) {
        links.append("<a href=p" + i + ">x</a>");
        site.html("/p" + i, "");
      }
      site.html("/", links.toString());
      String input = input(site.url("/"), 1000, 20);
      JsonNode run = KAPPA.call("run", "crawl", "--input", input, "--json").exits(0).document();
      assertThat(run.get("result").get("pages").intValue()).isEqualTo(31);
      List<Long> times = site.times().stream().skip(2).toList();
      long nanos = times.getLast() - times.getFirst();
      assertThat(nanos / 1e9).isGreaterThan((times.size() - 1 - 6) / 20.0);
    }
  }

  @Test
  void theDocumentationOfPostgresWhileWorkersAreKilled(@TempDir Path directory) throws IOException {
    Optional<Path> unpacked = DebianPackage.unpack("postgresql-doc-15", directory);
    assumeTrue(
        unpacked.isPresent(),
        "postgresql-doc-15 can't be got: there is no apt-get here, or no network");
    Path html = unpacked.orElseThrow().resolve("usr/share/doc/postgresql-doc-15/html");
    try (Site site = new Site().files(html)) {
      String start = site.url("/index.html");
      try (Program program =
          KAPPA.start("run", "crawl", "--input", input(start, 800, 10_000), "--json")) {
        killThree();
        SequentialCrawl expected = SequentialCrawl.of(start, 800, 100);
        assertThat(expected.pages()).hasSize(800);
        check(program.await(), expected);
      }
    }
  }

  private static void killThree() {
    long before = 0;
    for (int kills = 0; kills < 3; kills++) {
      long seen = before;
      RunView run =
          KAPPA.awaitRun(
              "crawl", r -> r.status() == RunStatus.RUNNING && r.checkpoints() > seen + 100);
      before = run.checkpoints();
      ProcessHandle worker =
          Eventually.found("a worker", () -> Processes.workers(KAPPA.data()).stream().findFirst());
      assertThat(worker.destroyForcibly()).isTrue();
    }
  }

  private static String input(String url, int maxPages, int rate) {
    return "{\"url\":\"%s\",\"maxPages\":%d,\"workers\":4,\"perHost\":{\"rate\":%d}}"
        .formatted(url, maxPages, rate);
  }

  private static void check(Called called, SequentialCrawl expected) throws IOException {
    JsonNode result = called.exits(0).document().get("result");
    assertThat(List.copyOf(result.propertyNames()))
        .containsExactly("pages", "links", "broken", "top", "report");
    CrawlReport.read(result.get("report").stringValue()).isThatOf(expected);
    assertThat(result.get("pages").intValue()).isEqualTo(expected.pages().size());
    assertThat(result.get("links").intValue()).isEqualTo(expected.links().size());
    assertThat(result.get("broken").size()).isEqualTo(expected.broken().size());
    assertThat(result.get("top").size()).isEqualTo(10);
    Path output = Path.of(result.get("report").stringValue());
    try (Stream<Path> left = Files.list(output.getParent())) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }
}
