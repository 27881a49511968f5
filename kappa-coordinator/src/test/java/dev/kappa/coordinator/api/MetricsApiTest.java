package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What asks for metrics, and what they hear of. */
final class MetricsApiTest {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Integer> answered = new CopyOnWriteArrayList<>();
  private final FakeRuns runs = new FakeRuns();
  private final ApiServer server =
      ApiServer.start(
          group, "127.0.0.1", 0, runs, runs, Optional::empty, Entrance.OPEN, new Echo());
  private final RawHttp http = new RawHttp(server.uri());

  private final class Echo implements Metrics {
    @Override
    public void answered(int status) {
      answered.add(status);
    }

    @Override
    public CompletableFuture<Page> page(@Nullable String accept) {
      return CompletableFuture.completedFuture(new Page("text/plain; version=7", "for " + accept));
    }
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void metricsAreAnsweredInTheFormatThatIsAccepted() {
    HttpResponse<String> answer = http.send("GET", "/metrics", "", "Accept", "a/b", "Accept", "c");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("for a/b,c");
    assertThat(answer.headers().allValues("Content-Type")).containsExactly("text/plain; version=7");
    assertThat(http.get("/metrics").body()).isEqualTo("for null");
  }

  @Test
  void otherMethodsAndPathsAreRefusedAsTheyAreElsewhere() {
    for (String method : List.of("HEAD", "POST", "PUT", "DELETE")) {
      HttpResponse<String> answer = http.send(method, "/metrics", "");
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET");
    }
    HttpResponse<String> below = http.get("/metrics/runs");
    assertThat(below.statusCode()).isEqualTo(404);
    assertThat(below.body()).contains(ErrorCode.BAD_REQUEST.text(), "/metrics or /health");
  }

  @Test
  void eachAnswerIsCountedWhoeverGivesIt() {
    http.get("/health");
    http.get("/v1/runs/none");
    http.post("/v1/runs", "{\"workflow\":\"echo\"}");
    assertThat(http.send("GET", "/v1/runs", "", "Origin", "http://elsewhere").statusCode())
        .isEqualTo(403);
    assertThat(answered).containsExactly(200, 404, 201, 403);
  }

  /** It is not handed over to what answers the others. */
  @Test
  void refusalOfAnotherPartOfTheServerIsCountedToo() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request =
          "POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 413 ");
    }
    assertThat(answered).containsExactly(413);
  }

  @Test
  void whatIsNoCoordinatorHasNone() {
    try (ApiServer reader = ApiServer.start(group, "127.0.0.1", 0, runs, runs);
        RawHttp other = new RawHttp(reader.uri())) {
      HttpResponse<String> answer = other.get("/metrics");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("no coordinator is here that has metrics");
    }
  }
}
