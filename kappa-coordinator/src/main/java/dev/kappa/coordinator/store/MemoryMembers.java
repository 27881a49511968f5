package dev.kappa.coordinator.store;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The members of a store in memory. Safe for use from several threads. */
final class MemoryMembers {
  private record Lease(Member member, long end) {}

  private final InstantSource clock;
  private final Map<String, Lease> leases = new TreeMap<>();

  MemoryMembers(InstantSource clock) {
    this.clock = clock;
  }

  synchronized List<Member> heartbeat(Member self, long leaseMillis) {
    long now = clock.millis();
    leases.values().removeIf(lease -> lease.end <= now);
    leases.put(self.id(), new Lease(self, now + leaseMillis));
    return leases.values().stream().map(Lease::member).toList();
  }

  synchronized void leave(String id) {
    leases.remove(id);
  }
}
