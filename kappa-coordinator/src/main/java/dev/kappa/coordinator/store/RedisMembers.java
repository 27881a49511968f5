package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;
import static dev.kappa.coordinator.store.Keys.text;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The members of a store on Redis, over a connection that nothing else keeps waiting. */
final class RedisMembers implements Members {
  private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(10);

  /** A connection that brings no answer costs less than the lease: so many tries go into it. */
  private static final int TRIES = 4;

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(500);

  private final Keys keys = Keys.ofMembers();
  private final Route route;
  private final Duration timeout;
  private final Home home;

  RedisMembers(Links links, Duration timeout, Home home) {
    this.route = links.to(keys.slot());
    this.timeout = timeout;
    this.home = home;
  }

  @Override
  public CompletableFuture<Beat> heartbeat(Member self, long leaseMillis) {
    Names.checkLease(leaseMillis);
    var arguments =
        List.of(
            bytes(self.id()),
            bytes(MemberText.of(self)),
            bytes(Long.toString(leaseMillis)),
            bytes(Integer.toString(self.formats().oldest())),
            bytes(Integer.toString(self.formats().newest())));
    return home.call(
            () ->
                Retry.patiently(
                    route,
                    timeoutOf(leaseMillis),
                    Duration.ofMillis(leaseMillis),
                    redis -> Script.HEARTBEAT.list(redis, keysOfBeat(), arguments)))
        .thenApply(reply -> beat(self, reply));
  }

  private Duration timeoutOf(long leaseMillis) {
    Duration share = Duration.ofMillis(leaseMillis / TRIES);
    Duration wanted = share.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : share;
    return wanted.compareTo(timeout) < 0 ? wanted : timeout;
  }

  private List<byte[]> storedIn() {
    return List.of(keys.members(), keys.leases());
  }

  private List<byte[]> keysOfBeat() {
    return List.of(keys.members(), keys.leases(), keys.format());
  }

  static Beat beat(Member self, List<Object> reply) {
    String kind = text((byte[]) reply.get(0));
    int format = Integer.parseInt(text((byte[]) reply.get(1)));
    if (kind.equals("format")) {
      throw unreadable(self, format);
    }
    var members = new ArrayList<Member>();
    for (int i = 2; i < reply.size(); i += 2) {
      members.add(MemberText.parse(text((byte[]) reply.get(i)), text((byte[]) reply.get(i + 1))));
    }
    members.sort(Comparator.comparing(Member::id));
    return new Beat(kind.equals("new"), format, members);
  }

  static KappaException unreadable(Member self, int format) {
    return new KappaException(
        ErrorCode.UNSUPPORTED_STORE,
        "what is stored has format %d (expected: %d to %d). Use the release of Kappa that wrote it, or upgrade step by step."
            .formatted(format, self.formats().oldest(), self.formats().newest()));
  }

  @Override
  public CompletableFuture<Void> leave(String id) {
    Names.checkMember(id);
    return home.call(
            () ->
                Retry.patiently(
                    route,
                    timeout,
                    LEAVE_PATIENCE,
                    redis -> Script.LEAVE.number(redis, storedIn(), List.of(bytes(id)))))
        .thenApply(left -> null);
  }
}
