package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;

/** What a worker is handed: references to results are replaced by the results. */
final class Hand {
  private static final int MOST_BYTES = 40 << 20;

  /** Why a handle names nothing. */
  static final String NOT_THERE =
      ", which is not of this run, or was forgotten because no task, message or result held its handle any more; keep handles in values that tasks hold, not outside of them";

  private Hand() {}

  static Assignment assignment(Transition t, TaskState task) {
    Frames frames = t.frames(task.id());
    int depth = frames.depth();
    return new Assignment(
        new AttemptRef(t.run(), task.id(), task.attempt().epoch()),
        task.origin().number(),
        task.attempt().seq(),
        task.attempt().digest(),
        depth,
        frames.under(depth, t.settings.frameBytes()),
        over(t, task),
        task.progress().created(),
        task.progress().steps(),
        task.progress().extent(),
        task.progress().cancelled(),
        task.cancel(),
        t.header().workflow(),
        Acceptances.of(t.accepted()),
        task.trouble());
  }

  static Next over(Transition t, TaskState task) {
    return over(t, task.next());
  }

  private static Next over(Transition t, Next next) {
    return switch (next) {
      case Next.Await n -> result(t, n.future());
      case Next.AwaitAll n -> results(t, n.futures());
      case Next.Signal n -> signal(t, n.name());
      case Next.Chosen n -> new Next.Chosen(n.index(), over(t, n.value()));
      case Next.Json n -> n;
      case Next.Holding n -> n;
      case Next.Raising n -> n;
      case Next.Enter n -> n;
      case Next.Results n -> n;
      case Next.Wait n -> throw notReady(n);
      case Next.Completed n -> throw notReady(n);
      case Next.Failed n -> throw notReady(n);
      case Next.Parked n -> throw notReady(n);
      case Next.Abroad n -> throw notReady(n);
    };
  }

  private static Next signal(Transition t, String name) {
    byte[] json = t.signal(name);
    if (json == null) {
      throw new IllegalStateException("signal " + name + " has not come");
    }
    return new Next.Json(json);
  }

  private static Next result(Transition t, Handle future) {
    TaskState task = t.find(future);
    if (task == null) {
      return unknown(future);
    }
    if (task.next() instanceof Next.Completed n) {
      return n.json() == null ? new Next.Holding(n.value()) : new Next.Json(n.json());
    }
    if (Permits.isSettled(task)) {
      return new Next.Holding(Payload.NONE);
    }
    Failure failure = Lives.failureOf(task);
    if (failure == null) {
      throw new IllegalStateException("task " + future + " has not ended");
    }
    return new Next.Raising(failure);
  }

  private static Next results(Transition t, List<Handle> futures) {
    List<Payload> values = new ArrayList<>();
    long bytes = 0;
    for (Handle future : futures) {
      TaskState task = t.task(future);
      if (Permits.isSettled(task)) {
        values.add(Payload.NONE);
        continue;
      }
      if (!(task.next() instanceof Next.Completed n)) {
        throw new IllegalStateException("task " + future + " has no result");
      }
      values.add(n.value());
      bytes += n.value().whole();
    }
    return bytes <= MOST_BYTES ? new Next.Results(values) : tooLarge(futures.size(), bytes);
  }

  private static Next tooLarge(int count, long bytes) {
    return new Next.Raising(
        Lives.failure(
            ErrorCode.PAYLOAD_TOO_LARGE,
            KappaException.class.getName(),
            "awaitAll of %d tasks: their results have %d bytes (expected: at most %d); await fewer at once"
                .formatted(count, bytes, MOST_BYTES)));
  }

  private static Next unknown(Handle future) {
    return new Next.Raising(
        Lives.failure(
            ErrorCode.INVALID_ARGUMENT,
            KappaException.class.getName(),
            "await of task " + future + NOT_THERE));
  }

  private static IllegalStateException notReady(Next next) {
    return new IllegalStateException("nothing to hand over: " + next);
  }
}
