package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** What stands behind the hosts and is not the client library's. */
  private static final Pattern CA = Pattern.compile("[?](?:[^?#]*&)?(?<said>ca=(?<file>[^&#]*))");

  RedisAddress {
    servers = List.copyOf(servers);
  }

  static RedisAddress parse(String text) {
    Matcher ca = CA.matcher(text);
    Path authorities = ca.find() ? authorities(text, ca.group("file")) : null;
    String uri = authorities == null ? text : without(text, ca);
    try {
      if (uri.startsWith("redis" + CLUSTER) || uri.startsWith("rediss" + CLUSTER)) {
        return cluster(URI.create(uri.replaceFirst(CLUSTER, "://")), authorities);
      }
      if (uri.matches("rediss?(-sentinel)?://.*")) {
        return new RedisAddress(false, List.of(RedisURI.create(uri)), authorities);
      }
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
    throw malformed(null);
  }

  private static RedisAddress cluster(URI uri, @Nullable Path authorities) {
    if (uri.getPath().length() > 1) {
      throw new IllegalArgumentException("a cluster has no databases");
    }
    return new RedisAddress(true, RedisClusterURIUtil.toRedisURIs(uri), authorities);
  }

  /** The next of what stands there, if there is one, is the first then. */
  private static String without(String text, Matcher ca) {
    int start = ca.start("said") - 1;
    String before = text.substring(0, start);
    String behind = text.substring(ca.end());
    boolean first = text.charAt(start) == '?' && behind.startsWith("&");
    return before + (first ? "?" + behind.substring(1) : behind);
  }

  /** It may be read by another process, in another directory. */
  private static Path authorities(String uri, String said) {
    String file = decoded(said);
    if (uri.startsWith("rediss") && file.startsWith("/")) {
      return Path.of(file);
    }
    throw new KappaException(
        ErrorCode.BAD_REQUEST,
        "ca=%s in the address of Redis can't be used (expected: the absolute path of a PEM file, with rediss)"
            .formatted(file));
  }

  private static String decoded(String said) {
    try {
      return URLDecoder.decode(said.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
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
            + " special characters of the password percent-encoded)");
  }
}
