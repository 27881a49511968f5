package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Next;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room in a run for what a commit adds. What makes the run no larger is always let
 * through, so a full run can be emptied.
 */
final class Room {
  /** Looking for what nobody can reach costs time: it is done for so much less than it costs. */
  private static final int EAGERNESS = 64;

  private Room() {}

  /**
   * Removes what nobody can reach, if the run has become large and that may help. To be called
   * before a commit is applied: while it is, what it creates is not named yet.
   */
  static void make(Transition t) {
    Weight weight = t.upkeep().weight();
    Weight doubled = new Weight(2 * weight.inline(), 2 * weight.blobs());
    Pace pace = t.upkeep().pace();
    if (t.settings.live().isExceededBy(doubled) && pace.events() * EAGERNESS > pace.work()) {
      GarbageCollection.of(t);
    }
  }

  /** {@return why a task that was spawned can't be kept; null if it can} */
  static @Nullable Failure lacksForSpawn(Transition t) {
    Weight after = t.upkeep().weight();
    boolean full = t.settings.live().isExceededBy(after) && grows(t, after);
    return full ? failure(t, "spawn", after) : null;
  }

  /** {@return why {@code task} can't send what is in {@code wait}; null if it can} */
  static @Nullable Failure lacksForSend(Transition t, TaskState task, Next.Wait wait) {
    Weight after = after(t, task, wait);
    boolean full = t.settings.live().isExceededBy(after) && grows(t, after);
    return full ? failure(t, "send", after) : null;
  }

  /** {@return why a signal can't be kept; null if it can} */
  static @Nullable Reply lacksForSignal(Transition t, Command.Signal signal) {
    Weight now = t.upkeep().weight();
    Weight after = new Weight(now.inline() + Weight.of(signal.json()), now.blobs());
    if (!t.settings.live().isExceededBy(after)) {
      return null;
    }
    return new Reply.Refused(
        ErrorCode.RUN_TOO_LARGE, failure(t, "signal '" + signal.name() + "'", after).message());
  }

  /** {@return why {@code task} can't go on with {@code next}; null if it can} */
  static @Nullable Failure lacksFor(Transition t, TaskState task, Next next) {
    Weight after = after(t, task, next);
    boolean full = t.settings.live().isFarExceededBy(after) && grows(t, after);
    return full ? failure(t, "checkpoint", after) : null;
  }

  private static Weight after(Transition t, TaskState task, Next next) {
    Weight instead = Weight.NONE.with(task.next());
    Weight sum = t.upkeep().weight().with(next);
    return new Weight(sum.inline() - instead.inline(), sum.blobs() - instead.blobs());
  }

  private static boolean grows(Transition t, Weight after) {
    Weight before = t.before();
    return after.inline() > before.inline() || after.blobs() > before.blobs();
  }

  private static Failure failure(Transition t, String what, Weight after) {
    CoreSettings.Live live = t.settings.live();
    return Lives.failure(
        ErrorCode.RUN_TOO_LARGE,
        KappaException.class.getName(),
        "%s: the run would hold %d bytes and %d bytes of large values (expected: at most %d and %d); receive, await or drop some before you add more, or keep large data in files or a store and pass on its name"
            .formatted(what, after.inline(), after.blobs(), live.bytes(), live.blobBytes()));
  }
}
