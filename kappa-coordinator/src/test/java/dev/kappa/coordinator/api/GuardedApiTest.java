package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.Caller;
import dev.kappa.coordinator.access.Keys;
import dev.kappa.coordinator.access.PeerProof;
import dev.kappa.coordinator.access.Role;
import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.access.Tokens;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.SignalProof;
import dev.kappa.wire.Trust;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API of a coordinator that asks for tokens. */
class GuardedApiTest {
  private static final Keys KEYS = Keys.of("the store's secret");
  private static final Map<String, Token> TOKENS =
      Map.of("read", Token.random(), "run", Token.random(), "admin", Token.random());

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final FakeRuns runs = new FakeRuns();
  private ApiServer server;
  private RawHttp http;

  @BeforeEach
  void start() {
    Guard guard = Guard.of(known(), KEYS);
    server =
        ApiServer.start(
            group,
            "127.0.0.1",
            0,
            runs,
            runs,
            Optional::empty,
            new Entrance(guard, null, null),
            Metrics.NONE);
    http = new RawHttp(server.uri());
    http.post("/v1/runs", "{\"workflow\":\"wait\"}", "Authorization", bearer("run"));
  }

  private static Tokens known() {
    return token ->
        TOKENS.entrySet().stream()
            .filter(known -> known.getValue().text().equals(token))
            .map(known -> new Caller.Holder(known.getKey(), role(known.getKey())))
            .findFirst();
  }

  private static Role role(String name) {
    return Role.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static String bearer(String name) {
    return "Bearer " + Objects.requireNonNull(TOKENS.get(name)).text();
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @ParameterizedTest
  @CsvSource({
    "READ,  GET,    /v1/runs",
    "READ,  GET,    /v1/runs/run-1",
    "READ,  GET,    /v1/runs/run-1/result?wait=0s",
    "READ,  GET,    /v1/runs/run-1/code",
    "READ,  GET,    /v1/code",
    "READ,  GET,    /v1/workflows",
    "READ,  GET,    /v1/schedules",
    "READ,  GET,    /v1/schedules/nightly",
    "READ,  GET,    /metrics",
    "READ,  GET,    /v1/nothing",
    "READ,  PATCH,  /v1/runs",
    "RUN,   POST,   /v1/runs",
    "RUN,   POST,   /v1/runs/run-1/cancel",
    "RUN,   POST,   /v1/runs/run-1/signals/go",
    "RUN,   POST,   /v1/schedules/nightly/trigger",
    "ADMIN, POST,   /v1/runs/run-1/terminate",
    "ADMIN, POST,   /v1/runs/run-1/accept",
    "ADMIN, POST,   /v1/runs/run-1/move",
    "ADMIN, POST,   /v1/resident-workers",
    "ADMIN, PUT,    /v1/schedules/nightly",
    "ADMIN, POST,   /v1/schedules/nightly/pause",
    "ADMIN, POST,   /v1/schedules/nightly/resume",
    "ADMIN, DELETE, /v1/schedules/nightly",
  })
  void eachRequestAsksForItsRole(Role needed, String method, String path) {
    String body =
        switch (path.substring(path.lastIndexOf('/') + 1)) {
          case "runs" -> "{\"workflow\":\"echo\"}";
          case "accept" ->
              "{\"bodies\":[{\"class\":\"a\",\"from\":\"F\",\"to\":\"F\"}]}"
                  .replace("F", "0".repeat(32));
          case "move" -> "{\"version\":\"v\"}";
          default -> "{}";
        };
    String sent = method.equals("GET") ? "" : body;
    HttpResponse<String> stranger = http.send(method, path, sent);
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(stranger.body()).contains(ErrorCode.UNKNOWN_TOKEN.text(), "asks for a token");
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(Locale.ROOT);
      HttpResponse<String> answer =
          http.send(
              method, path, sent, "Authorization", bearer(name), "Idempotency-Key", "k" + role);
      if (role.includes(needed)) {
        assertThat(answer.statusCode()).as("%s %s by %s", method, path, role).isNotIn(401, 403);
      } else {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
            .contains(ErrorCode.NOT_ALLOWED.text())
            .contains("the token '%s' has the role %s (expected: ".formatted(name, name));
      }
    }
  }

  @Test
  void healthNeedsNoToken() {
    assertThat(http.get("/health").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"Bearer nonsense", "Basic YTpi", "Bearer", "''"})
  void whatIsNoTokenIsRefused(String shown) {
    HttpResponse<String> answer = http.send("GET", "/v1/runs", "", "Authorization", shown);
    assertThat(answer.statusCode()).isEqualTo(401);
    if (!shown.isEmpty()) {
      assertThat(answer.body()).doesNotContain("nonsense", "YTpi");
    }
  }

  @Test
  void bodyOfAStrangerIsNotLookedAt() {
    assertThat(http.post("/v1/runs", "no JSON").statusCode()).isEqualTo(401);
  }

  // ---- addresses of signals

  @Test
  void addressOfASignalCompletesThatOneAndTellsNothingOfTheRun() {
    String proof = SignalProof.of(KEYS.signals(), "run-1", "go");
    HttpResponse<String> answer = http.post("/v1/runs/run-1/signals/go?proof=" + proof, "1");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/runs/run-1/signals/stop",
    "POST, /v1/runs/run-2/signals/go",
    "POST, /v1/runs/run-1/cancel",
    "POST, /v1/runs",
    "GET,  /v1/runs/run-1",
  })
  void proofOfASignalIsOfNoUseForAnythingElse(String method, String path) {
    String proof = SignalProof.of(KEYS.signals(), "run-1", "go");
    HttpResponse<String> answer = http.send(method, path + "?proof=" + proof, "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("the proof in the address is not that of this signal");
  }

  @Test
  void addressThatCannotBeReadIsRefused() {
    assertThat(raw("POST /v1/runs/%zz/signals/go?proof=a HTTP/1.1")).startsWith("HTTP/1.1 401 ");
    assertThat(raw("GET /v1/runs?proof=%zz HTTP/1.1")).startsWith("HTTP/1.1 401 ");
  }

  private String raw(String line) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request = line + "\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void signalCannotBeReadByItsProof() {
    String proof = SignalProof.of(KEYS.signals(), "run-1", "go");
    HttpResponse<String> answer = http.get("/v1/runs/run-1/signals/go?proof=" + proof);
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void proofWithOneDigitAlteredIsRefused() {
    String proof = SignalProof.of(KEYS.signals(), "run-1", "go");
    for (int i = 0; i < proof.length(); i++) {
      char[] digits = proof.toCharArray();
      digits[i] = digits[i] == '0' ? '1' : '0';
      String altered = new String(digits);
      assertThat(SignalProof.fits(altered, KEYS.signals(), "run-1", "go")).isFalse();
    }
    String cut = proof.substring(1);
    assertThat(http.post("/v1/runs/run-1/signals/go?proof=" + cut, "1").statusCode())
        .isEqualTo(401);
  }

  // ---- other coordinators

  @Test
  void anotherCoordinatorOfTheStoreIsAnsweredAndNobodyElseWhoSaysSo() {
    HttpResponse<String> pretended =
        http.send("GET", "/v1/runs/run-1", "", ApiServer.FORWARDED, "1");
    assertThat(pretended.statusCode()).isEqualTo(401);
    HttpResponse<String> withAToken =
        http.send(
            "GET", "/v1/runs/run-1", "", ApiServer.FORWARDED, "1", "Authorization", bearer("run"));
    assertThat(withAToken.statusCode()).isEqualTo(401);
    Duration time = Duration.ofSeconds(10);
    try (KappaClient peer =
        KappaClient.forwarding(
            server.uri(), time, time, new Semaphore(1), KEYS.peers(), Trust.PLATFORM)) {
      assertThat(peer.find("run-1").runId()).isEqualTo("run-1");
      assertThat(peer.terminate("run-1").runId()).isEqualTo("run-1");
    }
  }

  @Test
  void whatOneCoordinatorShowsIsOfOneRequest() {
    String proof = proof(System.currentTimeMillis());
    assertThat(forwarded("GET", "/v1/runs/run-1", "", proof)).isEqualTo(200);
    assertThat(forwarded("GET", "/v1/runs/run-1", "", proof)).isEqualTo(200);
    assertThat(forwarded("POST", "/v1/runs/run-1/cancel", "", proof)).isEqualTo(401);
    assertThat(forwarded("GET", "/v1/runs/run-2", "", proof)).isEqualTo(401);
    assertThat(forwarded("GET", "/v1/runs/run-1?wait=1", "", proof)).isEqualTo(401);
    assertThat(forwarded("GET", "/v1/runs/run-1", "{}", proof)).isEqualTo(401);
    long early = System.currentTimeMillis() - Duration.ofMinutes(6).toMillis();
    assertThat(forwarded("GET", "/v1/runs/run-1", "", proof(early))).isEqualTo(401);
  }

  private static String proof(long nowMillis) {
    return PeerProof.of(KEYS.peers(), "GET", "/v1/runs/run-1", new byte[0], nowMillis);
  }

  private int forwarded(String method, String path, String body, String proof) {
    return http.send(method, path, body, ApiServer.FORWARDED, proof).statusCode();
  }

  @Test
  void rolesAreInOrder() {
    assertThat(Arrays.stream(Role.values()).filter(Role.RUN::includes))
        .containsExactly(Role.READ, Role.RUN);
  }
}
