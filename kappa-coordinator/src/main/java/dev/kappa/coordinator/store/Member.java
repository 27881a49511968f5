package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A coordinator, as it describes itself to the others.
 *
 * @param id random, another one at each start of the process; 1 to 64 letters, digits, dots,
 *     underscores and hyphens
 * @param api where clients reach it
 * @param worker where workers reach it, {@code host:port}
 * @param formats the formats of entities that it reads
 * @param draining whether it wants to leave and takes no more partitions
 * @param partitions the numbers of the partitions that it owns
 */
public record Member(
    String id,
    URI api,
    String worker,
    Formats formats,
    boolean draining,
    SortedSet<Integer> partitions) {
  /** Checks the id and the addresses. */
  public Member {
    Names.checkMember(id);
    if (!worker.matches("[^\\s]+:[0-9]{1,5}")) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT, "worker: '" + worker + "' (expected: host:port)");
    }
    partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
  }
}
