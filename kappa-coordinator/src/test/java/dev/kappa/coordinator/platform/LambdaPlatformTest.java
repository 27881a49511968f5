package dev.kappa.coordinator.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.kappa.coordinator.platform.InvokeOutcome.FunctionFailed;
import dev.kappa.coordinator.platform.InvokeOutcome.Kind;
import dev.kappa.coordinator.platform.InvokeOutcome.Returned;
import dev.kappa.coordinator.platform.InvokeOutcome.Throttled;
import dev.kappa.coordinator.platform.InvokeOutcome.TooLarge;
import dev.kappa.coordinator.platform.InvokeOutcome.Unreachable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SDK's client against a server that answers as Lambda does. */
class LambdaPlatformTest {
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicReference<String> path = new AtomicReference<>("");
  private HttpServer server;
  private LambdaPlatform platform;

  LambdaPlatformTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform = platform();
  }

  private LambdaPlatform platform() {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return LambdaPlatform.create(
        LambdaPlatformSettings.of("count", Duration.ofSeconds(5))
            .withEndpoint(endpoint)
            .withQualifier("7"));
  }

  @BeforeEach
  void start() {
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
    assertThat(outcome)
        .isInstanceOfSatisfying(
            FunctionFailed.class, failed -> assertThat(failed.kind()).isEqualTo(Kind.TIMEOUT));
  }

  @ParameterizedTest
  @CsvSource({
    "429, TooManyRequestsException",
    "502, EC2ThrottledException",
    "409, ResourceConflictException",
    "502, ResourceNotReadyException"
  })
  void refusalThatPassesIsThrottled(int status, String type) {
    assertThat(refused(status, type)).isInstanceOf(Throttled.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void payloadThatTheServiceFindsTooLargeIsTooLarge() {
    assertThat(refused(413, "RequestTooLargeException")).isInstanceOf(TooLarge.class);
  }

  @ParameterizedTest
  @CsvSource({
    "404, ResourceNotFoundException",
    "403, AccessDeniedException",
    "400, InvalidRequestContentException"
  })
  void refusalThatStaysIsAnInitErrorInTheServicesWords(int status, String type) {
    assertThat(refused(status, type))
        .isInstanceOfSatisfying(
            FunctionFailed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(Kind.INIT_ERROR);
              assertThat(failed.message()).contains("as the service says");
            });
  }

  @Test
  void failureOfTheServiceIsUnreachableAndIsNotSentAgain() {
    assertThat(refused(500, "ServiceException")).isInstanceOf(Unreachable.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void connectionThatBreaksIsUnreachableAndIsNotSentAgain() {
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          throw new IOException("broken on purpose");
        });
    InvokeOutcome outcome = platform.invoke("{}".getBytes(StandardCharsets.UTF_8)).join();
    assertThat(outcome).isInstanceOf(Unreachable.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void noServerIsUnreachable() {
    server.stop(0);
    assertThat(platform.invoke("{}".getBytes(StandardCharsets.UTF_8)).join())
        .isInstanceOf(Unreachable.class);
  }
}
