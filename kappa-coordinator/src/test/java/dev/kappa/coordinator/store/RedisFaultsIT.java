package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static dev.kappa.coordinator.store.StoreContract.apply;
import static dev.kappa.coordinator.store.StoreContract.assertRefused;
import static dev.kappa.coordinator.store.StoreContract.bytes;
import static dev.kappa.coordinator.store.StoreContract.load;
import static dev.kappa.coordinator.store.StoreContract.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.store.FaultyProxy.Fault;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.api.sync.RedisCommands;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of batches when connections break, replies get lost and servers die. */
final class RedisFaultsIT {
  private static RedisProcess redis;
  private static EventLoopGroup loop;
  private FaultyProxy proxy;
  private RedisStore store;
  private Partition partition;

  @BeforeAll
  static void startServer() {
    redis = RedisProcess.start();
    loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  }

  @AfterAll
  static void stopServer() {
    loop.shutdownGracefully().syncUninterruptibly();
    redis.close();
  }

  @BeforeEach
  void connect() {
    redis.admin(RedisCommands::flushall);
    proxy = new FaultyProxy(redis.port(), Script.WRITE);
    store =
        get(
            RedisStore.connect(
                RedisSettings.of("redis://127.0.0.1:" + proxy.port())
                    .withDurability(Durability.FSYNC)
                    .withCommandTimeout(Duration.ofMillis(500)),
                loop));
    partition = get(store.takeOver(0));
    apply(partition, put("r", "h", "0"));
  }

  @AfterEach
  void disconnect() {
    store.close();
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource
  void batchIsAppliedExactlyOnceWhateverTheNetworkDoes(Fault fault) {
    int before = proxy.delivered();
    proxy.next(fault, fault);
    apply(partition, put("r", "h", "1"));
    apply(partition, put("r", "h", "2"));
    apply(partition, put("r", "h", "3"));

    assertThat(proxy.allHappened()).isTrue();
    assertThat(proxy.delivered()).isEqualTo(before + 3);
    assertThat(load(partition, "r")).isEqualTo(Map.of("h", "3"));
  }

  @Test
  void batchesOfManyPartitionsSurviveTheLossOfTheirConnection() {
    var partitions = new ArrayList<Partition>();
    for (int i = 0; i < store.partitions(); i++) {
      partitions.add(get(store.takeOver(i)));
    }
    for (int turn = 0; turn < 20; turn++) {
      proxy.next(turn % 2 == 0 ? Fault.LOSE_REPLY : Fault.LOSE_REQUEST);
      var pending = new ArrayList<CompletableFuture<BatchResult>>();
      for (Partition each : partitions) {
        pending.add(each.write(List.of(put("r", "h", "" + turn), put("r", "f" + turn, "x"))));
      }
      pending.forEach(result -> assertThat(get(result)).isEqualTo(BatchResult.APPLIED));
    }
    for (Partition each : partitions) {
      assertThat(load(each, "r")).hasSize(21).containsEntry("h", "19");
    }
  }

  @Test
  void copyOfABatchThatArrivesLateIsRefused() throws IOException {
    proxy.next(Fault.DELAY_REQUEST);
    apply(partition, put("r", "h", "1"));
    apply(partition, put("r", "h", "2"));
    assertThat(proxy.deliverDelayed()).contains("fenced");
    assertThat(load(partition, "r")).isEqualTo(Map.of("h", "2"));
  }

  @Test
  void ownerThatWasReplacedWhileItsReplyWasLostIsFenced() {
    proxy.next(Fault.LOSE_REQUEST);
    CompletableFuture<BatchResult> pending = partition.write(List.of(put("r", "h", "late")));
    Eventually.holds("the request was lost", proxy::allHappened);
    redis.admin(server -> server.hset("kappa:{p0}:header", "owner", "somebody else"));

    assertThat(get(pending)).isEqualTo(BatchResult.FENCED);
    assertRefused(() -> load(partition, "r"));
    assertThat(load(get(store.takeOver(0)), "r")).isEqualTo(Map.of("h", "0"));
    assertThat(store.reachable()).isTrue();
  }

  /** As after a fail-over to a replica that lagged behind: the owner is the same. */
  private void loseTheLastBatch(String lastBatch) {
    redis.admin(server -> server.hset("kappa:{p0}:header", "batch", lastBatch));
    redis.admin(server -> server.hset("kappa:{p0}:run:r", "h", "0"));
  }

  private static String lastBatch() {
    return redis.admin(server -> server.hget("kappa:{p0}:header", "batch"));
  }

  @Test
  void ownerWhoseLastBatchWasLostIsFenced() {
    String before = lastBatch();
    apply(partition, put("r", "h", "1"));
    loseTheLastBatch(before);

    assertThat(get(partition.write(List.of(put("r", "h", "2"))))).isEqualTo(BatchResult.FENCED);
    assertThat(get(partition.write(List.of()))).isEqualTo(BatchResult.FENCED);
    Partition next = get(store.takeOver(0));
    assertThat(load(next, "r")).isEqualTo(Map.of("h", "0"));
    apply(next, put("r", "h", "2"));
  }

  @Test
  void ownerOfAStoreThatCameBackEmptyIsFencedAndTakesItOverAsItIs() {
    apply(partition, put("r", "h", "1"));
    Partition other = get(store.takeOver(1));
    redis.admin(RedisCommands::flushall);

    assertThat(get(partition.write(List.of(put("r", "h", "2"))))).isEqualTo(BatchResult.FENCED);
    assertRefused(() -> load(other, "r"));
    assertThat(get(other.reaffirm())).isFalse();
    Partition next = get(store.takeOver(0, "me", get(store.holding(0)))).orElseThrow();
    assertThat(load(next, "r")).isEmpty();
    apply(next, put("r", "h", "3"));
  }

  @Test
  void ownerWhoseLastBatchWasLostWithTheConnectionIsFenced() {
    String before = lastBatch();
    apply(partition, put("r", "h", "1"));
    proxy.next(Fault.LOSE_REQUEST);
    CompletableFuture<BatchResult> pending = partition.write(List.of(put("r", "h", "2")));
    Eventually.holds("the request was lost", proxy::allHappened);
    loseTheLastBatch(before);

    assertThat(get(pending)).isEqualTo(BatchResult.FENCED);
    assertThat(load(get(store.takeOver(0)), "r")).isEqualTo(Map.of("h", "0"));
  }

  @Test
  void readThatFindsAnOlderStateIsRefusedAndFencesTheOwner() {
    String before = lastBatch();
    apply(partition, put("r", "h", "1"));
    loseTheLastBatch(before);

    assertRefused(() -> load(partition, "r"));
    assertRefused(() -> get(partition.due(Long.MAX_VALUE, 10)));
    assertThat(get(partition.write(List.of()))).isEqualTo(BatchResult.FENCED);
  }

  @Test
  void nextBatchBeforeTheReplyIsRefused() {
    proxy.next(Fault.LOSE_REQUEST);
    CompletableFuture<BatchResult> pending = partition.write(List.of());
    assertThatThrownBy(() -> get(partition.write(List.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("still pending");
    assertThat(get(pending)).isEqualTo(BatchResult.APPLIED);
  }

  private static Member member() {
    return new Member(
        "m",
        URI.create("http://127.0.0.1:1"),
        "127.0.0.1:2",
        Formats.CURRENT,
        false,
        new TreeSet<>());
  }

  @Test
  void storeThatCameBackEmptyIsDescribedAnew() {
    redis.admin(RedisCommands::flushall);
    get(store.members().heartbeat(member(), 4_000));
    Eventually.holds(
        "the secret is what it was",
        () ->
            store.secret().equals(redis.admin(server -> server.hget("kappa:meta", "secret")))
                && "16".equals(redis.admin(server -> server.hget("kappa:meta", "partitions"))));
    get(store.members().heartbeat(member(), 4_000));
  }

  @Test
  void memberOfAStoreThatWasEmptiedAndBegunByAnotherCannotGoOn() {
    redis.admin(RedisCommands::flushall);
    get(RedisStore.connect(RedisSettings.of("redis://127.0.0.1:" + redis.port()), loop)).close();
    get(store.members().heartbeat(member(), 4_000));
    Eventually.holds(
        "the next heartbeat is refused",
        () -> {
          try {
            get(store.members().heartbeat(member(), 4_000));
            return false;
          } catch (KappaException e) {
            return e.code() == ErrorCode.UNSUPPORTED_STORE;
          }
        });
  }

  @Test
  void heartbeatWhoseAnswerIsLostIsSentAgainWithinTheLease() {
    Member self = member();
    try (var swallowing = new FaultyProxy(redis.port(), Script.HEARTBEAT);
        var patient =
            get(
                RedisStore.connect(
                    RedisSettings.of("redis://127.0.0.1:" + swallowing.port()), loop))) {
      swallowing.next(Fault.SWALLOW_REPLY);
      // Shorter than a store waits for other answers.
      assertThat(get(patient.members().heartbeat(self, 4_000)).members()).contains(self);
      assertThat(swallowing.allHappened()).isTrue();
    }
  }

  @Test
  void readsAndBlobsGoOnAfterTheirConnectionBroke() {
    for (int i = 0; i < 5; i++) {
      proxy.cutAll();
      assertThat(load(partition, "r")).isEqualTo(Map.of("h", "0"));
      get(store.putBlob(0, "r", "b" + i, bytes("1")));
    }
    assertThat(get(partition.blobs("r"))).hasSize(5);
    Eventually.holds("reachable again", store::reachable);
  }

  @Test
  void killedServerLosesNothingThatWasAcknowledged() {
    var writer = new BusyWriter(partition);
    writer.next();
    for (int round = 0; round < 3; round++) {
      writer.awaitMore(50);
      redis.kill();
      Eventually.holds("the loss is seen", () -> !store.reachable());
      redis.restart();
    }
    writer.awaitMore(50);
    assertThat(get(writer.stopped())).isEqualTo(BatchResult.APPLIED);

    assertThat(load(partition, "r")).isEqualTo(writer.expected());
    Eventually.holds("reachable again", store::reachable);
  }

  @Test
  void serverThatIsOutOfMemoryKeepsBatchesWaiting() {
    waitsWhile(
        server -> server.configSet("maxmemory", "1"), server -> server.configSet("maxmemory", "0"));
  }

  /** Its first command frees memory and is let through; the script must not be stopped after it. */
  @Test
  void batchThatBeginsWithARemovalIsNotStoppedHalfWayForLackOfMemory() {
    redis.admin(server -> server.configSet("maxmemory", "1"));
    try {
      apply(partition, new Change.Remove("r", "h"), put("r2", "h", "1"), new Change.Wake("r2", 3));
      assertThat(load(partition, "r")).isEmpty();
      assertThat(load(partition, "r2")).isEqualTo(Map.of("h", "1"));
      assertThat(get(partition.due(3, 1))).containsExactly("r2");
    } finally {
      redis.admin(server -> server.configSet("maxmemory", "0"));
    }
  }

  @Test
  void serverThatBecameAReplicaKeepsBatchesWaiting() {
    waitsWhile(server -> server.replicaof("127.0.0.1", 1), RedisCommands::replicaofNoOne);
  }

  private void waitsWhile(
      Function<RedisCommands<String, String>, String> refuse,
      Function<RedisCommands<String, String>, String> accept) {
    redis.admin(refuse);
    CompletableFuture<BatchResult> pending;
    try {
      pending = partition.write(List.of(put("r", "h", "1"), put("r", "x", "1")));
      Eventually.holds("the refusal is seen", () -> !store.reachable());
      assertThat(pending).isNotDone();
      assertThat(load(partition, "r")).isEqualTo(Map.of("h", "0"));
    } finally {
      redis.admin(accept);
    }
    assertThat(get(pending)).isEqualTo(BatchResult.APPLIED);
    assertThat(load(partition, "r")).isEqualTo(Map.of("h", "1", "x", "1"));
    assertThat(store.reachable()).isTrue();
  }

  @Test
  void closingTheStoreEndsWhatIsPending() {
    redis.admin(server -> server.configSet("maxmemory", "1"));
    try {
      CompletableFuture<BatchResult> pending = partition.write(List.of(put("r", "h", "1")));
      Eventually.holds("the refusal is seen", () -> !store.reachable());
      store.close();
      assertThatThrownBy(() -> get(pending)).isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> get(partition.load("r"))).isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> get(store.takeOver(0))).isInstanceOf(CancellationException.class);
    } finally {
      redis.admin(server -> server.configSet("maxmemory", "0"));
    }
  }
}
