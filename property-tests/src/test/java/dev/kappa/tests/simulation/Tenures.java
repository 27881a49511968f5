package dev.kappa.tests.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who took which partition last, and who may be wrong about it since Redis lost what it had
 * acknowledged. After a loss
 *
 * <ul>
 *   <li>leases hold again when those are over that Redis may have forgotten;
 *   <li>who took a partition before may not have it, and may know more than is stored. A batch that
 *       Redis lets it write after the loss is proof that it has it, and knows what is stored;
 *   <li>who takes one afterwards knows what is stored.
 * </ul>
 */
final class Tenures {
  private final World world;
  private final long lease;
  private final Map<String, Map<String, String>> last = new HashMap<>();
  private final Set<String> doubtful = new HashSet<>();
  private long leasesHold;

  Tenures(World world, Duration lease) {
    this.world = world;
    this.lease = lease.toMillis();
  }

  /** Redis has lost what it had acknowledged. */
  void tailLost() {
    leasesHold = world.now() + lease;
    last.values().forEach(owners -> doubtful.addAll(owners.values()));
  }

  /**
   * A partition is taken over.
   *
   * @param owner the member, a slash, and what tells this tenure from others
   */
  void taken(String partition, String owner) {
    String member = owner.substring(0, owner.indexOf('/'));
    last.computeIfAbsent(partition, header -> new HashMap<>()).put(member, owner);
  }

  /** Redis let {@code owner} write a batch. */
  void wrote(String owner) {
    doubtful.remove(owner);
  }

  /** {@return whether {@code member} can't be wrong about a partition on account of a loss} */
  boolean isSure(String member, String partition) {
    String owner = last.getOrDefault(partition, Map.of()).get(member);
    return world.now() >= leasesHold && (owner == null || !doubtful.contains(owner));
  }
}
