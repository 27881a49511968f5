package dev.kappa.tests.simulation;

import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The rules of execution in simulated worlds. A failure names the least faults under which it was
 * seen, and a command that shows it again.
 */
@PropertyDefaults(tries = 60, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
final class RulesTest {
  @AfterContainer
  static void tell() {
    System.out.println(Tally.text());
  }

  private static void check(Rules rule, long seed) {
    Replay.check(rule, seed, Set.of());
  }

  @Example
  void everyProgramGivesItsResultWhenNothingFails() {
    for (long seed = 0; seed < 100; seed++) {
      Replay.check(Rules.everyProgramGivesItsResultWhateverFails, seed, Set.of(Fault.values()));
    }
  }

  @Property(tries = 300)
  void everyProgramGivesItsResultWhateverFails(@ForAll long seed) {
    check(Rules.everyProgramGivesItsResultWhateverFails, seed);
  }

  @Property(tries = 300)
  void randomProgramsGiveWhatTheyMean(@ForAll long seed) {
    check(Rules.randomProgramsGiveWhatTheyMean, seed);
  }

  @Property
  void r1CommitHappensWholeOrNotAtAllAndOnce(@ForAll long seed) {
    check(Rules.r1CommitHappensWholeOrNotAtAllAndOnce, seed);
  }

  @Property
  void r1BatchIsWrittenOnceWhateverIsAcknowledged(@ForAll long seed) {
    check(Rules.r1BatchIsWrittenOnceWhateverIsAcknowledged, seed);
  }

  @Property
  void r2OnlyOneAttemptCommits(@ForAll long seed) {
    check(Rules.r2OnlyOneAttemptCommits, seed);
  }

  @Property
  void r2NoOwnerWritesAfterTheNext(@ForAll long seed) {
    check(Rules.r2NoOwnerWritesAfterTheNext, seed);
  }

  @Property(tries = 120)
  void r2NobodySpeaksOfWhatAnotherHas(@ForAll long seed) {
    check(Rules.r2NobodySpeaksOfWhatAnotherHas, seed);
  }

  @Property
  void r2TakeOverThatComesTooLateIsRefused(@ForAll long seed) {
    check(Rules.r2TakeOverThatComesTooLateIsRefused, seed);
  }

  @Property
  void r2LapseIsNoticedWhateverAnswerIsLost(@ForAll long seed) {
    check(Rules.r2LapseIsNoticedWhateverAnswerIsLost, seed);
  }

  @Property(tries = 40)
  void r2HoldsAgainOnceALossIsRepaired(@ForAll long seed) {
    check(Rules.r2HoldsAgainOnceALossIsRepaired, seed);
  }

  @Property
  void r2WhatIsGivenUpIsNotSpokenOf(@ForAll long seed) {
    check(Rules.r2WhatIsGivenUpIsNotSpokenOf, seed);
  }

  @Property(tries = 120)
  void partitionsAreAlwaysTakenAgain(@ForAll long seed) {
    check(Rules.partitionsAreAlwaysTakenAgain, seed);
  }

  @Property(tries = 50)
  void partitionsThatTheStoreGaveBackAreGoneOnWith(@ForAll long seed) {
    check(Rules.partitionsThatTheStoreGaveBackAreGoneOnWith, seed);
  }

  @Property
  void r1FramesAreStoredWhole(@ForAll long seed) {
    check(Rules.r1FramesAreStoredWhole, seed);
  }

  @Property
  void r3MessagesAreReceivedExactlyOnce(@ForAll long seed) {
    check(Rules.r3MessagesAreReceivedExactlyOnce, seed);
  }

  @Property
  void r1AndR2RefusedCommitChangesNothing(@ForAll long seed) {
    check(Rules.r1AndR2RefusedCommitChangesNothing, seed);
  }

  @Property
  void r2AttemptNumberThatIsUsedAgainIsStillOneWorkers(@ForAll long seed) {
    check(Rules.r2AttemptNumberThatIsUsedAgainIsStillOneWorkers, seed);
  }

  @Property(tries = 120)
  void r3OtherRunsAreStartedOnceAndHeard(@ForAll long seed) {
    check(Rules.r3OtherRunsAreStartedOnceAndHeard, seed);
  }

  @Property
  void r3OtherRunsAreStartedOnceThoughTheStoreLosesSome(@ForAll long seed) {
    check(Rules.r3OtherRunsAreStartedOnceThoughTheStoreLosesSome, seed);
  }

  @Property
  void r3OtherRunIsStartedOnlyWhenThatIsDurable(@ForAll long seed) {
    check(Rules.r3OtherRunIsStartedOnlyWhenThatIsDurable, seed);
  }

  @Property
  void r3EveryAwaiterHearsTheResult(@ForAll long seed) {
    check(Rules.r3EveryAwaiterHearsTheResult, seed);
  }

  @Property
  void r3WhatCanBeReachedIsNotCollected(@ForAll long seed) {
    check(Rules.r3WhatCanBeReachedIsNotCollected, seed);
  }

  @Property
  void r3BlobThatIsNamedIsThere(@ForAll long seed) {
    check(Rules.r3BlobThatIsNamedIsThere, seed);
  }

  @Property
  void r3BlobOnItsWayIsNotSwept(@ForAll long seed) {
    check(Rules.r3BlobOnItsWayIsNotSwept, seed);
  }

  @Property
  void r3HandshakesHappenExactlyOnce(@ForAll long seed) {
    check(Rules.r3HandshakesHappenExactlyOnce, seed);
  }

  @Property
  void r4AcknowledgedStepNeverRunsAgain(@ForAll long seed) {
    check(Rules.r4AcknowledgedStepNeverRunsAgain, seed);
  }

  @Property
  void r4StepThatRunsAgainIsTheSame(@ForAll long seed) {
    check(Rules.r4StepThatRunsAgainIsTheSame, seed);
  }

  @Property
  void r4StepAfterSeveralFailuresIsTheSame(@ForAll long seed) {
    check(Rules.r4StepAfterSeveralFailuresIsTheSame, seed);
  }

  @Property
  void r5ReceiversAreServedInTheOrderInWhichTheyBlocked(@ForAll long seed) {
    check(Rules.r5ReceiversAreServedInTheOrderInWhichTheyBlocked, seed);
  }

  @Property
  void r5SendersAreAdmittedInTheOrderInWhichTheyBlocked(@ForAll long seed) {
    check(Rules.r5SendersAreAdmittedInTheOrderInWhichTheyBlocked, seed);
  }

  @Property
  void r5WhatIsInAChannelWhenItIsClosedIsReceived(@ForAll long seed) {
    check(Rules.r5WhatIsInAChannelWhenItIsClosedIsReceived, seed);
  }

  @Property
  void r6RepliesLeaveWhenTheyAreDurable(@ForAll long seed) {
    check(Rules.r6RepliesLeaveWhenTheyAreDurable, seed);
  }

  @Property
  void r6WhatTheStoreLostComesBackInNoCommit(@ForAll long seed) {
    check(Rules.r6WhatTheStoreLostComesBackInNoCommit, seed);
  }

  @Property
  void r6AttemptThatTheStoreLostIsGivenNoFramesOfAnother(@ForAll long seed) {
    check(Rules.r6AttemptThatTheStoreLostIsGivenNoFramesOfAnother, seed);
  }

  @Property
  void r6CancellationThatTheStoreLostIsNotObeyed(@ForAll long seed) {
    check(Rules.r6CancellationThatTheStoreLostIsNotObeyed, seed);
  }

  @Property
  void r7StoredBytesDoNotGrowWithTurns(@ForAll long seed) {
    check(Rules.r7StoredBytesDoNotGrowWithTurns, seed);
  }

  @Property(tries = 30)
  void r7StoredBytesDoNotGrowWithChildren(@ForAll long seed) {
    check(Rules.r7StoredBytesDoNotGrowWithChildren, seed);
  }

  @Property
  void r8DeadlockIsHeardOfWhereTasksWait(@ForAll long seed) {
    check(Rules.r8DeadlockIsHeardOfWhereTasksWait, seed);
  }

  @Property
  void r8StepThatKillsItsWorkerFails(@ForAll long seed) {
    check(Rules.r8StepThatKillsItsWorkerFails, seed);
  }

  @Property
  void r8ProgressForgivesCrashes(@ForAll long seed) {
    check(Rules.r8ProgressForgivesCrashes, seed);
  }

  @Property
  void r9OnlySoManyTasksOfAGroupRunAtOnce(@ForAll long seed) {
    check(Rules.r9OnlySoManyTasksOfAGroupRunAtOnce, seed);
  }

  @Property
  void r9TaskThatLoopsOnGivesWayToOthers(@ForAll long seed) {
    check(Rules.r9TaskThatLoopsOnGivesWayToOthers, seed);
  }

  @Property
  void r9TooManyTasksAreRefused(@ForAll long seed) {
    check(Rules.r9TooManyTasksAreRefused, seed);
  }

  @Property
  void r10NothingIsLeftAfterTheRetentionTime(@ForAll long seed) {
    check(Rules.r10NothingIsLeftAfterTheRetentionTime, seed);
  }

  @Property
  void r10BlobsOfLostAttemptsAreSweptWhileTheRunGoesOn(@ForAll long seed) {
    check(Rules.r10BlobsOfLostAttemptsAreSweptWhileTheRunGoesOn, seed);
  }

  @Property(tries = 120)
  void cancelledRunsEnd(@ForAll long seed) {
    check(Rules.cancelledRunsEnd, seed);
  }

  @Property(tries = 120)
  void whatWasOpenedIsClosedWhenTheRunIsCancelled(@ForAll long seed) {
    check(Rules.whatWasOpenedIsClosedWhenTheRunIsCancelled, seed);
  }

  @Property
  void r3OneOfSeveralHappensAlone(@ForAll long seed) {
    check(Rules.r3OneOfSeveralHappensAlone, seed);
  }

  @Property
  void r3ImpatientOnesMeetExactlyOnce(@ForAll long seed) {
    check(Rules.r3ImpatientOnesMeetExactlyOnce, seed);
  }

  @Property
  void r3SignalsAreHeardByAllWhoWait(@ForAll long seed) {
    check(Rules.r3SignalsAreHeardByAllWhoWait, seed);
  }

  @Property
  void whatTakesTooLongIsBrokenOff(@ForAll long seed) {
    check(Rules.whatTakesTooLongIsBrokenOff, seed);
  }

  @Property
  void whatWasSpawnedInAScopeEndsWithIt(@ForAll long seed) {
    check(Rules.whatWasSpawnedInAScopeEndsWithIt, seed);
  }

  @Property
  void sagaUndoesAllOrNothing(@ForAll long seed) {
    check(Rules.sagaUndoesAllOrNothing, seed);
  }

  @Property
  void cancelTakesNoTaskAway(@ForAll long seed) {
    check(Rules.cancelTakesNoTaskAway, seed);
  }

  @Property
  void noTaskWakesTooEarly(@ForAll long seed) {
    check(Rules.noTaskWakesTooEarly, seed);
  }

  @Property
  void timersFireInTheOrderOfTheirTimes(@ForAll long seed) {
    check(Rules.timersFireInTheOrderOfTheirTimes, seed);
  }

  @Property(tries = 40)
  void sameSeedIsTheSameHistory(@ForAll long seed) {
    check(Rules.sameSeedIsTheSameHistory, seed);
  }
}
