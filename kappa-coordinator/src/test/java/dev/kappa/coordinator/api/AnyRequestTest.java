package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kappa.coordinator.access.Keys;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come: they are answered, or the connection ends; nothing is left of them. */
class AnyRequestTest {
  private static final String PRINT = "0123456789abcdef".repeat(2);
  private static final String FROM_A_COORDINATOR = ApiServer.FORWARDED + ": p";

  /** At least one of each request that there is. */
  static final List<String> REQUESTS =
      List.of(
          with(
              "POST /v1/runs",
              "Idempotency-Key: k",
              "{\"workflow\":\"echo\",\"input\":[1,2.5],\"priority\":1,\"fairnessKey\":\"f\","
                  + "\"fairnessWeight\":100}"),
          with(
              "POST /v1/runs",
              "A: b",
              "{\"workflow\":\"wait\",\"key\":\"k\",\"input\":{\"a\":null}}"),
          request("GET /v1/runs?status=running&limit=7&workflow=%41", "A: b", ""),
          request("GET /v1/runs/run-1", "Connection: close", ""),
          request("GET /v1/runs/run-1/result?wait=PT0S", "Origin: http://a", ""),
          request("POST /v1/runs/run-1/cancel", "Content-Length: 0", ""),
          request("POST /v1/runs/run-1/terminate", "Content-Length: 0", ""),
          with("POST /v1/runs/run-1/signals/go?proof=00ff", "Expect: 100-continue", "7"),
          with(
              "POST /v1/runs/run-1/accept",
              "A: b",
              "{\"bodies\":[{\"class\":\"a.B\",\"from\":\"%1$s\",\"to\":\"%1$s\"}]}"
                  .formatted(PRINT)),
          with("POST /v1/runs/run-1/move", "A: b", "{\"version\":\"v2\"}"),
          request("GET /v1/runs/run-1/code", "A: b", ""),
          request("GET /v1/code?after=0", "A: b", ""),
          request("GET /v1/schedules", "A: b", ""),
          request("GET /v1/schedules/s", "A: b", ""),
          request(
              "PUT /v1/schedules/s",
              "Transfer-Encoding: chunked",
              "1e\r\n{\"workflow\":\"w\",\"every\":\"1m\"}\r\n0\r\n\r\n"),
          with(
              "PUT /v1/schedules/s?source=CODE",
              FROM_A_COORDINATOR,
              "{\"workflow\":\"w\",\"cron\":\"0 2 * * 1-5\",\"timeZone\":\"Europe/Berlin\"}"),
          request("DELETE /v1/schedules/s", "A: b", ""),
          request("POST /v1/schedules/s/pause", "Content-Length: 0", ""),
          request("POST /v1/schedules/s/resume", "Content-Length: 0", ""),
          request("POST /v1/schedules/s/trigger?key=k", "Content-Length: 0", ""),
          with(
              "POST /v1/limits/api/permits",
              FROM_A_COORDINATOR,
              "{\"verb\":\"take\",\"run\":\"r\",\"task\":\"3.1\",\"ticket\":\"7\",\"atMost\":2,\"rate\":10,"
                  + "\"per\":1000}"),
          with("POST /v1/runs/run-1/permits/3.1", FROM_A_COORDINATOR, ""),
          request("POST /v1/resident-workers", "Content-Length: 0", ""),
          request("GET /v1/workflows?a=x", "Authorization: Bearer t", ""),
          request("GET /metrics", "Accept: application/openmetrics-text;version=1.0.0", ""),
          request("GET /health", "A: b", ""));

  private static String with(String line, String header, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return request(line, header + "\r\nContent-Length: " + length, body);
  }

  private static String request(String line, String headers, String body) {
    return String.join("\r\n", line + " HTTP/1.1", "Host: a", headers, "", body);
  }

  // ---- whether the requests are all that there are

  static Stream<Arguments> documented() throws IOException {
    List<Arguments> requests = new ArrayList<>();
    String path = "";
    for (String line : Files.readAllLines(Path.of("../docs/openapi.yaml"))) {
      if (line.matches("  /.*:")) {
        path = line.strip().replaceFirst(":$", "");
      } else if (!path.isEmpty() && line.matches("    (get|put|post|delete|patch):")) {
        String method = line.strip().replace(":", "").toUpperCase(Locale.ROOT);
        requests.add(Arguments.of(method, path));
      }
    }
    return requests.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("documented")
  void eachDocumentedRequestIsAmongThem(String method, String path) {
    Pattern request =
        Pattern.compile(
            "%s %s(\\?\\S*)? HTTP".formatted(method, path.replaceAll("\\{.*?}", "[^/?]+")));
    assertThat(REQUESTS).anyMatch(text -> request.matcher(text).lookingAt());
  }

  /** So none is refused for how it is written, and each kind is there. */
  @Test
  void eachIsUnderstoodAndTogetherTheyAreAllCalls() {
    Set<Class<?>> calls = new HashSet<>(Set.of(ApiCall.class.getPermittedSubclasses()));
    calls.removeAll(Set.of(ApiCall.UnknownPath.class, ApiCall.WrongMethod.class));
    assertThat(REQUESTS.stream().map(AnyRequestTest::call).map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(calls);
  }

  private static ApiCall call(String text) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new HttpRequestDecoder(), new HttpObjectAggregator(10_000));
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    FullHttpRequest request = channel.readInbound();
    try {
      return ApiRoutes.decode(request);
    } finally {
      request.release();
      channel.finishAndReleaseAll();
    }
  }

  /** A place in a request, and what stands there instead. */
  record Change(int at, byte to) {}

  @Provide
  Arbitrary<Change> changes() {
    return Arbitraries.integers()
        .between(0, 350)
        .flatMap(at -> Arbitraries.bytes().map(to -> new Change(at, to)));
  }

  @Property(tries = 1000)
  void changedRequest(
      @ForAll("requests") String request,
      @ForAll @Size(max = 4) List<@From("changes") Change> changes,
      @ForAll boolean guarded) {
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    changes.forEach(change -> bytes[change.at() % bytes.length] = change.to());
    assertAnsweredOrEnded(bytes, guarded);
  }

  @Provide
  Arbitrary<String> requests() {
    return Arbitraries.of(REQUESTS);
  }

  @Property(tries = 200)
  void anyBytes(@ForAll @Size(max = 300) byte[] bytes, @ForAll boolean guarded) {
    assertAnsweredOrEnded(bytes, guarded);
  }

  static void assertAnsweredOrEnded(byte[] bytes, boolean guarded) {
    FakeRuns runs = new FakeRuns();
    runs.hold(new HeldPage(List.of(), 0, 0, null));
    var unused = runs.start(new StartRequest("echo", "1", null));
    ApiCalls calls = new ApiCalls(runs, Optional::empty, Metrics.NONE);
    Guard guard = guarded ? Guard.of(token -> Optional.empty(), Keys.of("secret")) : Guard.open();
    Allowance.Total total = new Allowance.Total(1 << 20);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAutoRead(false); // as the server has it
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new ApiChannel(
                calls,
                calls,
                new Entrance(guard, null, null),
                "127.0.0.1",
                new DefaultChannelGroup(GlobalEventExecutor.INSTANCE),
                Metrics.NONE,
                total));
    channel.pipeline().fireChannelActive();
    if (bytes.length > 0) {
      run(() -> channel.writeInbound(Unpooled.wrappedBuffer(bytes)));
    }
    run(channel::runPendingTasks);
    boolean answered = answered(channel);
    channel.advanceTimeBy(RequestDeadline.BODY_SECONDS + 1, TimeUnit.SECONDS);
    run(channel::runScheduledPendingTasks);
    run(channel::runPendingTasks);
    assertThat(answered || answered(channel) || !channel.isOpen()).isTrue();
    run(channel::checkException);
    run(channel::finishAndReleaseAll);
    assertThat(total.held()).isZero();
  }

  /** What comes behind the last request may be answered when nobody hears it any more. */
  private static void run(ThrowingCallable call) {
    Throwable broke = catchThrowable(call);
    assertThat(broke == null || broke instanceof ClosedChannelException).as("%s", broke).isTrue();
  }

  @Test
  void errorIsCutHoweverLongWhatItQuotesIs() {
    ApiAnswer answer =
        ApiAnswer.failure(
            new KappaException(ErrorCode.BAD_REQUEST, "unknown member '" + "x".repeat(1_000_000)));
    assertThat(answer.body()).contains("unknown member").hasSizeLessThan(17_000);
  }

  private static boolean answered(EmbeddedChannel channel) {
    boolean answered = false;
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      String text = part.toString(StandardCharsets.UTF_8);
      assertThat(text).doesNotStartWith("HTTP/1.1 500");
      answered |= text.startsWith("HTTP/1.1 ");
      part.release();
    }
    return answered;
  }
}
