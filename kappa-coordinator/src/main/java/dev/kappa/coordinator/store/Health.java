package dev.kappa.coordinator.store;

import dev.kappa.error.KappaException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows who waits for which part of Redis, and logs when that begins, goes on and ends. */
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);
  private static final Duration REMINDER = Duration.ofMinutes(1);

  /** So many may wait for the same place. */
  private static final int CROWD = 10_000;

  private final String address;
  private final Map<Object, Object> troubled = new HashMap<>();
  private final Map<Object, Integer> waitingAt = new HashMap<>();
  private Instant since = Instant.EPOCH;
  private volatile boolean good = true;
  private volatile String last = "";
  private String held = "";
  private final LongSupplier nanoTime;
  private long outages;
  private Duration past = Duration.ZERO;
  private long sinceNanos;
  private long remindedNanos;

  /** What those know of it who wait for one place: a slot, or a server. */
  final class Place {
    private final Object where;

    private Place(Object where) {
      this.where = where;
    }

    /** Somebody got no or a bad answer and tries again. */
    void trouble(Object who, @Nullable Throwable why) {
      Health.this.trouble(who, where, why);
    }

    /** Somebody got an answer, or gives up asking. */
    void fine(Object who) {
      Health.this.fine(who);
    }

    /** {@return whether so many wait that no more should} */
    boolean crowded() {
      return waitingAt(where) >= CROWD;
    }
  }

  Health(String address) {
    this(address, System::nanoTime);
  }

  Health(String address, LongSupplier nanoTime) {
    this.address = address;
    this.nanoTime = nanoTime;
  }

  /** {@return how often somebody had to wait, and for how long} */
  synchronized Outages outages() {
    long present = good ? 0 : nanoTime.getAsLong() - sinceNanos;
    return new Outages(outages, past.plusNanos(present));
  }

  /** {@return whether nobody waits} */
  boolean good() {
    return good;
  }

  /** {@return for what those wait who wait; nothing if nobody does} */
  Optional<String> trouble() {
    return good ? Optional.empty() : Optional.of("Redis at " + address + ": " + last);
  }

  /** {@return whether nobody waits for that place} */
  boolean good(Object where) {
    return waitingAt(where) == 0;
  }

  Place at(Object where) {
    return new Place(where);
  }

  private synchronized int waitingAt(Object where) {
    return waitingAt.getOrDefault(where, 0);
  }

  private synchronized void trouble(Object who, Object where, @Nullable Throwable why) {
    if (troubled.putIfAbsent(who, where) == null) {
      waitingAt.merge(where, 1, Integer::sum);
    }
    last = reason(why);
    if (why instanceof KappaException && !last.equals(held)) {
      held = last;
      LOG.warn("commits wait: {}", held);
    }
    long now = nanoTime.getAsLong();
    if (good) {
      good = false;
      outages++;
      sinceNanos = now;
      since = Instant.now();
      remindedNanos = now;
      LOG.warn("store unavailable: Redis at {}: {}; retrying, runs wait", address, last);
    } else if (now - remindedNanos > REMINDER.toNanos()) {
      remindedNanos = now;
      LOG.warn("store unavailable since {}: Redis at {}: {}", since, address, last);
    }
  }

  private synchronized void fine(Object who) {
    Object where = troubled.remove(who);
    if (where == null) {
      return;
    }
    waitingAt.computeIfPresent(where, (it, count) -> count == 1 ? null : count - 1);
    if (troubled.isEmpty()) {
      good = true;
      held = "";
      Duration away = Duration.ofNanos(nanoTime.getAsLong() - sinceNanos);
      past = past.plus(away);
      LOG.info("store available again: Redis at {}, after {} ms", address, away.toMillis());
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
