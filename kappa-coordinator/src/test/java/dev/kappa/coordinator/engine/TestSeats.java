package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Formats;
import java.net.URI;
import java.time.Duration;

/** Places of coordinators that nobody connects to. */
final class TestSeats {
  private TestSeats() {}

  static Seat alone() {
    return Seat.of(URI.create("http://127.0.0.1:1"), "127.0.0.1:1", Seat.USUAL_LEASE, true);
  }

  /** One among others, with a lease of 5 s. */
  static Seat among(String id) {
    URI api = URI.create("http://" + id + ":80");
    return new Seat(id, api, id + ":81", Duration.ofSeconds(5), false, Formats.CURRENT);
  }
}
