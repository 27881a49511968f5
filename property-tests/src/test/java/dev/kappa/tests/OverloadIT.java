package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.OneMode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than a coordinator or its Redis can hold is refused, and taken when there is room again. */
final class OverloadIT {
  private static final String START = "{\"workflow\":\"turns\",\"input\":{\"n\":1}}";

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  private String jar() {
    return TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
  }

  private CompletableFuture<HttpResponse<String>> start(Kappa kappa) {
    return startAt(kappa.awaitOwner().url());
  }

  private CompletableFuture<HttpResponse<String>> startAt(URI coordinator) {
    HttpRequest request =
        HttpRequest.newBuilder(coordinator.resolve("/v1/runs"))
            .POST(HttpRequest.BodyPublishers.ofString(START, UTF_8))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private void assertNoneRuns(URI coordinator) {
    HttpRequest request =
        HttpRequest.newBuilder(coordinator.resolve("/v1/runs?status=RUNNING&limit=1")).build();
    Eventually.holds(
        "all runs have ended",
        () ->
            http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .equals("{\"runs\":[]}"));
  }

  @OneMode
  @Test
  void coordinatorWithASmallHeapRefusesWhatItCannotHoldAndRecovers() throws Exception {
    try (Kappa kappa = Kappa.onNewData();
        Program coordinator =
            kappa.startCoordinatorOf("-Xmx64m", "--jar", jar(), "--concurrency", "2")) {
      URI url = kappa.awaitOwner().url();
      assertThat(startAt(url).get().statusCode()).isEqualTo(201);
      Map<Integer, Integer> answers = flood(url, 15_000);
      assertThat(answers).containsOnlyKeys(201, 429);
      assertNoneRuns(url);
      assertThat(startAt(url).get().statusCode()).isEqualTo(201);
      assertNoneRuns(url);
      assertThat(coordinator.isAlive()).isTrue();
      assertThat(coordinator.err()).doesNotContain("OutOfMemory");
    }
  }

  /** {@return how often each status was answered} */
  private Map<Integer, Integer> flood(URI url, int starts)
      throws InterruptedException, ExecutionException {
    Semaphore underWay = new Semaphore(200);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      underWay.acquire();
      answers.add(startAt(url).whenComplete((answer, error) -> underWay.release()));
    }
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      statuses.merge(answer.get().statusCode(), 1, Integer::sum);
      if (answer.get().statusCode() == 429) {
        assertThat(answer.get().body()).contains("KAPPA-402", "memory", "try again later");
        assertThat(answer.get().headers().firstValue("Retry-After")).contains("1");
      }
    }
    return statuses;
  }

  private static void maxmemory(OwnRedis redis, String bytes) {
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.sync().configSet("maxmemory", bytes);
    } finally {
      client.shutdown();
    }
  }

  @Test
  void redisWithoutMemoryKeepsCommitsWaitingAndStartsOutUntilItHasSome() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData();
        Program coordinator =
            kappa.startCoordinator("--jar", jar(), "--redis", redis.uri(), "--concurrency", "2")) {
      assertThat(start(kappa).get().statusCode()).isEqualTo(201);
      maxmemory(redis, "1");
      CompletableFuture<HttpResponse<String>> waits = start(kappa);
      Eventually.holds(
          "starts are refused",
          () -> {
            // One that is let in is not answered before it is stored: it is given up, and waits.
            try {
              return start(kappa).get(1, TimeUnit.SECONDS).statusCode() == 503;
            } catch (TimeoutException e) {
              return false;
            }
          });
      assertThat(waits).isNotDone();
      maxmemory(redis, "0");
      assertThat(waits.get().statusCode()).isEqualTo(201);
      Eventually.holds("starts are taken", () -> start(kappa).get().statusCode() == 201);
      assertNoneRuns(kappa.awaitOwner().url());
      assertThat(coordinator.isAlive()).isTrue();
    }
  }
}
