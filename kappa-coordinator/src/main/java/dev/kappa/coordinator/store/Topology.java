package dev.kappa.coordinator.store;

import io.lettuce.core.RedisURI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which server is the master of which hash slot, as far as is known. What is known may be wrong at
 * any moment: the fence of each partition, not this, keeps writers apart. Used on its event loop.
 */
sealed interface Topology permits OneMaster, ClusterMasters {
  static Topology of(RedisAddress address, RedisClients clients) {
    return address.cluster()
        ? new ClusterMasters(address.servers(), clients)
        : new OneMaster(address.servers().getFirst());
  }

  /** {@return where the master of a slot is, or null if none is known} */
  @Nullable RedisURI master(int slot);

  /** {@return where all masters are} */
  Set<RedisURI> masters();

  /** Finds out anew. {@return complete when that is done, failed if nobody can tell} */
  CompletableFuture<Void> refresh();
}
