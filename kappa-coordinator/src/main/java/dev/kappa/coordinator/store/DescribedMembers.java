package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;
import static dev.kappa.coordinator.store.Keys.text;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a store that may come back empty. Where a member is not known any more, the
 * store's description may be gone, too: it is written again as it was. If somebody else has written
 * another one meanwhile, this member can't go on, and its next heartbeat fails.
 */
final class DescribedMembers implements Members {
  private static final Logger LOG = LoggerFactory.getLogger(DescribedMembers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Members members;
  private final Route route;
  private final RedisSettings settings;
  private final Server server;
  private final String secret;
  private volatile @Nullable KappaException unfit;

  DescribedMembers(
      Members members, Route route, RedisSettings settings, Server server, String secret) {
    this.members = members;
    this.route = route;
    this.settings = settings;
    this.server = server;
    this.secret = secret;
  }

  /** {@return what {@code open.lua} is told of a new store} */
  static List<byte[]> description(RedisSettings settings, String secret) {
    return List.of(
        bytes(Integer.toString(RedisStore.FORMAT)),
        bytes(Integer.toString(settings.partitions())),
        bytes(secret));
  }

  @Override
  public CompletableFuture<Beat> heartbeat(Member self, long leaseMillis) {
    KappaException why = unfit;
    if (why != null) {
      return CompletableFuture.failedFuture(why);
    }
    return members
        .heartbeat(self, leaseMillis)
        .whenComplete(
            (beat, error) -> {
              if (beat != null && beat.lapsed()) {
                describe();
              }
            });
  }

  private void describe() {
    Retry.patiently(
            route,
            settings.commandTimeout(),
            PATIENCE,
            redis -> Script.OPEN.list(redis, List.of(Keys.META), description(settings, secret)))
        .thenAccept(this::check)
        .exceptionally(this::failed);
  }

  private void check(List<Object> found) {
    server.checkStore(
        text((byte[]) found.get(0)), text((byte[]) found.get(1)), settings.partitions());
    if (!text((byte[]) found.get(2)).equals(secret)) {
      throw new KappaException(
          ErrorCode.UNSUPPORTED_STORE,
          "Redis at %s is not the store any more that this coordinator began with: it was emptied, and another coordinator has begun on it since. Start this coordinator again."
              .formatted(settings.address()));
    }
  }

  private @Nullable Void failed(Throwable error) {
    if (Script.unwrap(error) instanceof KappaException e
        && e.code() == ErrorCode.UNSUPPORTED_STORE) {
      unfit = e;
    } else {
      LOG.debug("the store's description could not be looked at: {}", Health.reason(error));
    }
    return null;
  }

  @Override
  public CompletableFuture<Void> leave(String id) {
    return members.leave(id);
  }
}
