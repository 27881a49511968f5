package dev.kappa.coordinator.store;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows who waits for Redis, and logs when that begins, goes on and ends. */
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);
  private static final Duration REMINDER = Duration.ofMinutes(1);

  private final String address;
  private final Set<Object> troubled = new HashSet<>();
  private Instant since = Instant.EPOCH;
  private Instant reminded = Instant.EPOCH;
  private volatile boolean good = true;

  Health(String address) {
    this.address = address;
  }

  boolean good() {
    return good;
  }

  /** Somebody got no or a bad answer and tries again. */
  synchronized void trouble(Object who, @Nullable Throwable why) {
    troubled.add(who);
    Instant now = Instant.now();
    if (good) {
      good = false;
      since = now;
      reminded = now;
      LOG.warn("store unavailable: Redis at {}: {}; retrying, runs wait", address, reason(why));
    } else if (Duration.between(reminded, now).compareTo(REMINDER) > 0) {
      reminded = now;
      LOG.warn("store unavailable since {}: Redis at {}: {}", since, address, reason(why));
    }
  }

  /** Somebody got an answer, or gives up asking. */
  synchronized void fine(Object who) {
    if (troubled.remove(who) && troubled.isEmpty()) {
      good = true;
      LOG.info(
          "store available again: Redis at {}, after {} ms",
          address,
          Duration.between(since, Instant.now()).toMillis());
    }
  }

  static String reason(@Nullable Throwable why) {
    if (why == null) {
      return "disconnected";
    }
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
