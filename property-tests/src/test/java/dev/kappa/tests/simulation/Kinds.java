package dev.kappa.tests.simulation;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** Kinds of faults that go together. */
final class Kinds {
  /** Redis and the way to it. */
  static final Set<Fault> STORE =
      EnumSet.of(
          Fault.STORE_REFUSED,
          Fault.STORE_LOST,
          Fault.STORE_UNACKNOWLEDGED,
          Fault.STORE_SILENT,
          Fault.FAIL_OVER);

  /** All ways are bad, nobody dies. */
  static final Set<Fault> WAYS =
      EnumSet.of(Fault.CUT, Fault.STORE_LOST, Fault.STORE_UNACKNOWLEDGED, Fault.CLOCK);

  /** Answers are lost, nobody dies or stands still. */
  static final Set<Fault> CUTS =
      EnumSet.of(
          Fault.CUT,
          Fault.INVOKE_BROKEN,
          Fault.STORE_REFUSED,
          Fault.STORE_LOST,
          Fault.STORE_UNACKNOWLEDGED);

  /** Workers are taken for dead, and live. */
  static final Set<Fault> ZOMBIES =
      EnumSet.of(Fault.CUT, Fault.WORKER_FREEZE, Fault.INVOKE_BROKEN, Fault.RELEASE);

  /** Coordinators die, stand still and come back too late. */
  static final Set<Fault> OWNERS =
      EnumSet.of(
          Fault.COORDINATOR_CRASH,
          Fault.COORDINATOR_FREEZE,
          Fault.COORDINATOR_JOINED,
          Fault.COORDINATOR_LEAVES,
          Fault.STORE_UNACKNOWLEDGED);

  /** Partitions change hands, and Redis loses that. */
  static final Set<Fault> LOST_LEASES = EnumSet.of(Fault.TAIL_LOST, Fault.COORDINATOR_JOINED);

  /** Workers die while what they have sent is on its way. */
  static final Set<Fault> CRASHES =
      EnumSet.of(Fault.WORKER_CRASH, Fault.CUT, Fault.STORE_REFUSED, Fault.STORE_LOST);

  /** Commits are lost with those who have sent and taken them. */
  static final Set<Fault> LOST_COMMITS =
      EnumSet.of(
          Fault.WORKER_CRASH, Fault.STORE_LOST, Fault.COORDINATOR_FREEZE, Fault.COORDINATOR_CRASH);

  /** What is over after a few seconds. */
  static final Set<Fault> SHORT =
      EnumSet.of(Fault.FAIL_OVER, Fault.STORE_LOST, Fault.CUT, Fault.COORDINATOR_CRASH);

  /** Redis loses what it acknowledged. */
  static final Set<Fault> TAILS =
      EnumSet.of(Fault.TAIL_LOST, Fault.STORE_LOST, Fault.STORE_UNACKNOWLEDGED, Fault.CUT);

  /** Redis loses what it acknowledged, and workers what they were answered. */
  static final Set<Fault> LOSSES =
      EnumSet.of(Fault.TAIL_LOST, Fault.CUT, Fault.COORDINATOR_CRASH, Fault.INVOKE_BROKEN);

  /** The same, and tasks go from worker to worker. */
  static final Set<Fault> LOST_ATTEMPTS =
      EnumSet.of(
          Fault.TAIL_LOST,
          Fault.CUT,
          Fault.COORDINATOR_CRASH,
          Fault.INVOKE_BROKEN,
          Fault.RELEASE,
          Fault.WORKER_FREEZE);

  /** Nobody looks at the clock for a while. */
  static final Set<Fault> OUTAGES =
      EnumSet.of(
          Fault.COORDINATOR_CRASH, Fault.COORDINATOR_FREEZE, Fault.STORE_SILENT, Fault.CLOCK);

  private Kinds() {}

  /** Answers are lost, but not those that are all that a function did. */
  static Set<Fault> cuts(Setting setting) {
    Set<Fault> kinds = EnumSet.copyOf(CUTS);
    if (setting.returns()) {
      kinds.remove(Fault.INVOKE_BROKEN);
    }
    return kinds;
  }

  /** Tasks are given back, or functions that were to have them do not begin. */
  static Set<Fault> givenBack(Setting setting) {
    return setting.returns()
        ? EnumSet.of(Fault.RELEASE, Fault.THROTTLED)
        : EnumSet.of(Fault.RELEASE);
  }

  /** Coordinators come and go, or stand still, and their commands to Redis go wrong in one way. */
  static Set<Fault> leases(Random random) {
    if (random.nextInt(3) == 0) {
      return changes(random);
    }
    return EnumSet.of(
        Fault.COORDINATOR_FREEZE, random.nextInt(4) == 0 ? Fault.COORDINATOR_CRASH : way(random));
  }

  /** Coordinators come and go, and their commands to Redis go wrong in one way. */
  static Set<Fault> changes(Random random) {
    return EnumSet.of(Fault.COORDINATOR_JOINED, Fault.COORDINATOR_LEAVES, way(random));
  }

  private static Fault way(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Fault.STORE_SILENT;
      case 1 -> Fault.STORE_UNACKNOWLEDGED;
      default -> Fault.STORE_STALLED;
    };
  }
}
