package dev.kappa.coordinator.store;

import java.util.Optional;

/**
 * In whose hands a partition is.
 *
 * @param owner the owner's member and nonce; empty if it never had one
 * @param term how often the owner began anew after its lease was over
 */
public record Holding(String owner, long term) {
  /** {@return the id of the member that took it over last; empty if it was released, too} */
  public Optional<String> member() {
    return PartitionOwner.parse(owner).map(PartitionOwner::member);
  }
}
