package dev.kappa.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.coordinator.api.FakeRuns;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.PermitVerb;
import dev.kappa.wire.Trust;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ForwardingRunsTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final FakeRuns local = new FakeRuns();
  private final FakeRuns remote = new FakeRuns();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Deque<URI> owners = new ArrayDeque<>();
  private final Queue<URI> connected = new ConcurrentLinkedQueue<>();
  private final Queue<Boolean> onTheLoop = new ConcurrentLinkedQueue<>();
  private ApiServer owner;
  private ServerSocket frozen;
  private ForwardingRuns runs;

  /** Each look finds the next owner, the last one for ever; empty: the runs are here. */
  private final class Script implements ForwardingRuns.Others {
    private @Nullable URI last;

    @Override
    public @Nullable URI ownerOf(String run) {
      last = owners.isEmpty() ? last : owners.remove();
      return last;
    }

    @Override
    public Set<URI> all() {
      return last == null ? Set.of() : Set.of(last);
    }
  }

  @BeforeEach
  void begin() throws IOException {
    owner = ApiServer.start(group, "127.0.0.1", 0, remote, remote);
    // It is connected to by the system, and never answers.
    frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    runs = new ForwardingRuns(group.next(), new Script(), local, this::connect);
  }

  private KappaClient connect(URI other) {
    connected.add(other);
    onTheLoop.add(!Thread.currentThread().isVirtual());
    return KappaClient.forwarding(other, SHORT, SHORT, new Semaphore(1), "1", Trust.PLATFORM);
  }

  private URI frozenOwner() {
    return URI.create("http://127.0.0.1:" + frozen.getLocalPort());
  }

  @AfterEach
  void end() throws IOException {
    runs.close();
    owner.close();
    frozen.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void requestIsSentToTheOwnerAndNoClientIsMadeOnTheLoop() {
    owners.add(owner.uri());
    RunView run = runs.start(new StartRequest("echo", "7", "key")).join();
    assertThat(run.resultJson()).isEqualTo("7");
    assertThat(remote.find(run.runId()).join()).isEqualTo(run);
    assertThat(onTheLoop).containsExactly(false);
  }

  @Test
  void runThatIsTakenFromAFrozenOwnerIsAskedForWhereItIs() {
    RunView run = remote.start(new StartRequest("echo", "7", "key")).join();
    owners.addAll(List.of(frozenOwner(), owner.uri()));
    assertThat(runs.find(run.runId()).join()).isEqualTo(run);
    owners.addAll(List.of(frozenOwner(), owner.uri()));
    assertThat(runs.await(run.runId(), Duration.ofMillis(50)).join()).isEqualTo(run);
  }

  @Test
  void runThatMovesBeforeItIsAskedForIsAskedForWhereItIs() {
    RunView run = remote.start(new StartRequest("wait", "7", "key")).join();
    remote.failNext(new KappaException(ErrorCode.FENCED, "it moves"));
    owners.addAll(List.of(owner.uri(), owner.uri()));
    assertThat(runs.terminate(run.runId()).join().status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void ownerThatDoesNotAnswerIsNamedWithWhatToDo() {
    owners.add(frozenOwner());
    assertThatThrownBy(() -> runs.find("run").join())
        .cause()
        .isInstanceOfSatisfying(
            KappaException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.COORDINATOR_UNREACHABLE))
        .hasMessageContainingAll(frozenOwner().toString(), "'run'", "ask again");
  }

  @Test
  void whatTheOwnerRefusesIsRefusedAtOnce() {
    remote.failNext(new KappaException(ErrorCode.REDIS_UNREACHABLE, "away"));
    owners.add(owner.uri());
    assertThatThrownBy(() -> runs.find("run").join())
        .cause()
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REDIS_UNREACHABLE));
  }

  @Test
  void waitEndsWithTheRunOrTheTimeThatWasAskedFor() {
    RunView run = remote.start(new StartRequest("wait", "7", "key")).join();
    owners.add(owner.uri());
    assertThat(runs.await(run.runId(), Duration.ofMillis(20)).join().status())
        .isEqualTo(RunStatus.RUNNING);
    var end = runs.await(run.runId(), Duration.ofSeconds(60));
    remote.end(run.runId(), "8");
    assertThat(end.join().resultJson()).isEqualTo("8");
  }

  @Test
  void limitIsAskedWhereItIs() {
    owners.add(owner.uri());
    LimitSpec limit = new LimitSpec("crm-api", 1, 2, 3000);
    PermitRequest request = new PermitRequest(PermitVerb.TAKE, limit, "run", "3.1", Long.MAX_VALUE);
    assertThat(runs.limits().ask(request).join())
        .isEqualTo(new PermitAnswer(PermitStage.TAKEN, Long.MAX_VALUE));
    assertThat(remote.asked()).containsExactly(request);
    assertThat(local.asked()).isEmpty();
  }

  @Test
  void offerIsToldWhoHasTheRun() {
    owners.add(owner.uri());
    runs.limits().offered("run", "3.1").join();
    assertThat(remote.offered()).containsExactly("run/3.1");
    assertThat(local.offered()).isEmpty();
  }

  @Test
  void limitsAreNothingForClients() {
    try (KappaClient client = new KappaClient(owner::uri)) {
      assertThatThrownBy(() -> client.offered("run", "3.1"))
          .isInstanceOfSatisfying(
              KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
          .hasMessageContaining("/v1/runs/run/permits/3.1: this is what coordinators ask");
    }
    assertThat(remote.offered()).isEmpty();
  }

  @Test
  void clientOfAFormerMemberIsGivenUp() {
    RunView run = remote.start(new StartRequest("echo", "7", "key")).join();
    try (ApiServer other = ApiServer.start(group, "127.0.0.1", 0, remote, remote)) {
      for (URI next : List.of(owner.uri(), other.uri(), owner.uri())) {
        owners.add(next);
        assertThat(runs.find(run.runId()).join()).isEqualTo(run);
      }
      assertThat(connected).containsExactly(owner.uri(), other.uri(), owner.uri());
    }
  }
}
