package dev.kappa.coordinator.api.client;

import dev.kappa.coordinator.access.PeerProof;
import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends a request until it is answered or patience ends. */
final class Exchange implements AutoCloseable {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(25);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int UNAUTHORIZED = 401;

  private @Nullable HttpClient http;
  private String trusted = "";
  private final CoordinatorAddress address;
  private final Patience patience;
  private final Timeouts timeouts;
  private final @Nullable String peers;
  private final Semaphore room;
  private volatile boolean answered;

  /** Reads as many answers at once as are asked for. */
  Exchange(CoordinatorAddress address, Patience patience, Timeouts timeouts) {
    this(address, patience, timeouts, null, new Semaphore(Integer.MAX_VALUE));
  }

  /**
   * An answer is read while one of {@code room} is held, for which is waited no longer than for the
   * answer.
   *
   * @param peers the key of {@link PeerProof}, to show with each request that it is a coordinator;
   *     null if it is none
   */
  Exchange(
      CoordinatorAddress address,
      Patience patience,
      Timeouts timeouts,
      @Nullable String peers,
      Semaphore room) {
    this.room = room;
    this.address = address;
    this.patience = patience;
    this.timeouts = timeouts;
    this.peers = peers;
  }

  /** {@return who is asked} */
  URI url() {
    return address.url();
  }

  String get(String path) {
    return get(path, Duration.ZERO);
  }

  /** Asks for what the coordinator answers after {@code wait} at the latest. */
  String get(String path, Duration wait) {
    return send("GET", path, "", timeouts.answer().plus(wait));
  }

  String post(String path, String body) {
    return send("POST", path, body, timeouts.answer());
  }

  String put(String path, String body) {
    return send("PUT", path, body, timeouts.answer());
  }

  String delete(String path) {
    return send("DELETE", path, "", timeouts.answer());
  }

  private String send(String method, String path, String body, Duration within) {
    long start = System.nanoTime();
    Duration pause = SHORTEST_PAUSE;
    while (true) {
      Attempt attempt = attempt(method, path, body, within);
      if (attempt.body() != null) {
        return attempt.body();
      }
      Duration most = answered ? patience.later() : patience.first();
      if (!attempt.again() || System.nanoTime() - start >= most.toNanos()) {
        throw attempt.failed();
      }
      sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private Attempt attempt(String method, String path, String body, Duration within) {
    URI url = address.url();
    URI target = URI.create(withoutSlash(url) + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            // This ends with the headers.
            .timeout(within);
    if (peers != null) {
      request.header(ApiServer.FORWARDED, proof(peers, method, target, body));
    }
    Token token = address.token();
    if (token != null) {
      request.header("Authorization", "Bearer " + token.text());
    }
    long end = System.nanoTime() + within.toNanos();
    try {
      HttpResponse<InputStream> answer = http().send(request.build(), BodyHandlers.ofInputStream());
      return judge(url, answer.statusCode(), whole(answer, end));
    } catch (IOException e) {
      return Attempt.tryAgain(unreachable(url, said(e), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted while asking " + url, e);
    }
  }

  private static String proof(String peers, String method, URI to, String body) {
    String query = to.getRawQuery();
    String target = to.getRawPath() + (query == null ? "" : "?" + query);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return PeerProof.of(peers, method, target, bytes, System.currentTimeMillis());
  }

  private String whole(HttpResponse<InputStream> answer, long end)
      throws IOException, InterruptedException {
    try (InputStream body = answer.body()) {
      if (!room.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new HttpTimeoutException("too many other answers are being read");
      }
      try {
        return whole(body, end);
      } finally {
        room.release();
      }
    }
  }

  /** One that stops in the middle is cut off. */
  private static String whole(InputStream body, long end) throws IOException {
    CompletableFuture<Void> read = new CompletableFuture<>();
    var unused =
        read.orTimeout(end - System.nanoTime(), TimeUnit.NANOSECONDS)
            .whenComplete((done, late) -> cut(body, late));
    try {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      if (read.isCompletedExceptionally()) {
        throw new HttpTimeoutException("the answer did not come to its end");
      }
      throw e;
    } finally {
      read.complete(null);
    }
  }

  private static void cut(InputStream body, @Nullable Throwable late) {
    if (late != null) {
      try {
        body.close();
      } catch (IOException ignored) {
        // Who reads it finds out.
      }
    }
  }

  private Attempt judge(URI url, int status, String body) {
    if (status < 300) {
      answered = true;
      return new Attempt(body, null, false);
    }
    KappaException failure =
        Bodies.failure(body)
            .orElseGet(
                () ->
                    unreachable(
                        url,
                        "it answers HTTP %d, not as a coordinator does".formatted(status),
                        null));
    if (peers != null && status == UNAUTHORIZED) {
      return Attempt.tryAgain(notTakenForAPeer(url, failure));
    }
    boolean later = status == 429 || status == 503 || isOfAGateway(status);
    answered |= failure.code() != ErrorCode.COORDINATOR_UNREACHABLE;
    return later ? Attempt.tryAgain(failure) : new Attempt(null, failure, false);
  }

  /** It is this coordinator, not its client, of whom the other knows nothing. */
  private static KappaException notTakenForAPeer(URI url, KappaException refusal) {
    return new KappaException(
        ErrorCode.COORDINATOR_UNREACHABLE,
        "the coordinator at %s does not take this one for one of its store: %s (expected: clocks that are less than 5 min apart, and one release)"
            .formatted(url, refusal.getMessage()));
  }

  /** A load balancer in front says so while the coordinator behind it ends. */
  private static boolean isOfAGateway(int status) {
    return status == 502 || status == 504;
  }

  private static KappaException unreachable(URI url, String why, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.COORDINATOR_UNREACHABLE,
        "no coordinator answers at %s: %s; start one there, or check --coordinator"
            .formatted(url, why),
        cause);
  }

  private static String said(IOException e) {
    if (e instanceof ConnectException && e.getMessage() == null) {
      // The client says no more of it itself.
      return isOfUnknownHost(e) ? "unknown host" : "connection refused";
    }
    String kind = e.getClass().getSimpleName().replace("Exception", "");
    String words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return e.getMessage() == null ? words : words + ", " + e.getMessage();
  }

  private static boolean isOfUnknownHost(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause != null && (cause instanceof UnresolvedAddressException || isOfUnknownHost(cause));
  }

  private static String withoutSlash(URI url) {
    String text = url.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted while waiting", e);
    }
  }

  /** {@return what sends requests} It is known whom to trust when it is known who is asked. */
  private synchronized HttpClient http() {
    String trust = address.trust();
    if (http == null || !trust.equals(trusted)) {
      close();
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(timeouts.connect());
      if (!trust.equals(Trust.PLATFORM)) {
        builder.sslContext(Trust.context(trust));
      }
      http = builder.build();
      trusted = trust;
    }
    return http;
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.shutdownNow();
    }
  }

  /** What came of one try: a body, or a failure and whether to try again. */
  private record Attempt(@Nullable String body, @Nullable KappaException failure, boolean again) {
    static Attempt tryAgain(KappaException failure) {
      return new Attempt(null, failure, true);
    }

    KappaException failed() {
      return failure == null ? new KappaException(ErrorCode.INTERNAL, "no answer") : failure;
    }
  }
}
