package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, as it was configured.
 *
 * @param cluster whether {@code servers} are nodes of a Redis Cluster, of which some may be down
 * @param servers otherwise just one: a server, or what Sentinels tell of a master
 * @param authorities PEM file of whose certificates are trusted; null for what the JVM trusts
 */
record RedisAddress(boolean cluster, List<RedisURI> servers, @Nullable Path authorities) {
  private static final String CLUSTER = "-cluster://";
  private static final String AUTHORITIES = "ca";
  private static final String SENTINEL_USER = "sentinel-user";
  private static final String SENTINEL_PASSWORD = "sentinel-password";

  RedisAddress {
    servers = List.copyOf(servers);
  }

  static RedisAddress parse(String text) {
    try {
      AddressParameters own =
          AddressParameters.taken(text, List.of(AUTHORITIES, SENTINEL_USER, SENTINEL_PASSWORD));
      return parse(own.rest(), own.values());
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  private static RedisAddress parse(String uri, Map<String, String> own) {
    Path authorities = own.containsKey(AUTHORITIES) ? authorities(uri, own.get(AUTHORITIES)) : null;
    if (uri.startsWith("redis" + CLUSTER) || uri.startsWith("rediss" + CLUSTER)) {
      RedisAddress cluster = cluster(URI.create(uri.replaceFirst(CLUSTER, "://")), authorities);
      authenticate(List.of(), own);
      return cluster;
    }
    if (uri.matches("rediss?(-sentinel)?://.*")) {
      RedisURI one = RedisURI.create(uri);
      authenticate(one.getSentinels(), own);
      return new RedisAddress(false, List.of(one), authorities);
    }
    throw malformed(null);
  }

  /** Sentinels have users of their own: what stands before the hosts is for the master. */
  private static void authenticate(List<RedisURI> sentinels, Map<String, String> own) {
    String user = own.get(SENTINEL_USER);
    String password = own.get(SENTINEL_PASSWORD);
    if (password == null ? user != null : sentinels.isEmpty()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "the address of Redis says how Sentinels are asked, and "
              + (password == null ? "has no sentinel-password" : "names none")
              + " (expected: redis-sentinel://… with sentinel-password=…, and sentinel-user=… if they have users)");
    }
    if (password != null) {
      var credentials = new StaticCredentialsProvider(user, password.toCharArray());
      sentinels.forEach(sentinel -> sentinel.setCredentialsProvider(credentials));
    }
  }

  private static RedisAddress cluster(URI uri, @Nullable Path authorities) {
    if (uri.getPath().length() > 1) {
      throw new IllegalArgumentException("a cluster has no databases");
    }
    return new RedisAddress(true, RedisClusterURIUtil.toRedisURIs(uri), authorities);
  }

  /** It may be read by another process, in another directory. */
  private static Path authorities(String uri, String file) {
    if (uri.startsWith("rediss") && file.startsWith("/")) {
      return Path.of(file);
    }
    throw new KappaException(
        ErrorCode.BAD_REQUEST,
        "ca=%s in the address of Redis can't be used (expected: the absolute path of a PEM file, with rediss)"
            .formatted(file));
  }

  /**
   * {@return checks the certificates of servers; null if the JVM's own are to count}
   *
   * @throws KappaException {@code FILE_NOT_FOUND} if the file can't be read
   */
  @Nullable TrustManagerFactory trust() {
    if (authorities == null) {
      return null;
    }
    try {
      return Trust.managers(Trust.ofFile(authorities));
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "ca=%s in the address of Redis can't be read: %s".formatted(authorities, e),
          e);
    }
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
            + " redis-cluster://[[user]:password@]host[:port],... or the same with rediss for TLS, and ?ca=FILE behind it for a PEM file of whom to trust;"
            + " ?sentinel-password=PASSWORD, and sentinel-user, for Sentinels that ask for them;"
            + " special characters of passwords percent-encoded)");
  }
}
