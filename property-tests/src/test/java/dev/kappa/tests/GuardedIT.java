package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.CoordinatorAddress;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.tests.app.TestApplication;
import dev.kappa.wire.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that asks for tokens, encrypts what is said, and keeps who changed what. */
final class GuardedIT {
  private static final Path METRICS_PAGE = Kappa.ROOT.resolve("docs/operations.md");

  @TempDir private Path directory;
  private OwnCertificate own;
  private Path tokens;

  @BeforeEach
  void prepare() throws IOException {
    own = OwnCertificate.in(directory);
    tokens = directory.resolve("tokens");
  }

  private Path token(Kappa kappa, String name, String role) throws IOException {
    String token =
        kappa
            .callElsewhere("token", name, "--role", role, "--tokens", tokens.toString())
            .exits(0)
            .out();
    return Files.writeString(directory.resolve(name), token);
  }

  @Test
  void runsAreForThoseWhoShowATokenAndNothingOfItIsWritten() throws Exception {
    Path audit = directory.resolve("audit.jsonl");
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    try (Kappa kappa = Kappa.onNewData()) {
      Path ada = token(kappa, "ada", "admin");
      Path reader = token(kappa, "reader", "read");
      Program coordinator =
          kappa.startCoordinator(
              "--jar",
              jar.toString(),
              "--tokens",
              tokens.toString(),
              "--audit",
              audit.toString(),
              "--certificate",
              own.certificate().toString(),
              "--certificate-key",
              own.key().toString(),
              "--ca",
              own.certificate().toString());
      URI url = kappa.awaitOwner().url();
      assertThat(url.getScheme()).isEqualTo("https");

      // Who has the data directory needs none.
      kappa.call("run", "crowd", "--input", "{\"n\":10}").exits(0);

      String run =
          elsewhere(kappa, url, ada, "run", "approval", "--input", "{\"n\":60000}", "--detach")
              .exits(0)
              .out()
              .strip();
      assertThat(elsewhere(kappa, url, reader, "cancel", run).exits(2).err()).contains("KAPPA-117");
      assertThat(elsewhere(kappa, url, null, "list").exits(2).err()).contains("KAPPA-116");
      String signal = signalOf(kappa, run);
      assertThat(complete(signal.replaceFirst("proof=.", "proof=x")).statusCode()).isEqualTo(401);
      HttpResponse<String> completed = complete(signal);
      assertThat(completed.statusCode()).isEqualTo(200);
      assertThat(completed.body()).isEqualTo("{}");
      assertThat(elsewhere(kappa, url, reader, "result", run).exits(0).out())
          .isEqualTo("\"approved by Ada\"\n");
      checkMetrics(url, reader);

      assertThat(Files.readAllLines(audit))
          .satisfiesExactly(
              line -> assertThat(line).contains("\"owner\",\"action\":\"start\"", "\"crowd\""),
              line -> assertThat(line).contains("\"ada\",\"action\":\"start\"", run),
              line -> assertThat(line).contains("\"reader\",\"action\":\"cancel\"", "403"),
              line ->
                  assertThat(line).contains("\"webhook\",\"action\":\"signal\"", "\"approved\""));
      String written = coordinator.err() + kappa.log() + Files.readString(audit) + workers(kappa);
      assertThat(written)
          .doesNotContain(Files.readString(ada).strip(), Files.readString(reader).strip())
          .doesNotContain(signal.replaceFirst(".*proof=", ""), "Ada");
    }
  }

  private void checkMetrics(URI url, Path token) throws Exception {
    assertThat(metrics(url, null).statusCode()).isEqualTo(401);
    HttpResponse<String> answer = metrics(url, Files.readString(token).strip());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain;");
    assertThat(number(answer.body(), "kappa_runs_ended_total{status=\"succeeded\"}"))
        .isGreaterThanOrEqualTo(1);
    assertThat(number(answer.body(), "kappa_commit_duration_seconds_count")).isPositive();
    assertThat(number(answer.body(), "kappa_invocations_started_total")).isPositive();
    assertThat(number(answer.body(), "kappa_store_available")).isEqualTo(1);
    assertThat(number(answer.body(), "kappa_partitions_owned")).isEqualTo(16);
    assertThat(number(answer.body(), "kappa_api_requests_total{status=\"4xx\"}")).isPositive();
    assertThat(number(answer.body(), "kappa_defects_total")).isZero();
    assertThat(matches("(?m)^# TYPE (\\S+) ", answer.body()))
        .containsExactlyInAnyOrderElementsOf(
            matches("(?m)^\\| `(kappa_\\w+)` \\|", Files.readString(METRICS_PAGE)));
  }

  private HttpResponse<String> metrics(URI url, @Nullable String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve("/metrics"));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = client()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static double number(String page, String series) {
    return page.lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series + " in " + page));
  }

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** A coordinator as a client knows it that may do all. */
  private record Guarded(URI url, Token token, String trust) implements CoordinatorAddress {}

  private KappaClient admin(Kappa kappa, Path token) throws IOException {
    String text = Files.readString(token).strip();
    return new KappaClient(
        new Guarded(kappa.awaitOwner().url(), new Token(text), Trust.ofFile(own.certificate())));
  }

  private Path startOn(OwnRedis redis, Kappa kappa, String name) {
    Path audit = directory.resolve(name);
    Path jar = TestJar.write(directory.resolve(name + ".jar"), TestApplication.class.getName());
    String[] options = {
      "--jar",
      jar.toString(),
      "--redis",
      redis.uri(),
      "--concurrency",
      "2",
      "--timeout",
      "60s",
      "--tokens",
      tokens.toString(),
      "--audit",
      audit.toString(),
      "--certificate",
      own.certificate().toString(),
      "--certificate-key",
      own.key().toString(),
      "--ca",
      own.certificate().toString()
    };
    kappa.startCoordinator(options);
    return audit;
  }

  @Test
  void coordinatorsOfAStoreSendOnToEachOtherAndEachChangeIsOnOneRecord() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa first = Kappa.onNewData();
        Kappa second = Kappa.onNewData()) {
      Path ada = token(first, "ada", "admin");
      Path one = startOn(redis, first, "first");
      Path other = startOn(redis, second, "second");
      try (KappaClient here = admin(first, ada);
          KappaClient there = admin(second, ada)) {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          StartRequest request = new StartRequest("turns", "{\"n\":20}", "key " + i);
          runs.add((i % 2 == 0 ? here : there).start(request).runId());
        }
        for (String run : runs) {
          assertThat(there.await(run, Duration.ofSeconds(50)).resultJson()).isEqualTo("20");
          assertThat(here.find(run).status().ended()).isTrue();
        }
      }
      assertThat(Files.readAllLines(one))
          .allMatch(line -> line.contains("\"who\":\"ada\",\"action\":\"start\""));
      assertThat(List.of(started(one), started(other))).containsExactly(6L, 6L);
    }
  }

  /** What came while partitions were given to who joined is on the record, too: with status 503. */
  private static long started(Path record) throws IOException {
    return Files.readAllLines(record).stream()
        .filter(line -> line.contains("\"status\":201"))
        .count();
  }

  private Called elsewhere(Kappa kappa, URI url, @Nullable Path token, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--coordinator", url.toString(), "--ca", own.certificate().toString()));
    if (token != null) {
      all.addAll(List.of("--token-file", token.toString()));
    }
    return kappa.callElsewhere(all.toArray(String[]::new));
  }

  private static String signalOf(Kappa kappa, String run) {
    return Eventually.found(
        "the address of the signal",
        () ->
            Stream.of(kappa.call("status", run, "--json").exits(0).document())
                .map(document -> document.at("/values/url").asString(""))
                .filter(url -> !url.isEmpty())
                .findFirst());
  }

  private HttpResponse<String> complete(String url) throws IOException, InterruptedException {
    try (HttpClient client = client()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url))
              .POST(BodyPublishers.ofString("{\"by\":\"Ada\"}"))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private HttpClient client() throws IOException {
    return HttpClient.newBuilder()
        .sslContext(Trust.context(Trust.ofFile(own.certificate())))
        .build();
  }

  private static String workers(Kappa kappa) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> logs = Files.walk(kappa.data().resolve("workers"))) {
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }
}
