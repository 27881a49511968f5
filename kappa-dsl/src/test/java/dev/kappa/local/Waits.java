package dev.kappa.local;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.util.List;
import java.util.function.Predicate;

/** What a task waits for, taken apart. */
final class Waits {
  private Waits() {}

  /** {@return that of which one is enough} */
  static List<Next.Source> sources(LocalTask task) {
    return switch (task.next()) {
      case Next.Select n -> n.sources();
      case Next.Source n -> List.of(n);
      default -> List.of();
    };
  }

  /** {@return when the task goes on by itself; -1 for never} */
  static long due(LocalTask task) {
    long due = task.deadline() == Long.MAX_VALUE ? -1 : task.deadline();
    for (Next.Source source : sources(task)) {
      if (source instanceof Next.Sleep sleep && (due < 0 || sleep.until() < due)) {
        due = sleep.until();
      }
    }
    return due;
  }

  static Next.Send sendTo(LocalTask task, Handle channel) {
    for (Next.Source source : sources(task)) {
      if (source instanceof Next.Send send && send.channel().equals(channel)) {
        return send;
      }
    }
    throw new IllegalStateException(task.id + " sends nothing to " + channel);
  }

  static Next chosen(LocalTask task, Next.Source source, Next value) {
    return chosen(task, source::equals, value);
  }

  /** {@return what a task goes on with, of whose sources one came to {@code value}} */
  static Next chosen(LocalTask task, Predicate<Next.Source> by, Next value) {
    if (!(task.next() instanceof Next.Select select)) {
      return value;
    }
    int index = 0;
    while (!by.test(select.sources().get(index))) {
      index++;
    }
    return new Next.Chosen(index, value);
  }
}
