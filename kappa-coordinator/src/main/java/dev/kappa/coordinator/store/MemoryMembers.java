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
  private int format;

  MemoryMembers(InstantSource clock) {
    this.clock = clock;
  }

  synchronized Beat heartbeat(Member self, long leaseMillis) {
    long now = clock.millis();
    leases.values().removeIf(lease -> lease.end <= now);
    if (format > self.formats().newest() || (format > 0 && format < self.formats().oldest())) {
      leases.remove(self.id());
      throw RedisMembers.unreadable(self, format);
    }
    boolean lapsed = leases.put(self.id(), new Lease(self, now + leaseMillis)) == null;
    List<Member> members = leases.values().stream().map(Lease::member).toList();
    int newest = members.stream().mapToInt(member -> member.formats().newest()).min().orElseThrow();
    format = Math.max(format, newest);
    return new Beat(lapsed, format, members);
  }

  synchronized void leave(String id) {
    leases.remove(id);
  }
}
