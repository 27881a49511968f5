package dev.kappa.coordinator.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is to have which partition: rendezvous hashing (Thaler and Ravishankar, 1998) with an upper
 * bound, so that shares differ by one at most. All that know the same members come to the same
 * result, and when a member comes or goes few other partitions change hands.
 */
final class Shares {
  private Shares() {}

  /** {@return the member of each partition; empty if there is no member} */
  static Map<Integer, String> of(int partitions, Collection<String> members) {
    Map<Integer, String> shares = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (int partition = 0; partition < partitions && !members.isEmpty(); partition++) {
      int each = partitions / members.size();
      int more = partitions % members.size();
      long full = counts.values().stream().filter(count -> count > each).count();
      int most = full < more ? each + 1 : each;
      String chosen =
          ranked(partition, members).stream()
              .filter(member -> counts.getOrDefault(member, 0) < most)
              .findFirst()
              .orElseThrow();
      shares.put(partition, chosen);
      counts.merge(chosen, 1, Integer::sum);
    }
    return shares;
  }

  private static List<String> ranked(int partition, Collection<String> members) {
    return members.stream()
        .sorted(
            Comparator.comparingLong((String member) -> weight(partition, member))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014) on both. */
  private static long weight(int partition, String member) {
    long z = member.hashCode() * 0x9E3779B97F4A7C15L + partition * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
