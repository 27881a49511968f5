package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Member;
import dev.kappa.wire.Message;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The other coordinators of the store; none before the engine was opened. */
public final class Peers {
  private final Partitions partitions;
  private final CompletableFuture<Membership> membership;

  Peers(Partitions partitions, CompletableFuture<Membership> membership) {
    this.partitions = partitions;
    this.membership = membership;
  }

  /** {@return where workers reach the others} */
  List<Message.Address> addresses() {
    Membership joined = joined();
    return joined == null ? List.of() : joined.peers();
  }

  /** {@return where workers reach who has a run; null if that is not known, or is here} */
  Message.@Nullable Address workersTo(String run) {
    Member holder = holderOf(run);
    return holder == null ? null : Membership.address(holder);
  }

  /** {@return where clients reach who has a run; null if that is not known, or is here} */
  public @Nullable URI clientsTo(String run) {
    Member holder = haveTaken(run) ? holderOf(run) : null;
    return holder == null ? null : holder.api();
  }

  /** {@return where clients reach the others} */
  public Set<URI> clientsToOthers() {
    Membership joined = joined();
    return joined == null ? Set.of() : joined.apis();
  }

  private @Nullable Member holderOf(String run) {
    Membership joined = joined();
    return joined == null ? null : joined.holderOf(partitions.numberOf(run));
  }

  /** {@return whether a run is another coordinator's} */
  boolean haveTaken(String run) {
    return partitions.ownerOf(run) == null;
  }

  private @Nullable Membership joined() {
    return membership.getNow(null);
  }
}
