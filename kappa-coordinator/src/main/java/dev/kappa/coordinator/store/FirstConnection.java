package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.text;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Connects for the first time and finds out whether the servers will do. */
final class FirstConnection {
  /**
   * What was found.
   *
   * @param server one of the masters
   * @param secret what the store's coordinators know
   */
  record Found(Server server, String secret) {}

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A server that is reading its data has been found: that is worth waiting for. */
  private static final Duration LOADING_PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final RedisSettings settings;
  private final RedisClients clients;
  private final Topology topology;
  private final Home home;
  private final CompletableFuture<Found> result = new CompletableFuture<>();
  private final long startNanos = System.nanoTime();

  FirstConnection(RedisSettings settings, RedisClients clients, Topology topology, Home home) {
    this.settings = settings;
    this.clients = clients;
    this.topology = topology;
    this.home = home;
  }

  /** {@return one of the masters, once all have passed all checks} */
  CompletableFuture<Found> checked() {
    attempt();
    return result;
  }

  private void attempt() {
    topology
        .refresh()
        .thenCompose(known -> checkMasters())
        .thenCompose(this::describedStore)
        .whenComplete(
            (found, error) -> {
              if (error == null) {
                result.complete(found);
              } else {
                failed(Script.unwrap(error));
              }
            });
  }

  private CompletableFuture<Server> checkMasters() {
    for (int partition = 0; partition < settings.partitions(); partition++) {
      int slot = Keys.ofPartition(partition).slot();
      if (topology.master(slot) == null) {
        return CompletableFuture.failedFuture(
            new ConnectionLost("CLUSTERDOWN: hash slot " + slot + " has no master", null));
      }
    }
    CompletableFuture<@Nullable Server> checked = CompletableFuture.completedFuture(null);
    for (RedisURI node : topology.masters()) {
      checked =
          checked.thenCompose(before -> new NodeCheck(settings, topology, node).passed(clients));
    }
    return checked.thenApply(last -> Objects.requireNonNull(last, "a topology has a master"));
  }

  private void failed(Throwable error) {
    if (error instanceof KappaException) {
      result.completeExceptionally(error);
    } else {
      unreachable(error);
    }
  }

  private void unreachable(Throwable error) {
    String reason = Health.reason(error);
    boolean loading = reason.startsWith("LOADING");
    long spent = System.nanoTime() - startNanos;
    boolean refused =
        root(error) instanceof RedisCommandExecutionException
            && !loading
            && !reason.startsWith("CLUSTERDOWN");
    if (refused || spent > (loading ? LOADING_PATIENCE : PATIENCE).toNanos()) {
      result.completeExceptionally(unreachable(settings, reason, error));
    } else {
      home.after(PAUSE, this::attempt);
    }
  }

  static KappaException unreachable(RedisSettings settings, String reason) {
    return unreachable(settings, reason, null);
  }

  private static KappaException unreachable(
      RedisSettings settings, String reason, @Nullable Throwable error) {
    boolean lacking = reason.startsWith("NOPERM");
    return new KappaException(
        lacking ? ErrorCode.UNSUPPORTED_STORE : ErrorCode.REDIS_UNREACHABLE,
        "Redis at %s can't be used: %s. %s"
            .formatted(settings.address(), reason, lacking ? Permissions.advice() : advice(error)),
        error);
  }

  private static String advice(@Nullable Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "Check that it speaks TLS, and whose its certificate is: ?ca=FILE behind the address names whom to trust.";
      }
    }
    return "Check the address, that the server runs, and user and password.";
  }

  private CompletableFuture<Found> describedStore(Server server) {
    List<byte[]> arguments = DescribedMembers.description(settings, UUID.randomUUID().toString());
    RedisURI node = topology.master(SlotHash.getSlot(Keys.META));
    if (node == null) {
      return CompletableFuture.failedFuture(new ConnectionLost("CLUSTERDOWN", null));
    }
    return clients
        .once(node, PATIENCE, redis -> Script.OPEN.list(redis, List.of(Keys.META), arguments))
        .thenApply(
            found -> {
              server.checkStore(
                  text((byte[]) found.get(0)), text((byte[]) found.get(1)), settings.partitions());
              return new Found(server, text((byte[]) found.get(2)));
            });
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
