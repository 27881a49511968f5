package dev.kappa.coordinator.store;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The masters of a Redis Cluster, as one of its nodes told them last. */
final class ClusterMasters implements Topology {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** What a node says instead of its address when it does not know it itself. */
  private static final Set<String> SAME_HOST = Set.of("", "?");

  /** Slots up to {@code last} that have one master. */
  private record Range(int last, RedisURI master) {}

  private final List<RedisURI> seeds;
  private final RedisClients clients;
  private TreeMap<Integer, Range> ranges = new TreeMap<>();
  private Set<RedisURI> masters = Set.of();
  private @Nullable CompletableFuture<Void> refreshing;
  private int turn;

  ClusterMasters(List<RedisURI> seeds, RedisClients clients) {
    this.seeds = seeds;
    this.clients = clients;
  }

  @Override
  public @Nullable RedisURI master(int slot) {
    Map.Entry<Integer, Range> below = ranges.floorEntry(slot);
    return below == null || below.getValue().last < slot ? null : below.getValue().master;
  }

  @Override
  public Set<RedisURI> masters() {
    return masters;
  }

  /** Asks another node first each time: one alone may be cut off and know nothing new. */
  @Override
  public CompletableFuture<Void> refresh() {
    CompletableFuture<Void> running = refreshing;
    if (running != null) {
      return running;
    }
    var nodes = new LinkedHashSet<>(masters);
    nodes.addAll(seeds);
    var order = new ArrayList<>(nodes);
    Collections.rotate(order, -(turn++ % order.size()));
    var started = new CompletableFuture<Void>();
    refreshing = started;
    ask(order, 0)
        .whenComplete(
            (done, error) -> {
              refreshing = null;
              if (error == null) {
                started.complete(null);
              } else {
                started.completeExceptionally(error);
              }
            });
    return started;
  }

  private CompletableFuture<Void> ask(List<RedisURI> nodes, int next) {
    RedisURI node = nodes.get(next);
    CompletableFuture<Void> told =
        clients
            .once(node, PATIENCE, RedisAsyncCommands::clusterSlots)
            .thenAccept(slots -> learn(node, slots));
    return next + 1 == nodes.size()
        ? told
        : told.exceptionallyCompose(error -> ask(nodes, next + 1));
  }

  /** Reads a reply to CLUSTER SLOTS: first slot, last slot, master, replicas. */
  private void learn(RedisURI asked, List<Object> slots) {
    var found = new TreeMap<Integer, Range>();
    var all = new LinkedHashSet<RedisURI>();
    for (Object each : slots) {
      List<?> range = (List<?>) each;
      List<?> node = (List<?>) range.get(2);
      RedisURI master = node(asked, (byte @Nullable []) node.get(0), number(node.get(1)));
      found.put(number(range.get(0)), new Range(number(range.get(1)), master));
      all.add(master);
    }
    ranges = found;
    masters = Collections.unmodifiableSet(all);
  }

  private static RedisURI node(RedisURI asked, byte @Nullable [] host, int port) {
    String told = host == null ? "" : Keys.text(host);
    return RedisURI.builder(asked)
        .withHost(SAME_HOST.contains(told) ? asked.getHost() : told)
        .withPort(port)
        .build();
  }

  private static int number(Object value) {
    return ((Number) value).intValue();
  }
}
