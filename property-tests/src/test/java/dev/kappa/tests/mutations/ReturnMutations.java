package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import java.util.List;

/** Deliberate bugs of functions that have no connection, and of what speaks for them. */
final class ReturnMutations {
  static final List<Mutation> OF_RETURNING =
      List.of(
          Mutation.of(
              "say nothing again where the way to a coordinator ends",
              Rules.everyProgramGivesItsResultWhateverFails,
              "engine/WorkerTalk.java",
              "first.reversed().forEach(unsent::addFirst);",
              ""),
          Mutation.of(
              "wait for ever for an invocation that is lost",
              Rules.everyProgramGivesItsResultWhateverFails,
              "engine/ReturningWorker.java",
              ".schedule(() -> unknown(attempt, how), all.leaseMillis(), TimeUnit.MILLISECONDS);",
              ".execute(() -> LOG.info(how.message()));"),
          Mutation.of(
              "let a step begin before it is stored that it does",
              Rules.r4StepThatRunsAtMostOnceRunsWhereNobodyDies,
              "engine/ReturningWorker.java",
              "if (said == null || !talk.isSettled()) {",
              "if (said == null) {"),
          Mutation.of(
              "leave a step in doubt whose function did not start",
              Rules.r4StepThatRunsAtMostOnceRunsWhereNobodyDies,
              "engine/ReturningWorker.java",
              "if (standing == null) {",
              "if (standing == null || standing.seq() > 0) {"),
          Mutation.of(
              "ask for blobs to be stored after the commit that names them",
              Rules.r3BlobThatIsNamedIsThere,
              "engine/ReturningWorker.java",
              "for (Message request : said.requests()) {",
              "for (Message request : said.requests().reversed()) {"),
          Mutation.ofHandler(
              "run a step in the invocation that says that it begins",
              Rules.r4StepThatRunsAtMostOnceIsInDoubtOrGivesItsValue,
              "TaskRunner.java",
              "attempt.handOver(standing);",
              "attempt.begins();"),
          Mutation.ofHandler(
              "return no blob beside what names it",
              Rules.r3BlobThatIsNamedIsThere,
              "Recorder.java",
              "case Message.PutBlob m -> {\n        keep(m);",
              "case Message.PutBlob m -> {"),
          Mutation.of(
              "delete what a function is given when it is put into the bucket",
              Rules.r3BlobThatIsNamedIsThere,
              "engine/ClaimCheck.java",
              "order = claim;",
              "store.drop(claim);"),
          Mutation.of(
              "wait for ever for an answer that can't be had from the bucket",
              Rules.r3BlobThatIsNamedIsThere,
              "engine/ReturningWorker.java",
              "outcome = new InvokeOutcome.Failed(InvokeError.ANSWER_NOT_READ, why);\n    ended(turn, TurnAnswer.NOTHING);",
              "LOG.info(why);"),
          Mutation.ofHandler(
              "return the name of an object that was not put into the bucket",
              Rules.r3BlobThatIsNamedIsThere,
              "LargeValues.java",
              "put(attempt.run(), checked.claim().name(), checked.object());",
              ""));

  private ReturnMutations() {}
}
