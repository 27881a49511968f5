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
   * @param since when it was noticed, milliseconds since 1970
   * @param first the first of them, or the first of those that were noticed together
   * @param name its name
   * @param code of its error
   * @param message of its error, cut where it is long
   * @param step where its error arose, if that is known
   */
  public record Notice(
      long count,
      long since,
      Handle first,
      String name,
      String code,
      String message,
      @Nullable String step) {
    private static final int MOST_CHARACTERS = 2000;

    static Notice of(TaskState task, Failure failure, long now) {
      String message = failure.message();
      boolean fits = message.length() <= MOST_CHARACTERS;
      return new Notice(
          1,
          now,
          task.id(),
          task.origin().name(),
          failure.code(),
          fits ? message : message.substring(0, MOST_CHARACTERS) + "…",
          failure.step());
    }

    /** {@return what people call the first} */
    public String title() {
      return TaskState.title(name, first);
    }

    Notice times(long newCount) {
      return new Notice(newCount, since, first, name, code, message, step);
    }

    Notice since(long earlier) {
      return new Notice(count, earlier, first, name, code, message, step);
    }

    private static void write(ByteWriter out, Notice notice) {
      out.varint(notice.count).varint(notice.since).handle(notice.first).text(notice.name);
      out.text(notice.code).text(notice.message).optional(notice.step, ByteWriter::text);
    }

    private static Notice read(ByteReader in) {
      return new Notice(
          in.varint(),
          in.varint(),
          in.handle(),
          in.text(),
          in.text(),
          in.text(),
          in.optional(ByteReader::text));
    }
  }

  /** {@return with one more task that failed unheard} */
  Notices andUnheard(TaskState task, Failure failure, long now) {
    return unheard == null
        ? new Notices(Notice.of(task, failure, now), parked)
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
