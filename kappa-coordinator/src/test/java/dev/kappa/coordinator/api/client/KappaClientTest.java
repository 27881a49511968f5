package dev.kappa.coordinator.api.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.coordinator.api.FakeRuns;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitVerb;
import dev.kappa.wire.Priority;
import dev.kappa.wire.Trust;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KappaClientTest {
  private static final Patience SHORT = new Patience(Duration.ZERO, Duration.ofSeconds(30));

  private final FakeRuns runs = new FakeRuns();
  private EventLoopGroup group;
  private ApiServer server;
  private KappaClient client;

  @BeforeEach
  void start() {
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    server = ApiServer.start(group, "127.0.0.1", 0, runs, runs);
    client = new KappaClient(() -> server.uri(), SHORT);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void runIsStartedFoundAndAwaited() {
    Priority priority = new Priority(1, "ann", 2);
    RunView run = client.start(new StartRequest("echo", "{\"n\":1.10}", null, priority));
    assertThat(runs.request(run.runId()).priority()).isEqualTo(priority);
    assertThat(run.resultJson()).isEqualTo("{\"n\":1.10}");
    assertThat(client.find(run.runId())).isEqualTo(run);
    assertThat(client.await(run.runId(), Duration.ofHours(1))).isEqualTo(run);
  }

  @Test
  void runIsCancelledAndListed() {
    RunView run = client.start(new StartRequest("wait", "null", null));
    assertThat(client.await(run.runId(), Duration.ZERO)).isEqualTo(run);
    assertThat(client.cancel(run.runId()).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(client.list(new RunFilter(RunStatus.CANCELLED, 5, "wait"))).hasSize(1);
    assertThat(client.list(new RunFilter(null, 5, "a b&c"))).isEmpty();
    assertThat(client.workflows()).isEqualTo(List.of("boom", "echo", "wait"));
  }

  @Test
  void signalIsCompletedOnce() {
    RunView run = client.start(new StartRequest("wait", "null", null));
    assertThat(client.signal(run.runId(), "approved", "[1.10]")).isEqualTo(run);
    assertThat(runs.signals(run.runId())).containsEntry("approved", "[1.10]");
    assertThatThrownBy(() -> client.signal(run.runId(), "approved", "2"))
        .isInstanceOfSatisfying(
            KappaException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
    assertThatThrownBy(() -> client.signal(run.runId(), "a/b", "2"))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void failureOfTheCoordinatorKeepsItsCode() {
    assertThatThrownBy(() -> client.find("a/b ?"))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_RUN));
    assertThatThrownBy(() -> client.find("x"))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_RUN))
        .hasMessage("no run 'x'");
  }

  /** As a load balancer does whose coordinator has just ended. */
  @ParameterizedTest
  @ValueSource(ints = {502, 504})
  void whatAGatewaySaysIsAskedAgain(int status) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          if (asked.incrementAndGet() == 1) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          } else {
            answer(exchange, "{\"runs\":[]}");
          }
        });
    gateway.start();
    URI there = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    try (KappaClient behind = new KappaClient(() -> there, Patience.DEFAULT)) {
      assertThat(behind.list(new RunFilter(null, 5, null))).isEmpty();
      assertThat(asked).hasValue(2);
    } finally {
      gateway.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "7", "[]", "{}", "{\"runs\":[{}]}", "{\"runs\":[7]}", "{\"code\":7}"})
  void whoAnswersOtherwiseIsNoCoordinator(String answer) throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext("/", exchange -> answer(exchange, answer));
    other.start();
    URI there = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
    try (KappaClient asking = new KappaClient(() -> there, Patience.NONE)) {
      for (Executable each :
          List.<Executable>of(
              () -> asking.find("r"),
              () -> asking.schedule("s"),
              () -> asking.held(null),
              () -> asking.askLimit(REQUEST))) {
        assertThatThrownBy(each::execute)
            .isInstanceOfSatisfying(
                KappaException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.COORDINATOR_UNREACHABLE))
            .hasMessageContaining(there.toString());
      }
    } finally {
      other.stop(0);
    }
  }

  private static final PermitRequest REQUEST =
      new PermitRequest(PermitVerb.ACQUIRE, new LimitSpec("api", 1, 0, 0), "r", "1.1", 0);

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void busyCoordinatorIsAskedAgain() {
    client.workflows();
    runs.failNext(new KappaException(ErrorCode.OVERLOADED, "later"));
    runs.failNext(new KappaException(ErrorCode.REDIS_UNREACHABLE, "later"));
    assertThat(client.workflows()).hasSize(3);
  }

  @Test
  void absentCoordinatorIsSaidWithItsAddress() {
    URI url = server.uri();
    server.close();
    assertThatThrownBy(() -> client.workflows())
        .isInstanceOfSatisfying(
            KappaException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.COORDINATOR_UNREACHABLE))
        .hasMessageContaining("no coordinator answers at " + url + ": connection refused; ");
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void answerThatStopsInTheMiddleIsNotWaitedForWithoutEnd() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KappaClient asking =
            KappaClient.forwarding(
                URI.create("http://127.0.0.1:" + other.getLocalPort()),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                new Semaphore(1),
                "1",
                Trust.PLATFORM)) {
      CompletableFuture<RunView> answer = CompletableFuture.supplyAsync(() -> asking.find("x"));
      try (Socket socket = other.accept()) {
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{".getBytes(UTF_8));
        assertThatThrownBy(answer::join)
            .cause()
            .isInstanceOfSatisfying(
                KappaException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.COORDINATOR_UNREACHABLE));
      }
    }
  }

  @Test
  void answerForWhichThereIsNoRoomIsGivenUp() {
    RunView run = client.start(new StartRequest("wait", "null", null));
    Semaphore room = new Semaphore(0);
    Duration second = Duration.ofSeconds(1);
    try (KappaClient asking =
        KappaClient.forwarding(server.uri(), second, second, room, "1", Trust.PLATFORM)) {
      assertThatThrownBy(() -> asking.find(run.runId()))
          .isInstanceOfSatisfying(
              KappaException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.COORDINATOR_UNREACHABLE))
          .hasMessageContaining("too many other answers");
      room.release();
      assertThat(asking.find(run.runId())).isEqualTo(run);
      assertThat(room.availablePermits()).isEqualTo(1);
    }
  }

  @Test
  void waitGoesOnWhenTheCoordinatorComesBackElsewhere() {
    RunView run = client.start(new StartRequest("wait", "null", null));
    AtomicReference<ApiServer> second = new AtomicReference<>();
    try (KappaClient waiting =
        new KappaClient(() -> second.get() == null ? server.uri() : second.get().uri(), SHORT)) {
      waiting.workflows();
      CompletableFuture<RunView> end =
          CompletableFuture.supplyAsync(() -> waiting.await(run.runId(), Duration.ofSeconds(60)));
      server.close();
      second.set(ApiServer.start(group, "127.0.0.1", 0, runs, runs));
      runs.end(run.runId(), "7");
      assertThat(end.join().resultJson()).isEqualTo("7");
    } finally {
      second.get().close();
    }
  }
}
