package dev.kappa.coordinator.core;

import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.Formats;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.Handle;
import dev.kappa.wire.MalformedMessageException;
import java.util.function.Function;

/**
 * The fields in which a run is stored, one an entity. Each value begins with the number of its
 * {@link Format}:
 *
 * <ul>
 *   <li>{@code h}: the run's header
 *   <li>{@code t7.1}: the task with handle 7.1
 *   <li>{@code s7.1/40}: that task's frames from the 40th on
 *   <li>{@code c7.2}: the channel with handle 7.2
 *   <li>{@code m7.2/19}: that channel's 19th message
 *   <li>{@code g7.3}: the group whose first task is 7.3
 *   <li>{@code b0123…ef}, then a class: what stands for its lambda's body of that fingerprint
 *   <li>{@code xapproved}: what the signal of that name came with
 *   <li>{@code p}: what a schedule is to do; {@code q}: how far it is
 *   <li>{@code l}: what a limit is; {@code w}, then a run's id and a task's handle: how far that
 *       permit is; {@code r}, then a ticket: when a permit was taken, which counts for the rate
 * </ul>
 */
final class Entities {
  static final String HEADER = Change.HEADER;

  /** With it begins what a coordinator with keys has stored, and is no format's number. */
  private static final int ENCRYPTED = 0xE5;

  /** What a schedule is to do. */
  static final String SPEC = "p";

  /** How far a schedule is. */
  static final String SCHEDULE = "q";

  /** What a limit is. */
  static final String LIMIT = "l";

  private static final String PERMIT = "w";
  private static final String TAKEN = "r";

  /** Under this name, a field each, the names of a partition's schedules are stored. */
  static final String SCHEDULES = "schedules";

  private Entities() {}

  static String task(Handle id) {
    return "t" + id;
  }

  static String segment(Handle task, int from) {
    return "s" + task + "/" + from;
  }

  static String channel(Handle id) {
    return "c" + id;
  }

  static String message(Handle channel, long number) {
    return "m" + channel + "/" + number;
  }

  static String group(Handle first) {
    return "g" + first;
  }

  static String signal(String name) {
    return "x" + name;
  }

  static String permit(String name) {
    return PERMIT + name;
  }

  static boolean isPermit(String field) {
    return field.startsWith(PERMIT);
  }

  static String taken(long ticket) {
    return TAKEN + ticket;
  }

  static boolean isTaken(String field) {
    return field.startsWith(TAKEN);
  }

  /**
   * {@return what an entity holds}
   *
   * @param how reads all that is behind the format's number
   * @throws KappaException with {@code UNSUPPORTED_STORE} if that is less or more than there is
   */
  static <T> T read(byte[] bytes, Function<ByteReader, T> how) {
    check(bytes, Formats.CURRENT);
    ByteReader in = new ByteReader(bytes);
    int format = in.u8();
    try {
      T entity = how.apply(in);
      in.end();
      return entity;
    } catch (MalformedMessageException e) {
      throw new KappaException(
          ErrorCode.UNSUPPORTED_STORE,
          "a stored entity is not what format %d says: %s".formatted(format, e.getMessage()),
          e);
    }
  }

  /** Demands that {@code reader} reads an entity. */
  static void check(byte[] bytes, Formats reader) {
    int format = new ByteReader(bytes).u8();
    if (format == ENCRYPTED) {
      throw new KappaException(
          ErrorCode.UNKNOWN_KEY,
          "a stored entity is encrypted (expected: --keys with the keys that it was written with)");
    }
    if (!reader.contains(format)) {
      throw new KappaException(
          ErrorCode.UNSUPPORTED_STORE,
          "a stored entity has format %d (expected: %d to %d); run it with a coordinator of a release that reads it"
              .formatted(format, reader.oldest(), reader.newest()));
    }
  }
}
