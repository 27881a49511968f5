package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import java.util.List;

/** Deliberate bugs of how tasks wait for several things, for a time, for a signal and in scopes. */
final class WaitingMutations {
  static final List<Mutation> OF_WAITING =
      List.of(
          Mutation.of(
              "let one of several wait on in the other queues",
              Rules.r3OneOfSeveralHappensAlone,
              "core/Waiting.java",
              "Channels.leave(t, source, task);",
              ""),
          Mutation.of(
              "take from two of several",
              Rules.r3OneOfSeveralHappensAlone,
              "core/Waiting.java",
              "return new Next.Chosen(i, there);",
              "if (i + 1 < n.sources().size()) { source(t, n.sources().get(i + 1), now); }\n"
                  + "        return new Next.Chosen(i, there);"),
          Mutation.of(
              "let a sender whose time is over keep its place",
              Rules.r3ImpatientOnesMeetExactlyOnce,
              "core/Waiting.java",
              "wake(t, task, over, NOTHING);",
              "Lives.goOn(t, task, chosen(wait(task), over, NOTHING));"),
          Mutation.of(
              "let a receiver whose time is over keep its place",
              Rules.r3ImpatientOnesMeetExactlyOnce,
              "core/Waiting.java",
              "breakOff(t, task, expired());",
              "Lives.goOn(t, task, expired());"),
          Mutation.of(
              "wake nobody at a deadline",
              Rules.whatTakesTooLongIsBrokenOff,
              "core/Waiting.java",
              "long due = deadline == 0 ? -1 : deadline;",
              "long due = -1;"),
          Mutation.of(
              "let those in a scope go on",
              Rules.whatWasSpawnedInAScopeEndsWithIt,
              "core/Commits.java",
              "if (wait instanceof Next.EndScope end) {",
              "if (wait instanceof Next.EndScope end && end.scope().index() < 0) {"),
          Mutation.of(
              "forget what was spawned in a scope",
              Rules.whatWasSpawnedInAScopeEndsWithIt,
              "core/Lives.java",
              "t.waits(t.waits().enter(origin.scope(), id));",
              ""),
          Mutation.of(
              "tell one alone of a signal",
              Rules.r3SignalsAreHeardByAllWhoWait,
              "core/Signals.java",
              "Waiting.wake(t, t.task(task), came::equals, came);",
              "Waiting.wake(t, t.task(task), came::equals, came);\n      break;"));

  static final List<Mutation> OF_OTHER_RUNS =
      List.of(
          Mutation.of(
              "keep no note of what is to be started",
              Rules.r3OtherRunsAreStartedOnceAndHeard,
              "core/OtherRuns.java",
              "TaskStatus.ELSEWHERE, next));",
              "TaskStatus.ELSEWHERE, next instanceof Next.Elsewhere e ? e.started() : next));"),
          Mutation.of(
              "end before all was told",
              Rules.r3OtherRunsAreStartedOnceAndHeard,
              "core/OtherRuns.java",
              "if (known != null && !known.toBeSent()) {",
              "if (known != null) {"),
          Mutation.of(
              "start once more under another key",
              Rules.r3OtherRunsAreStartedOnceThoughTheStoreLosesSome,
              "core/OtherRuns.java",
              "new Next.Elsewhere(o.key(), o.workflow()",
              "new Next.Elsewhere(o.key() + t.now, o.workflow()"),
          Mutation.of(
              "start before that is durable",
              Rules.r3OtherRunIsStartedOnlyWhenThatIsDurable,
              "engine/Commands.java",
              "if (effect instanceof Effect.Ready ready) {",
              "if (effect instanceof Effect.Elsewhere e) "
                  + "engine.errands().add(run.id, e.task(), e.what());"
                  + "if (effect instanceof Effect.Ready ready) {"),
          Mutation.of(
              "forget at its end which signals a run has had",
              Rules.r3OtherRunsHaveTheirSignalsOnce,
              "core/Signals.java",
              "if (t.header().taken().has(c.name(), c.json())) {",
              "if (false) {"),
          Mutation.of(
              "give signals to runs that are still to be started",
              Rules.r3OtherRunsHaveTheirSignalsOnce,
              "engine/Errands.java",
              "errand.what instanceof Next.Tell && isStillToBeStarted(errand)",
              "errand.what instanceof Next.Tell && errand.plan < 0"),
          Mutation.of(
              "give signals up where there is no answer",
              Rules.r3OtherRunsHaveTheirSignalsOnce,
              "engine/Errands.java",
              "    errand.failures++;\n    later(errand);",
              "    errand.failures++;\n"
                  + "    if (asked instanceof Next.Elsewhere) { later(errand); } else { remove(errand); }"),
          Mutation.of(
              "ask once alone",
              Rules.r3OtherRunsAreStartedOnceAndHeard,
              "engine/Errands.java",
              "    errand.failures++;\n    later(errand);",
              "    errand.failures++;"),
          Mutation.of(
              "begin nothing anew with a run that is loaded",
              Rules.r3OtherRunsAreStartedOnceAndHeard,
              "engine/LoadedRuns.java",
              "engine.errands().adopt(state);",
              ""));

  private WaitingMutations() {}
}
