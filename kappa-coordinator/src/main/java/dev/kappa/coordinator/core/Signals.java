package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import io.vavr.collection.HashSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Signals: kept once, told to all who wait for them and who will. */
final class Signals {
  /** In a run. */
  static final int MOST = 1000;

  private Signals() {}

  static Applied apply(Transition t, Command.Signal c) {
    byte[] known = t.signal(c.name());
    if (known != null) {
      return t.end(Arrays.equals(known, c.json()) ? new Reply.None() : new Reply.Conflict());
    }
    if (t.header().taken().has(c.name(), c.json())) {
      return t.end(new Reply.None());
    }
    Reply refusal = refusal(t, c);
    if (refusal != null) {
      return t.end(refusal);
    }
    t.putSignal(c.name(), c.json());
    Next.Signal came = new Next.Signal(c.name());
    for (Handle task : t.waits().signals().getOrElse(c.name(), HashSet.empty())) {
      Waiting.wake(t, t.task(task), came::equals, came);
    }
    return t.end(new Reply.None());
  }

  private static @Nullable Reply refusal(Transition t, Command.Signal c) {
    if (t.header().status().ended()) {
      return new Reply.Refused(
          ErrorCode.RUN_ENDED,
          "signal '%s': the run has ended, nobody can wait for it".formatted(c.name()));
    }
    if (t.signals() >= MOST) {
      return new Reply.Refused(
          ErrorCode.RUN_TOO_LARGE,
          "signal '%s': the run has had %d signals (expected: at most so many)"
              .formatted(c.name(), t.signals()));
    }
    return Room.lacksForSignal(t, c);
  }
}
