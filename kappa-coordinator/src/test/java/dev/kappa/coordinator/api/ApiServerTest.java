package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {
  private static final String ECHO_RUN =
      "{\"runId\":\"run-1\",\"workflow\":\"echo\",\"status\":\"SUCCEEDED\",\"result\":{\"n\":1.50},"
          + "\"error\":null,\"startedAt\":\"2026-01-02T03:04:05.678Z\","
          + "\"endedAt\":\"2026-01-02T03:04:06Z\",\"tasks\":3,\"invocations\":4,\"checkpoints\":5,\"attemptsLost\":1}";
  private static final String WAIT_RUN =
      "{\"runId\":\"run-1\",\"workflow\":\"wait\",\"status\":\"RUNNING\",\"result\":null,"
          + "\"error\":null,\"startedAt\":\"2026-01-02T03:04:05.678Z\",\"endedAt\":null,"
          + "\"tasks\":3,\"invocations\":4,\"checkpoints\":5,\"attemptsLost\":1,\"tasksDone\":1}";

  private static final String LAST = "Connection: close";

  private static EventLoopGroup group;

  private final FakeRuns runs = new FakeRuns();
  private ApiServer server;
  private RawHttp http;

  @BeforeAll
  static void startLoops() {
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  }

  @AfterAll
  static void stopLoops() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @BeforeEach
  void start() {
    server = ApiServer.start(group, "127.0.0.1", 0, runs, runs);
    http = new RawHttp(server.uri());
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  @Test
  void requestOnOneConnectionTooManyIsToldSoAndServedWhenThereIsRoom() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < ApiChannel.MAX_CONNECTIONS; i++) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      HttpResponse<String> refused =
          http.post(
              "/v1/runs",
              "{\"workflow\":\"echo\",\"input\":\"%s\"}".formatted("x".repeat(1 << 20)));
      assertError(refused, 503, ErrorCode.OVERLOADED, "1024 connections are open");
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(refused.headers().firstValue("Connection")).contains("close");
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
    HttpResponse<String> answer = http.get("/v1/runs");
    while (answer.statusCode() == 503) {
      answer = http.get("/v1/runs");
    }
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void startAnswersTheRunAndWhereItIs() {
    HttpResponse<String> answer =
        http.post("/v1/runs", "{ \"workflow\": \"echo\", \"input\": { \"n\" : 1.50 } }");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo(ECHO_RUN);
    assertThat(answer.headers().firstValue("Location")).contains("/v1/runs/run-1");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/json; charset=utf-8");
  }

  @Test
  void startUnderOneKeyTwiceIsOneRunWhetherTheKeyIsInHeaderOrBody() {
    String body = "{\"workflow\":\"wait\",\"input\":1,\"key\":\"k\"}";
    http.post("/v1/runs", body);
    HttpResponse<String> again =
        http.post("/v1/runs", "{\"workflow\":\"wait\",\"input\":1}", "Idempotency-Key", "k");
    assertThat(again.body()).isEqualTo(WAIT_RUN);
  }

  @Test
  void otherInputUnderTheSameKeyIsAConflict() {
    http.post("/v1/runs", "{\"workflow\":\"wait\",\"input\":1,\"key\":\"k\"}");
    assertError(
        http.post("/v1/runs", "{\"workflow\":\"wait\",\"input\":2,\"key\":\"k\"}"),
        409,
        ErrorCode.IDEMPOTENCY_CONFLICT,
        "another input under this key");
  }

  @Test
  void differingKeysInHeaderAndBodyAreRefused() {
    assertError(
        http.post("/v1/runs", "{\"workflow\":\"echo\",\"key\":\"a\"}", "Idempotency-Key", "b"),
        400,
        ErrorCode.BAD_REQUEST,
        "the header Idempotency-Key and the member 'key' differ");
  }

  @Test
  void unknownWorkflowIsNotFound() {
    assertError(
        http.post("/v1/runs", "{\"workflow\":\"nope\",\"input\":1}"),
        404,
        ErrorCode.UNKNOWN_WORKFLOW,
        "no workflow 'nope' (known: boom, echo, wait)");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`{\"workflow\":\"echo\",\n \"input\": [1,, 2]}` | line 2, column 14",
        "`{\"workflow\":\"echo\",\"input\":[1` | Unexpected end-of-input",
        "`{\"workflow\":\"echo\"} x` | line 1, column 21",
        "`{\"workflow\":\"echo\"} 1` | more text after the end",
        "`{\"workflow\":\"echo\",\"workflow\":\"echo\"}` | Duplicate",
        "`[]` | expected: an object",
        "` ` | expected: an object",
        "`{\"input\":1}` | workflow: missing",
        "`{\"workflow\":7}` | workflow: 7 (expected: a string)",
        "`{\"workflow\":[7, \"a\"]}` | workflow: [7,\"a\"] (expected: a string)",
        "`{\"workflow\":\" \"}` | workflow: blank",
        "`{\"workflow\":\"echo\",\"key\":\"\"}` | key: 0 characters (expected: 1 to 256",
        "`{\"workflow\":\"echo\",\"inputs\":1}` | unknown member 'inputs' (known: workflow, input, key, priority",
        "`{\"workflow\":\"echo\",\"priority\":6}` | priority: 6 (expected: 1 to 5",
        "`{\"workflow\":\"echo\",\"priority\":0}` | priority: 0 (expected: at least 1",
        "`{\"workflow\":\"echo\",\"priority\":\"high\"}` | expected: a whole number",
        "`{\"workflow\":\"echo\",\"fairnessWeight\":101}` | fairness weight: 101 (expected: 1 to 100",
      })
  void malformedStartSaysWhatAndWhere(String body, String expected) {
    assertError(http.post("/v1/runs", body), 400, ErrorCode.BAD_REQUEST, expected);
  }

  @Test
  void runIsFoundByItsId() {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    HttpResponse<String> answer = http.get("/v1/runs/run-1");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(WAIT_RUN);
  }

  @Test
  void failedRunShowsItsError() {
    http.post("/v1/runs", "{\"workflow\":\"boom\"}");
    assertThat(http.get("/v1/runs/run-1").body())
        .contains(
            "\"status\":\"FAILED\",\"result\":null,\"error\":{\"code\":\"KAPPA-301\","
                + "\"type\":\"a.B\",\"message\":\"it broke\",\"step\":\"step-a\",\"trace\":[\"at A.a(A.java:1)\"]}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/runs/x",
    "GET,/v1/runs/x/result",
    "POST,/v1/runs/x/cancel",
    "POST,/v1/runs/x/terminate",
    "POST,/v1/runs/x/signals/s"
  })
  void unknownRunIsNotFound(String method, String path) {
    assertError(http.send(method, path, "null"), 404, ErrorCode.UNKNOWN_RUN, "no run 'x'");
  }

  @Test
  void resultOfAnEndedRunComesAtOnce() {
    http.post("/v1/runs", "{\"workflow\":\"echo\",\"input\":{\"n\":1.50}}");
    HttpResponse<String> answer = http.get("/v1/runs/run-1/result");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ECHO_RUN);
  }

  @ParameterizedTest
  @CsvSource({"0s", "1ms", "PT0.001S"})
  void resultThatTakesLongerThanTheWaitIsTheRunningRun(String wait) {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    HttpResponse<String> answer = http.get("/v1/runs/run-1/result?wait=" + wait);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo(WAIT_RUN);
  }

  @Test
  void resultIsAnsweredWhenTheRunEnds() {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    Thread end = Thread.startVirtualThread(() -> runs.end("run-1", "[1]"));
    assertThat(http.get("/v1/runs/run-1/result?wait=60s").body()).contains("\"result\":[1]");
    assertThat(end).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"61s,expected: 0s to 60s", "soon,expected: a duration", "-PT1S,expected: a duration"})
  void waitOutOfItsRangeIsRefused(String wait, String expected) {
    assertError(
        http.get("/v1/runs/run-1/result?wait=" + wait), 400, ErrorCode.BAD_REQUEST, expected);
  }

  @Test
  void cancelAnswersTheRun() {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    HttpResponse<String> answer = http.post("/v1/runs/run-1/cancel", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"status\":\"CANCELLED\"");
  }

  @Test
  void signalBringsItsJsonAndAnswersTheRun() {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    HttpResponse<String> answer =
        http.post("/v1/runs/run-1/signals/order-1.approved_by", " { \"by\" : \"A\", \"n\":1.50 } ");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(WAIT_RUN);
    assertThat(runs.signals("run-1"))
        .containsExactly(Map.entry("order-1.approved_by", "{\"by\":\"A\",\"n\":1.50}"));
  }

  @Test
  void sameSignalAgainIsAnsweredInTheSameWay() {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    http.post("/v1/runs/run-1/signals/s", "[1, 2]");
    runs.end("run-1", "7");
    assertThat(http.post("/v1/runs/run-1/signals/s", "[1,2]").statusCode()).isEqualTo(200);
  }

  @Test
  void somethingElseUnderTheNameOfASignalIsAConflict() {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    http.post("/v1/runs/run-1/signals/s", "1");
    assertError(
        http.post("/v1/runs/run-1/signals/s", "2"),
        409,
        ErrorCode.IDEMPOTENCY_CONFLICT,
        "signal 's'");
  }

  @Test
  void signalForAnEndedRunIsAConflict() {
    http.post("/v1/runs", "{\"workflow\":\"echo\"}");
    assertError(
        http.post("/v1/runs/run-1/signals/s", "1"), 409, ErrorCode.RUN_ENDED, "it has ended");
  }

  @ParameterizedTest
  @CsvSource({"a b", "a%2Fb", "%C3%A4", "''", "a:b", "a%20"})
  void signalOfABadNameIsRefused(String name) {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    assertError(
        http.post("/v1/runs/run-1/signals/" + name.replace(" ", "%20"), "1"),
        400,
        ErrorCode.BAD_REQUEST,
        "(expected: 1 to 100 letters, digits, '-', '_' or '.')");
  }

  @Test
  void signalOfALongNameIsRefused() {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    String name = "n".repeat(100);
    assertThat(http.post("/v1/runs/run-1/signals/" + name, "1").statusCode()).isEqualTo(200);
    assertThat(http.post("/v1/runs/run-1/signals/n" + name, "1").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`` | nothing (expected: JSON, such as null)",
        "`approved` | line 1, column",
        "`{\"a\":1` | Unexpected end-of-input",
        "`1 2` | more text after the end",
        "`{\"a\":1,\"a\":2}` | Duplicate",
      })
  void signalWithoutJsonIsRefused(String body, String expected) {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    assertError(http.post("/v1/runs/run-1/signals/s", body), 400, ErrorCode.BAD_REQUEST, expected);
    assertThat(runs.signals("run-1")).isEmpty();
  }

  @Test
  void publishedValuesAreInTheDocumentAndInLists() {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    runs.publish("run-1", "progress", "{\"done\":1.50}");
    String values = "\"tasksDone\":1,\"values\":{\"progress\":{\"done\":1.50}}}";
    assertThat(http.get("/v1/runs/run-1").body()).endsWith(values);
    assertThat(http.get("/v1/runs").body()).contains(values);
  }

  @Test
  void listIsFilteredByStatusAndWorkflowAndLimited() {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    http.post("/v1/runs", "{\"workflow\":\"echo\"}");
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    assertThat(http.get("/v1/runs?status=running&limit=1").body())
        .isEqualTo("{\"runs\":[" + WAIT_RUN.replace("\"result\":null,", "") + "]}");
    assertThat(http.get("/v1/runs?workflow=echo").body()).contains("run-2").doesNotContain("run-1");
    assertThat(http.get("/v1/runs").body()).contains("run-1", "run-2", "run-3");
    assertThat(http.get("/v1/runs?status=FAILED").body()).isEqualTo("{\"runs\":[]}");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit: 0 (expected: 1 to 1000)",
    "limit=1001,limit: 1001 (expected: 1 to 1000)",
    "limit=many,limit: many (expected: a whole number)",
    "status=done,'status: done (expected: one of [RUNNING, SUCCEEDED, FAILED, CANCELLED])'"
  })
  void malformedListIsRefused(String query, String expected) {
    assertError(http.get("/v1/runs?" + query), 400, ErrorCode.BAD_REQUEST, expected);
  }

  @Test
  void workflowsAreListed() {
    assertThat(http.get("/v1/workflows").body())
        .isEqualTo("{\"workflows\":[\"boom\",\"echo\",\"wait\"]}");
  }

  @Test
  void healthIsUp() {
    assertThat(http.get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/v1",
    "/v2/runs",
    "/v1/run",
    "/v1/runs/",
    "/v1/runs/a/b",
    "/v1/runs/a/result/c",
    "/v1/runs/a/signals",
    "/v1/runs//signals/s",
    "/v1/runs/a/signals/s/t",
    "/v1/workflows/a"
  })
  void unknownPathIsNotFound(String path) {
    assertError(http.get(path), 404, ErrorCode.BAD_REQUEST, path + ": no such path");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/v1/runs,'GET, POST'",
    "POST,/v1/runs/a,GET",
    "POST,/v1/runs/a/result,GET",
    "GET,/v1/runs/a/cancel,POST",
    "GET,/v1/runs/a/terminate,POST",
    "GET,/v1/runs/a/signals/s,POST",
    "DELETE,/v1/workflows,GET",
    "POST,/health,GET"
  })
  void wrongMethodIsRefusedWithTheRightOnes(String method, String path, String allowed) {
    HttpResponse<String> answer = http.send(method, path, "");
    assertError(answer, 405, ErrorCode.BAD_REQUEST, "wrong method (expected: " + allowed);
    assertThat(answer.headers().firstValue("Allow")).contains(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_INPUT,400",
    "PAYLOAD_TOO_LARGE,413",
    "OVERLOADED,429",
    "REDIS_UNREACHABLE,503",
    "FENCED,503",
    "INTERNAL,500"
  })
  void failuresHaveTheirStatus(ErrorCode code, int status) {
    runs.failNext(new KappaException(code, "said so"));
    HttpResponse<String> answer = http.get("/v1/runs");
    assertError(answer, status, code, "said so");
    assertThat(answer.headers().firstValue("Retry-After").isPresent())
        .isEqualTo(status == 429 || status == 503);
  }

  @Test
  void unforeseenFailureIsInternal() {
    runs.failNext(new IllegalStateException("bug"));
    assertError(http.get("/v1/runs"), 500, ErrorCode.INTERNAL, "bug");
  }

  @Test
  void bodyOverTheLimitIsTooLarge() throws IOException {
    // Over a plain socket, as the server answers before the body is sent.
    List<String> head =
        answerTo(
            List.of("POST /v1/runs HTTP/1.1", "Host: localhost", "Content-Length: 6291457"), 1);
    assertThat(head.get(0)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
  }

  @Test
  void pageOfAnotherOriginIsRefused() {
    assertError(
        http.post("/v1/runs", "{\"workflow\":\"echo\"}", "Origin", "http://example.org"),
        403,
        ErrorCode.BAD_REQUEST,
        "another origin");
  }

  @Test
  void pageWhoseNameLeadsHereIsRefusedThoughItsOriginIsTheSame() throws IOException {
    String evil = "evil.test:" + server.port();
    for (String line : List.of("GET /v1/runs HTTP/1.1", "POST /v1/runs/r/cancel HTTP/1.1")) {
      for (String origin : List.of("Origin: http://" + evil, "Accept: */*")) {
        List<String> answer = answerTo(List.of(line, "Host: " + evil, origin, LAST), 99);
        assertThat(answer.getFirst()).isEqualTo("HTTP/1.1 403 Forbidden");
        assertThat(answer.getLast()).contains("Host: evil.test are refused", "--host");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:7070",
        "127.0.0.1",
        "127.0.0.1:1",
        "[::1]:7070",
        "10.0.0.7:7070"
      })
  void whoNamesThisMachineOrAnAddressIsAnswered(String host) throws IOException {
    assertThat(answerTo(List.of("GET /v1/runs HTTP/1.1", "Host: " + host, LAST), 1))
        .containsExactly("HTTP/1.1 200 OK");
  }

  @Test
  void whoLeavesTheNameOutIsNoBrowserAndIsAnswered() throws IOException {
    assertThat(answerTo(List.of("GET /v1/runs HTTP/1.0"), 1)).containsExactly("HTTP/1.1 200 OK");
  }

  @Test
  void nameThatTheCoordinatorWasGivenIsItsOwn() {
    AskedNames names = new AskedNames("Kappa.Intern", true);
    assertThat(names.isKnown("kappa.intern")).isTrue();
    assertThat(names.isKnown("kappa.intern.evil.test")).isFalse();
  }

  @Test
  void nonsenseIsABadRequest() throws IOException {
    assertThat(answerTo(List.of("what is this"), 1).get(0)).startsWith("HTTP/1.1 400");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    http.post("/v1/runs", "{\"workflow\":\"wait\"}");
    String lines =
        String.join(
            "\n",
            answerTo(
                List.of(
                    "GET /v1/runs/run-1/result?wait=20ms HTTP/1.1",
                    "Host: localhost",
                    "",
                    "GET /health HTTP/1.1",
                    "Host: localhost",
                    "Connection: close"),
                Integer.MAX_VALUE));
    assertThat(lines).containsSubsequence("202 Accepted", "RUNNING", "200 OK", "UP");
  }

  @Test
  void takenPortIsSaid() {
    assertThatThrownBy(() -> ApiServer.start(group, "127.0.0.1", server.port(), runs, runs))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE))
        .hasMessageContaining("127.0.0.1:" + server.port())
        .hasMessageContaining("--port");
  }

  private List<String> answerTo(List<String> head, int maxLines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request = String.join("\r\n", head) + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return reader.lines().limit(maxLines).toList();
    }
  }

  private static void assertError(
      HttpResponse<String> answer, int status, ErrorCode code, String expected) {
    assertThat(answer.body()).startsWith("{\"code\":\"" + code.text() + "\",\"message\":\"");
    assertThat(answer.body().replace("\\\"", "\"")).contains(expected);
    assertThat(answer.statusCode()).isEqualTo(status);
  }
}
