package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, as it was configured.
 *
 * @param cluster whether {@code servers} are nodes of a Redis Cluster, of which some may be down
 * @param servers otherwise just one: a server, or what Sentinels tell of a master
 */
record RedisAddress(boolean cluster, List<RedisURI> servers) {
  private static final String CLUSTER = "-cluster://";

  RedisAddress {
    servers = List.copyOf(servers);
  }

  static RedisAddress parse(String uri) {
    try {
      if (uri.startsWith("redis" + CLUSTER) || uri.startsWith("rediss" + CLUSTER)) {
        return cluster(URI.create(uri.replaceFirst(CLUSTER, "://")));
      }
      if (uri.matches("rediss?(-sentinel)?://.*")) {
        return new RedisAddress(false, List.of(RedisURI.create(uri)));
      }
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
    throw malformed(null);
  }

  private static RedisAddress cluster(URI uri) {
    if (uri.getPath().length() > 1) {
      throw new IllegalArgumentException("a cluster has no databases");
    }
    return new RedisAddress(true, RedisClusterURIUtil.toRedisURIs(uri));
  }

  /** {@return hosts and ports, without user and password} */
  String text() {
    if (cluster) {
      return hosts(servers) + " (Cluster)";
    }
    RedisURI one = servers.getFirst();
    return one.getSentinels().isEmpty()
        ? hosts(servers)
        : "%s (Sentinels of %s)".formatted(hosts(one.getSentinels()), one.getSentinelMasterId());
  }

  static String hosts(List<RedisURI> uris) {
    return uris.stream()
        .map(uri -> uri.getHost() + ":" + uri.getPort())
        .collect(Collectors.joining(","));
  }

  /** The address may hold a password: it is not repeated, and neither is the parser's message. */
  private static KappaException malformed(@Nullable IllegalArgumentException cause) {
    return new KappaException(
        ErrorCode.BAD_REQUEST,
        "the address of Redis can't be understood"
            + (cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")")
            + " (expected: redis://[[user]:password@]host[:port][/database],"
            + " redis-sentinel://[[user]:password@]host[:port],...[/database]#master,"
            + " redis-cluster://[[user]:password@]host[:port],... or the same with rediss for TLS;"
            + " special characters of the password percent-encoded)");
  }
}
