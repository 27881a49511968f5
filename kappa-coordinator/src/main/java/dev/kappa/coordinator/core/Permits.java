package dev.kappa.coordinator.core;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Next.Permit.Stage;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import dev.kappa.wire.PermitStage;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that stand for permits of limits, which other runs share. As for {@link OtherRuns}, what
 * the owner of the limit is to be told is kept in the task until it was told: that the permit is
 * wanted, from the commit that asks for it; which offer is taken, before that is said; and that it
 * is given back, from the commit that does so, or when the task that has it is cut off for good, or
 * nobody can name it any more. The run is not over before.
 */
final class Permits {
  private Permits() {}

  static void ask(Transition t, TaskState parent, Operation.Acquire o) {
    String name = "permit of limit '%s'".formatted(o.limit().name());
    Next.Permit next = new Next.Permit(o.limit(), Stage.ASKED, 0);
    OtherRuns.begin(t, parent, o.id(), name, next, t.format().refusal(Format.LIMITS, name));
  }

  /** The owner has answered. */
  static Applied heard(Transition t, Command.Permitted c) {
    TaskState task = t.find(c.task());
    Next.Permit known = task == null ? null : permit(task);
    if (task != null && known != null && known.stage() == c.asked()) {
      heard(t, task, known, c);
    }
    return t.end(new Reply.None());
  }

  private static void heard(Transition t, TaskState task, Next.Permit known, Command.Permitted c) {
    switch (known.stage()) {
      case ASKED -> {
        if (c.stage().offered()) {
          say(t, task, known.at(Stage.TAKING, c.ticket()));
        }
      }
      case TAKING -> {
        if (c.stage() == PermitStage.TAKEN && c.ticket() == known.ticket()) {
          t.put(task.with(TaskStatus.ELSEWHERE, known.at(Stage.HELD, known.ticket()), 0));
          Lives.tellWaiters(t, task.id(), false);
        } else {
          say(t, task, known.at(Stage.ASKED, 0));
        }
      }
      case HELD -> {}
      case RETURNED -> Lives.end(t, task, new Next.Completed(Payload.NONE, null));
    }
  }

  /** It is not wanted any more. Does nothing to what is no permit, or is on its way back. */
  static void giveBack(Transition t, Handle id) {
    TaskState task = t.find(id);
    Next.Permit known = task == null ? null : permit(task);
    if (task != null && known != null && known.stage() != Stage.RETURNED) {
      say(t, task, known.at(Stage.RETURNED, known.ticket()));
      if (known.stage() != Stage.HELD) {
        Lives.tellWaiters(t, id, false);
      }
    }
  }

  /** What these tasks have, by their numbers, is given back. */
  static void giveBackOf(Transition t, Set<Long> owners) {
    for (TaskState task : t.tasks()) {
      if (owners.contains(task.origin().parent())) {
        giveBack(t, task.id());
      }
    }
  }

  private static void say(Transition t, TaskState task, Next.Permit what) {
    t.put(task.with(TaskStatus.ELSEWHERE, what, 0));
    t.effect(new Effect.Elsewhere(task.id(), what));
  }

  /**
   * {@return whether it is a permit for which nobody waits any more} Once it is so it stays so:
   * what was handed over for it stays the same, also when it was given back.
   */
  static boolean isSettled(TaskState task) {
    Next.Permit known = permit(task);
    return known != null && (known.stage() == Stage.HELD || known.stage() == Stage.RETURNED);
  }

  private static Next.@Nullable Permit permit(TaskState task) {
    return OtherRuns.elsewhere(task) instanceof Next.Permit next ? next : null;
  }
}
