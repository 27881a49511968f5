package dev.kappa.coordinator.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.sun.net.httpserver.HttpServer;
import dev.kappa.coordinator.platform.InvokeOutcome.Failed;
import dev.kappa.coordinator.platform.InvokeOutcome.Returned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The SDK's client against a server that answers as Lambda does. */
class LambdaPlatformTest {
  /** With both ends in one process, the limits of files of usual machines allow no more. */
  private static final int POOL = 3_000;

  /** Connections of the pool that are not for workers. */
  private static final int BESIDE_CONCURRENCY = 2;

  private static final int WAITING = 500;

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicReference<String> path = new AtomicReference<>("");
  private HttpServer server;
  private LambdaPlatform platform;

  LambdaPlatformTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), POOL);
    platform = platform();
  }

  private LambdaPlatform platform() {
    return LambdaPlatform.create(settings(Duration.ofSeconds(5)));
  }

  private LambdaPlatformSettings settings(Duration timeout) {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return LambdaPlatformSettings.of("count", timeout)
        .withEndpoint(new InvokeEndpoint(endpoint, InvokeCredentials.random()))
        .withQualifier("7");
  }

  @BeforeEach
  void start() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    platform.close();
    server.stop(0);
  }

  private InvokeOutcome answered(int status, Map<String, String> headers, String body) {
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          path.set(exchange.getRequestURI().toString());
          exchange.getRequestBody().readAllBytes();
          headers.forEach(exchange.getResponseHeaders()::add);
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    return platform.invoke("{}".getBytes(StandardCharsets.UTF_8)).join();
  }

  private InvokeOutcome refused(int status, String errorType) {
    return answered(
        status, Map.of("x-amzn-ErrorType", errorType), "{\"message\":\"as the service says\"}");
  }

  private static InvokeError error(InvokeOutcome of) {
    assertThat(of).isInstanceOf(Failed.class);
    return ((Failed) of).error();
  }

  /** None is answered before all that the pool may have are open; those above wait for that. */
  @Test
  void thousandsOfInvocationsAreOpenAtOnceAndThoseAboveWaitAndNoneIsLost() {
    CountDownLatch open = new CountDownLatch(POOL);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          open.countDown();
          awaitAll(open);
          now.decrementAndGet();
          // The JDK's server closes idle connections when it has many, also those just used anew.
          exchange.getResponseHeaders().add("Connection", "close");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    try (LambdaPlatform all =
        LambdaPlatform.create(
            settings(Duration.ofMinutes(1)).withConcurrency(POOL - BESIDE_CONCURRENCY))) {
      List<CompletableFuture<InvokeOutcome>> outcomes =
          IntStream.range(0, POOL + WAITING)
              .mapToObj(number -> all.invoke("{}".getBytes(StandardCharsets.UTF_8)))
              .toList();
      assertThat(outcomes)
          .allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(Returned.class));
    }
    assertThat(calls).hasValue(POOL + WAITING);
    assertThat(most).hasValue(POOL);
  }

  private static void awaitAll(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void answerIsReturned() {
    InvokeOutcome outcome = answered(200, Map.of(), "{\"a\":1}");
    assertThat(outcome).isEqualTo(new Returned("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
    assertThat(path.get()).isEqualTo("/2015-03-31/functions/count/invocations?Qualifier=7");
    assertThat(platform.describe()).contains("count:7");
    assertThat(platform.workersSurvive()).isTrue();
    assertThat(platform.functionTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void functionErrorIsRead() {
    InvokeOutcome outcome =
        answered(
            200,
            Map.of("X-Amz-Function-Error", "Unhandled"),
            "{\"errorMessage\":\"RequestId: 1 Error: Task timed out after 3.00 seconds\","
                + "\"errorType\":\"Sandbox.Timedout\"}");
    assertThat(error(outcome)).isEqualTo(InvokeError.TIMEOUT);
  }

  static Stream<Arguments> refusals() {
    return ServiceErrors.BY_NAME.entrySet().stream()
        .map(one -> Arguments.of(one.getKey(), one.getValue()));
  }

  /** Whatever its status is: some that somebody has to mend come as 502. */
  @ParameterizedTest
  @MethodSource("refusals")
  void refusalIsToldByItsNameAndIsNotSentAgain(String name, InvokeError expected) {
    Failed failed = (Failed) refused(502, name);
    assertThat(failed.error()).isEqualTo(expected);
    assertThat(failed.message()).contains("as the service says");
    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST",
    "401, ACCESS_DENIED",
    "403, ACCESS_DENIED",
    "404, NOT_FOUND",
    "409, NOT_READY",
    "413, REQUEST_TOO_LARGE",
    "415, BAD_REQUEST",
    "429, THROTTLED",
    "500, SERVICE_FAILED",
    "502, SERVICE_FAILED",
    "503, SERVICE_FAILED",
    "504, SERVICE_FAILED"
  })
  void refusalOfAnUnknownNameIsToldByItsStatusAndIsNotSentAgain(int status, InvokeError expected) {
    assertThat(error(refused(status, "NewestException"))).isEqualTo(expected);
    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ConcurrentInvocationLimitExceeded",
        "FunctionInvocationRateLimitExceeded",
        "ReservedFunctionConcurrentInvocationLimitExceeded",
        "ReservedFunctionInvocationRateLimitExceeded",
        "CallerRateLimitExceeded",
        "ConcurrentSnapshotCreateLimitExceeded"
      })
  void throttlingSaysWhoseLimitItIs(String reason) {
    InvokeOutcome outcome =
        answered(
            429,
            Map.of("x-amzn-ErrorType", "TooManyRequestsException"),
            "{\"Reason\":\"%s\",\"message\":\"Rate Exceeded.\"}".formatted(reason));
    assertThat(error(outcome)).isEqualTo(InvokeError.THROTTLED);
    assertThat(((Failed) outcome).message()).contains("Rate Exceeded.", reason);
  }

  @Test
  void connectionThatBreaksIsNoAnswerAndIsNotSentAgain() {
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          throw new IOException("broken on purpose");
        });
    InvokeOutcome outcome = platform.invoke("{}".getBytes(StandardCharsets.UTF_8)).join();
    assertThat(error(outcome)).isEqualTo(InvokeError.NO_ANSWER);
    assertThat(calls).hasValue(1);
  }

  @Test
  void whereThereIsNoServerNothingIsSent() {
    server.stop(0);
    assertThat(error(platform.invoke("{}".getBytes(StandardCharsets.UTF_8)).join()))
        .isEqualTo(InvokeError.NO_CONNECTION);
  }

  @Test
  void clientThatCouldNotBeMadeIsToldToEachInvocationAndThereIsNothingToClose() {
    LambdaPlatformSettings nowhere =
        settings(Duration.ofSeconds(5))
            .withEndpoint(new InvokeEndpoint(URI.create("nowhere"), InvokeCredentials.random()));
    LambdaPlatform broken = LambdaPlatform.create(nowhere);
    CompletableFuture<InvokeOutcome> before = broken.invoke("{}".getBytes(StandardCharsets.UTF_8));
    assertThatNoException().isThrownBy(broken::close);
    assertThat(error(before.join())).isEqualTo(InvokeError.NO_ANSWER);
    InvokeOutcome after = broken.invoke("{}".getBytes(StandardCharsets.UTF_8)).join();
    assertThat(((Failed) after).message()).contains("has closed its connection");
  }

  @Test
  void credentialsThatAreNotFoundAreNamed() {
    SdkClientException missing =
        SdkClientException.create(
            "Unable to load credentials from any of the providers in the chain");
    assertThat(ServiceErrors.outcome(missing).error()).isEqualTo(InvokeError.NO_CREDENTIALS);
  }
}
