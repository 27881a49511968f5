package dev.kappa.coordinator.store;

import java.util.List;

/**
 * The answer to a heartbeat.
 *
 * @param lapsed whether the member was not known: it is new, or its lease was over
 * @param format the format in which entities are to be written: the newest that all live members
 *     read; it never goes back
 * @param members all live members by id, the asking one among them
 */
public record Beat(boolean lapsed, int format, List<Member> members) {
  /** Copies the list. */
  public Beat {
    members = List.copyOf(members);
  }
}
