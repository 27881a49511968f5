package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import java.util.List;

/** Deliberate bugs in how tasks are run and stored: in the interpreter, its words and the core. */
final class LanguageMutations {
  private LanguageMutations() {}

  static final List<Mutation> OF_STEPS =
      List.of(
          Mutation.ofDsl(
                  "make no mark where a step begins that runs at most once",
                  Rules.r4StepThatRunsAtMostOnceIsInDoubtOrGivesItsValue,
                  "interpreter/Steps.java",
                  "return f.how().atMostOnce() ? ",
                  "return f.how().atMostOnce() && begun == null ? ")
              .and(
                  "interpreter/Steps.java",
                  "position.replace(new Frame.Begun(f.name()));\n    position.give(null);",
                  ""),
          Mutation.of(
              "do not store the mark of a step that begins",
              Rules.r4StepThatRunsAtMostOnceIsInDoubtOrGivesItsValue,
              "core/Commits.java",
              "t.frames(task.id(), commit.next().keep(), commit.next().push());",
              "boolean mark = commit.next().next() instanceof Next.Holding"
                  + " && commit.next().steps() == task.progress().steps()"
                  + " && commit.next().push().size() == 1"
                  + " && commit.next().keep() + 1 == t.frames(task.id()).depth();"
                  + " if (!mark) { t.frames(task.id(), commit.next().keep(), commit.next().push()); }"),
          Mutation.ofDsl(
              "let a step in doubt pass for one that gave a value",
              Rules.r4StepThatRunsAtMostOnceIsInDoubtOrGivesItsValue,
              "interpreter/Steps.java",
              "threw(f.name(), inDoubt(f));",
              "returned(null);"),
          Mutation.ofDsl(
              "leave a step in doubt that was given back before it ran",
              Rules.r4StepThatRunsAtMostOnceRunsWhereNobodyDies,
              "interpreter/Steps.java",
              "if (begun != null) {\n      position.replace(begun);",
              "if (begun != null && finished < 0) {\n      position.replace(begun);"),
          Mutation.ofDsl(
              "doubt each step that runs at most once",
              Rules.r4StepThatRunsAtMostOnceRunsWhereNobodyDies,
              "interpreter/Steps.java",
              "Frame.Run mine = begun;",
              "Frame.Run mine = finished < 0 ? begun : null;"),
          Mutation.ofDsl(
              "do not count a step that gave a value",
              Rules.r4StepThatRunsAgainIsTheSame,
              "interpreter/Steps.java",
              "finished++;\n    breaks.restart();",
              "breaks.restart();"),
          Mutation.of(
              "hand a task out with a step less than it has finished",
              Rules.r4StepThatRunsAgainIsTheSame,
              "core/Hand.java",
              "task.progress().steps(),",
              "Math.max(0, task.progress().steps() - 1),"),
          Mutation.of(
                  "choose among failures when a task is handed out",
                  Rules.r4StepAfterSeveralFailuresIsTheSame,
                  "core/Lives.java",
                  "wait instanceof Next.AwaitAll all && !failed ? all",
                  "wait instanceof Next.AwaitAll all ? all")
              .and(
                  "core/Hand.java",
                  "List<Payload> values = new ArrayList<>();\n    long bytes = 0;",
                  "Handle failed = Lives.firstFailed(t, futures);"
                      + " if (failed != null) { return result(t, failed); }"
                      + " List<Payload> values = new ArrayList<>(); long bytes = 0;"));

  static final List<Mutation> OF_WORDS =
      List.of(
          Mutation.of(
              "call a run failed that was cancelled",
              Rules.cancelledRunsEnd,
              "core/Lives.java",
              "boolean asked = t.header().cancel() && ",
              "boolean asked = !t.header().cancel() && "),
          Mutation.of(
              "tell nobody who waits that the run is cancelled",
              Rules.cancelledRunsEnd,
              "core/Lives.java",
              "if (told.status() == TaskStatus.WAITING && told.cancelDue()) {",
              "if (told.ended() && told.cancelDue()) {"),
          Mutation.of(
              "say of what happened that it did not",
              Rules.r3WhatIsTriedHappensOnceOrNotAtAll,
              "core/Waiting.java",
              "return new Next.Chosen(i, there);",
              "return n.otherwise() ? new Next.Chosen(-1, NOTHING) : new Next.Chosen(i, there);"),
          Mutation.of(
              "wait for all of several where one is enough",
              Rules.firstOfSeveralTasksIsHeard,
              "core/Waiting.java",
              "wait instanceof Next.AwaitAll ? left.size() : 1",
              "left.size()"),
          Mutation.ofDsl(
              "note only the first of what is to be undone",
              Rules.sagaUndoesAllOrNothing,
              "interpreter/Sagas.java",
              "undos.add(new Frame.Undo(f.action(), value));",
              "if (undos.isEmpty()) { undos.add(new Frame.Undo(f.action(), value)); }"),
          Mutation.ofDsl(
              "undo the first where the last is to be undone",
              Rules.sagaUndoesAllOrNothing,
              "interpreter/Sagas.java",
              "Frame.Undo last = f.rest().getLast();",
              "Frame.Undo last = f.rest().getFirst();"),
          Mutation.ofDsl(
              "forget what is to be undone of a saga that ended well in another",
              Rules.sagaUndoesAllOrNothing,
              "interpreter/Sagas.java",
              "all.addAll(f.undos());",
              ""),
          Mutation.ofDsl(
                  "make a permit too many",
                  Rules.locksSemaphoresBarriersAndLatchesHold,
                  "Semaphore.java",
                  "return Task.<Integer>channel(permits)",
                  "return Task.<Integer>channel(permits + 1)")
              .and("Semaphore.java", "nCopies(permits, 1)", "nCopies(permits + 1, 1)"),
          Mutation.ofDsl(
              "open a latch one too early",
              Rules.locksSemaphoresBarriersAndLatchesHold,
              "Latch.java",
              "n -> n == 1 ?",
              "n -> n <= 2 ?"),
          Mutation.ofDsl(
              "open a barrier one too early",
              Rules.locksSemaphoresBarriersAndLatchesHold,
              "Barrier.java",
              "return now.come() + 1 < parties",
              "return now.come() + 2 < parties"));

  static final List<Mutation> OF_FRAMES =
      List.of(
          Mutation.of(
              "keep frames that are gone",
              Rules.r7StoredBytesDoNotGrowWithTurns,
              "core/Commits.java",
              "t.frames(task.id(), commit.next().keep(), commit.next().push());",
              "t.frames(task.id(), t.frames(task.id()).depth(), commit.next().push());"),
          Mutation.ofDsl(
              "do not store a frame that was changed deep down",
              Rules.sagaUndoesAllOrNothing,
              "interpreter/Stack.java",
              "kept = Math.min(kept, n - 1);",
              ""),
          Mutation.ofDsl(
              "store frames as they were before they were popped",
              Rules.randomProgramsGiveWhatTheyMean,
              "interpreter/Stack.java",
              "depth--;\n    kept = Math.min(kept, depth);",
              "depth--;\n    kept = Math.min(kept, depth + 1);"),
          Mutation.of(
              "give frames to whoever has the attempt's number",
              Rules.r6AttemptThatTheStoreLostIsGivenNoFramesOfAnother,
              "core/RunState.java",
              "return has(attempt, instance) && task(attempt.task()).attempt().digest() == base;",
              "return has(attempt, instance);"),
          Mutation.of(
                  "let two commit in an attempt whose number came again",
                  Rules.r2AttemptNumberThatIsUsedAgainIsStillOneWorkers,
                  "core/Commits.java",
                  "attempt.instance() != 0 && attempt.instance() != instance",
                  "attempt.instance() > 0 && instance == 0")
              .and(
                  "core/TaskState.java",
                  "return new Attempt(epoch + 1, 0, seq, nonce, crashes);",
                  "return new Attempt(epoch + 1, 0, seq, digest, crashes);"));
}
