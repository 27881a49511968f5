package dev.kappa.coordinator.core;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What people should know of a run's tasks.
 *
 * @param unheard tasks that failed and that nobody awaited, nor can any more; null if there are
 *     none
 * @param parked tasks that can't go on with the code at hand; null if there are none
 */
public record Notices(@Nullable Notice unheard, @Nullable Notice parked) {
  static final Notices NONE = new Notices(null, null);

  /**
   * Something that happened to some tasks.
   *
   * @param count how many
   * @param first the first of them, or the first of those that were noticed together
   * @param name its name
   * @param code of its error
   * @param message of its error, cut where it is long
   */
  public record Notice(long count, Handle first, String name, String code, String message) {
    private static final int MOST_CHARACTERS = 2000;

    static Notice of(TaskState task, Failure failure) {
      String message = failure.message();
      boolean fits = message.length() <= MOST_CHARACTERS;
      return new Notice(
          1,
          task.id(),
          task.origin().name(),
          failure.code(),
          fits ? message : message.substring(0, MOST_CHARACTERS) + "…");
    }

    Notice times(long newCount) {
      return new Notice(newCount, first, name, code, message);
    }

    private static void write(ByteWriter out, Notice notice) {
      out.varint(notice.count).handle(notice.first).text(notice.name);
      out.text(notice.code).text(notice.message);
    }

    private static Notice read(ByteReader in) {
      return new Notice(in.varint(), in.handle(), in.text(), in.text(), in.text());
    }
  }

  /** {@return with one more task that failed unheard} */
  Notices andUnheard(TaskState task, Failure failure) {
    return unheard == null
        ? new Notices(Notice.of(task, failure), parked)
        : new Notices(unheard.times(unheard.count + 1), parked);
  }

  Notices withParked(@Nullable Notice newParked) {
    return new Notices(unheard, newParked);
  }

  void write(ByteWriter out) {
    out.optional(unheard, Notice::write).optional(parked, Notice::write);
  }

  static Notices read(ByteReader in) {
    return new Notices(in.optional(Notice::read), in.optional(Notice::read));
  }
}
