package dev.kappa.tests.simulation;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The rules R4 to R10, and those of the language, in simulated worlds. A failure names the smallest
 * program and the least faults with which it was seen, and a command that shows it again.
 *
 * <p>The worlds are the same each time, so that the same code gets the same verdict. {@code
 * -Dkappa.worlds=N} looks at others, for each N.
 */
@PropertyDefaults(tries = 40, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
final class RunRulesTest {
  private static final String WORLDS = "1";

  private static final long OTHERS = Long.getLong("kappa.worlds", 0);

  @AfterContainer
  static void tell() {
    System.out.println(Tally.text());
  }

  private static void check(Rules rule, long seed) {
    Replay.check(rule, seed + OTHERS, Less.NONE);
  }

  @Property(seed = WORLDS)
  void locksSemaphoresBarriersAndLatchesHold(@ForAll long seed) {
    check(Rules.locksSemaphoresBarriersAndLatchesHold, seed);
  }

  @Property(seed = WORLDS)
  void firstOfSeveralTasksIsHeard(@ForAll long seed) {
    check(Rules.firstOfSeveralTasksIsHeard, seed);
  }

  @Property(seed = WORLDS)
  void r4AcknowledgedStepNeverRunsAgain(@ForAll long seed) {
    check(Rules.r4AcknowledgedStepNeverRunsAgain, seed);
  }

  @Property(seed = WORLDS, tries = 50)
  void r4StepThatRunsAtMostOnceIsInDoubtOrGivesItsValue(@ForAll long seed) {
    check(Rules.r4StepThatRunsAtMostOnceIsInDoubtOrGivesItsValue, seed);
  }

  @Property(seed = WORLDS)
  void r4StepThatRunsAtMostOnceRunsWhereNobodyDies(@ForAll long seed) {
    check(Rules.r4StepThatRunsAtMostOnceRunsWhereNobodyDies, seed);
  }

  @Property(seed = WORLDS)
  void r4StepThatRunsAgainIsTheSame(@ForAll long seed) {
    check(Rules.r4StepThatRunsAgainIsTheSame, seed);
  }

  @Property(seed = WORLDS)
  void r4StepAfterSeveralFailuresIsTheSame(@ForAll long seed) {
    check(Rules.r4StepAfterSeveralFailuresIsTheSame, seed);
  }

  @Property(seed = WORLDS)
  void r5ReceiversAreServedInTheOrderInWhichTheyBlocked(@ForAll long seed) {
    check(Rules.r5ReceiversAreServedInTheOrderInWhichTheyBlocked, seed);
  }

  @Property(seed = WORLDS)
  void r5SendersAreAdmittedInTheOrderInWhichTheyBlocked(@ForAll long seed) {
    check(Rules.r5SendersAreAdmittedInTheOrderInWhichTheyBlocked, seed);
  }

  @Property(seed = WORLDS)
  void r5WhatIsInAChannelWhenItIsClosedIsReceived(@ForAll long seed) {
    check(Rules.r5WhatIsInAChannelWhenItIsClosedIsReceived, seed);
  }

  @Property(seed = WORLDS)
  void r6RepliesLeaveWhenTheyAreDurable(@ForAll long seed) {
    check(Rules.r6RepliesLeaveWhenTheyAreDurable, seed);
  }

  @Property(seed = WORLDS)
  void r6WhatTheStoreLostComesBackInNoCommit(@ForAll long seed) {
    check(Rules.r6WhatTheStoreLostComesBackInNoCommit, seed);
  }

  @Property(seed = WORLDS)
  void r6AttemptThatTheStoreLostIsGivenNoFramesOfAnother(@ForAll long seed) {
    check(Rules.r6AttemptThatTheStoreLostIsGivenNoFramesOfAnother, seed);
  }

  @Property(seed = WORLDS)
  void r6CancellationThatTheStoreLostIsNotObeyed(@ForAll long seed) {
    check(Rules.r6CancellationThatTheStoreLostIsNotObeyed, seed);
  }

  @Property(seed = WORLDS)
  void r7StoredBytesDoNotGrowWithTurns(@ForAll long seed) {
    check(Rules.r7StoredBytesDoNotGrowWithTurns, seed);
  }

  @Property(seed = WORLDS, tries = 25)
  void r7StoredBytesDoNotGrowWithChildren(@ForAll long seed) {
    check(Rules.r7StoredBytesDoNotGrowWithChildren, seed);
  }

  @Property(seed = WORLDS)
  void r8DeadlockIsHeardOfWhereTasksWait(@ForAll long seed) {
    check(Rules.r8DeadlockIsHeardOfWhereTasksWait, seed);
  }

  @Property(seed = WORLDS)
  void r8StepThatKillsItsWorkerFails(@ForAll long seed) {
    check(Rules.r8StepThatKillsItsWorkerFails, seed);
  }

  @Property(seed = WORLDS)
  void r8ProgressForgivesCrashes(@ForAll long seed) {
    check(Rules.r8ProgressForgivesCrashes, seed);
  }

  @Property(seed = WORLDS)
  void r9OnlySoManyTasksOfAGroupRunAtOnce(@ForAll long seed) {
    check(Rules.r9OnlySoManyTasksOfAGroupRunAtOnce, seed);
  }

  @Property(seed = WORLDS)
  void r9TaskThatLoopsOnGivesWayToOthers(@ForAll long seed) {
    check(Rules.r9TaskThatLoopsOnGivesWayToOthers, seed);
  }

  @Property(seed = WORLDS)
  void r9TooManyTasksAreRefused(@ForAll long seed) {
    check(Rules.r9TooManyTasksAreRefused, seed);
  }

  @Property(seed = WORLDS)
  void r10NothingIsLeftAfterTheRetentionTime(@ForAll long seed) {
    check(Rules.r10NothingIsLeftAfterTheRetentionTime, seed);
  }

  @Property(seed = WORLDS)
  void r10BlobsOfLostAttemptsAreSweptWhileTheRunGoesOn(@ForAll long seed) {
    check(Rules.r10BlobsOfLostAttemptsAreSweptWhileTheRunGoesOn, seed);
  }

  @Property(seed = WORLDS, tries = 50)
  void cancelledRunsEnd(@ForAll long seed) {
    check(Rules.cancelledRunsEnd, seed);
  }

  @Property(seed = WORLDS, tries = 50)
  void whatWasOpenedIsClosedWhenTheRunIsCancelled(@ForAll long seed) {
    check(Rules.whatWasOpenedIsClosedWhenTheRunIsCancelled, seed);
  }

  @Property(seed = WORLDS)
  void whatTakesTooLongIsBrokenOff(@ForAll long seed) {
    check(Rules.whatTakesTooLongIsBrokenOff, seed);
  }

  @Property(seed = WORLDS)
  void whatWasSpawnedInAScopeEndsWithIt(@ForAll long seed) {
    check(Rules.whatWasSpawnedInAScopeEndsWithIt, seed);
  }

  @Property(seed = WORLDS)
  void sagaUndoesAllOrNothing(@ForAll long seed) {
    check(Rules.sagaUndoesAllOrNothing, seed);
  }

  @Property(seed = WORLDS)
  void cancelTakesNoTaskAway(@ForAll long seed) {
    check(Rules.cancelTakesNoTaskAway, seed);
  }

  @Property(seed = WORLDS)
  void noTaskWakesTooEarly(@ForAll long seed) {
    check(Rules.noTaskWakesTooEarly, seed);
  }

  @Property(seed = WORLDS)
  void timersFireInTheOrderOfTheirTimes(@ForAll long seed) {
    check(Rules.timersFireInTheOrderOfTheirTimes, seed);
  }
}
