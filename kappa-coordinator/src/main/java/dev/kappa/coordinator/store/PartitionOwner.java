package dev.kappa.coordinator.store;

import java.util.Optional;
import java.util.UUID;

/**
 * Who owns a partition.
 *
 * @param member the id of the {@link Member} that took it over
 * @param nonce another one at each take-over, so that a member is not mistaken for a former owner
 *     of the same name
 */
record PartitionOwner(String member, String nonce) {
  PartitionOwner {
    Names.checkMember(member);
  }

  static PartitionOwner of(String member) {
    return new PartitionOwner(member, UUID.randomUUID().toString());
  }

  /** {@return the owner that a header names; empty if it was released, or never had one} */
  static Optional<PartitionOwner> parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : Optional.of(new PartitionOwner(text.substring(0, slash), text.substring(slash + 1)));
  }

  /** {@return the text that stands in the header} */
  String text() {
    return member + "/" + nonce;
  }
}
