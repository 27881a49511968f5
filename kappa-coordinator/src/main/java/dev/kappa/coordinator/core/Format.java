package dev.kappa.coordinator.core;

import dev.kappa.coordinator.store.Beat;
import dev.kappa.coordinator.store.Formats;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * The format of a stored entity. Coordinators of an older and a newer release share a store, so
 * entities are written in the format that all of them read ({@link Beat#format}), and read in any
 * of {@link Formats#CURRENT}. {@link Core} is told which one to write; no part of it asks.
 *
 * <p>What a format has more than the one before bears a name here. To store something new:
 *
 * <ul>
 *   <li>name it, with the format that has it
 *   <li>let it into the run's state only where {@code t.format().has(IT)}: what is in memory is
 *       always what is stored
 *   <li>write it where {@code format.has(IT)}, behind all that older formats have
 *   <li>read it where {@code Format.of(bytes).has(IT)}, else take what it was before there was such
 *       a thing
 *   <li>where a command would be done otherwise than asked if it were left out, refuse the command:
 *       {@link #refusal}
 * </ul>
 *
 * <p>An entity that nobody touches keeps its format, so a run may be stored in several.
 *
 * @param number written as the first byte of each entity
 */
public record Format(int number) {
  /** What this release writes when nobody older is there. */
  public static final Format NEWEST = new Format(Formats.CURRENT.newest());

  /** Since this format a run's header counts attempts that were lost. */
  static final int LOST_ATTEMPTS = 3;

  /** Since this format a task knows who spawned it, up to the root. */
  static final int LINEAGE = 3;

  /** Since this format a task may stand for a signal of another run. */
  static final int SIGNALS_OF_RUNS = 3;

  /** Since this format a run's header names the version of the code that it goes on with. */
  static final int CODE_VERSION = 3;

  /** Since this format the header of a run that is over knows which signals the run has had. */
  static final int TAKEN_SIGNALS = 4;

  /** Since this format there are schedules. */
  static final int SCHEDULES = 3;

  /** Since this format runs have priorities. */
  static final int PRIORITIES = 4;

  /** Since this format there are limits that runs share. */
  static final int LIMITS = 5;

  /** Since this format tasks may be placed on resident workers. */
  static final int PLACEMENTS = 6;

  /** Checks the range. */
  public Format {
    if (number < 1 || number > 255) {
      throw new IllegalArgumentException("format: %d (expected: 1 to 255)".formatted(number));
    }
  }

  /** {@return that of a stored entity} */
  static Format of(byte[] entity) {
    return new Format(Math.max(1, entity[0] & 0xff));
  }

  /** {@return whether entities have what there is since {@code since}} */
  boolean has(int since) {
    return number >= since;
  }

  /** {@return an entity that begins} */
  ByteWriter begin(int capacity) {
    return new ByteWriter(capacity).u8(number);
  }

  /**
   * {@return why something can't be stored yet; null if it can}
   *
   * @param since the format that has it
   * @param what it is
   */
  Reply.@Nullable Refused refusal(int since, String what) {
    return has(since)
        ? null
        : new Reply.Refused(
            ErrorCode.OLDER_COORDINATOR,
            "%s can't be stored while a coordinator of an older release shares the store: what is stored has format %d (expected: %d or more). Upgrade all coordinators, then try again."
                .formatted(what, number, since));
  }
}
