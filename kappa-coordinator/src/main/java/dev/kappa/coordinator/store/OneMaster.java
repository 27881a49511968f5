package dev.kappa.coordinator.store;

import io.lettuce.core.RedisURI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One master for all slots: a server of its own, or the one that Sentinels name. They are asked
 * anew for each connection.
 */
record OneMaster(RedisURI uri) implements Topology {
  @Override
  public RedisURI master(int slot) {
    return uri;
  }

  @Override
  public Set<RedisURI> masters() {
    return Set.of(uri);
  }

  @Override
  public CompletableFuture<Void> refresh() {
    return CompletableFuture.completedFuture(null);
  }
}
