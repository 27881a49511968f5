package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Formats;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * A coordinator's place among those that share its store.
 *
 * @param id another one at each start
 * @param api where clients reach it
 * @param worker where workers reach it, {@code host:port}
 * @param lease how long the others wait, once it is silent, before they take over what it has. So
 *     long after it asked last to be believed, it says nothing more of its own accord
 * @param alone whether nobody else can be there: then it takes all at once, whoever had it
 * @param formats the formats of entities that it reads
 */
public record Seat(
    String id, URI api, String worker, Duration lease, boolean alone, Formats formats) {
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

  /** How long others wait for a silent coordinator, if nothing else is said. */
  public static final Duration USUAL_LEASE = Duration.ofSeconds(5);

  /** Checks the lease. */
  public Seat {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException("lease=%s (expected: >= 100 ms)".formatted(lease));
    }
  }

  /** {@return a place of a new coordinator} */
  public static Seat of(URI api, String worker, Duration lease, boolean alone) {
    return new Seat(UUID.randomUUID().toString(), api, worker, lease, alone, Formats.CURRENT);
  }
}
