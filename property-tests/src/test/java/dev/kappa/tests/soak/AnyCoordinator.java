package dev.kappa.tests.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of the HTTP API that knows several coordinators: it asks one after the other until one
 * answers.
 */
final class AnyCoordinator implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final List<URI> urls;
  private final AtomicInteger turn = new AtomicInteger();

  AnyCoordinator(List<URI> urls) {
    this.urls = urls;
  }

  /** What was answered. */
  record Answer(int status, JsonNode body) {
    boolean isGood() {
      return status < 300;
    }

    /** Whether it is an error of that code. */
    boolean hasCode(String code) {
      return body.toString().contains(code);
    }
  }

  /** {@return whether the coordinator there answers} */
  boolean isUp(URI url) {
    try {
      return http.send(request(url, "GET", "/health", ""), BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  Answer post(String path, String body) {
    return send("POST", path, body);
  }

  /** Sends it again and again, to each in turn, until there is an answer that is no excuse. */
  private Answer send(String method, String path, String body) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String last = "";
    while (System.nanoTime() < end) {
      URI url = urls.get(Math.floorMod(turn.getAndIncrement(), urls.size()));
      try {
        HttpResponse<String> answer =
            http.send(request(url, method, path, body), BodyHandlers.ofString());
        if (answer.statusCode() != 429 && answer.statusCode() != 503) {
          return new Answer(answer.statusCode(), JsonMapper.shared().readTree(answer.body()));
        }
        last = answer.body();
      } catch (IOException e) {
        last = e.toString();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new AssertionError(
        "no coordinator answered %s %s within %s: %s".formatted(method, path, PATIENCE, last));
  }

  private static HttpRequest request(URI url, String method, String path, String body) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(ANSWER)
        .header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
  }

  private static AssertionError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted", e);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
