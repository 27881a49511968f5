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
 * The rules R1 to R3, and what every program comes to, in simulated worlds. A failure names the
 * smallest program and the least faults with which it was seen, and a command that shows it again.
 *
 * <p>The worlds are the same each time, so that the same code gets the same verdict. {@code
 * -Dkappa.worlds=N} looks at others, for each N.
 */
@PropertyDefaults(tries = 40, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
final class ExactlyOnceRulesTest {
  private static final String WORLDS = "1";

  private static final long OTHERS = Long.getLong("kappa.worlds", 0);

  @AfterContainer
  static void tell() {
    System.out.println(Tally.text());
  }

  private static void check(Rules rule, long seed) {
    Replay.check(rule, seed + OTHERS, Less.NONE);
  }

  @Example
  void everyProgramGivesItsResultWhenNothingFails() {
    Less calm = Less.without(Set.of(Fault.values()));
    for (long seed = 0; seed < 60; seed++) {
      Replay.check(Rules.everyProgramGivesItsResultWhateverFails, seed, calm);
    }
  }

  @Property(seed = WORLDS, tries = 100)
  void everyProgramGivesItsResultWhateverFails(@ForAll long seed) {
    check(Rules.everyProgramGivesItsResultWhateverFails, seed);
  }

  @Property(seed = WORLDS, tries = 65)
  void everyProgramGivesItsResultHoweverOftenItIsSaved(@ForAll long seed) {
    check(Rules.everyProgramGivesItsResultHoweverOftenItIsSaved, seed);
  }

  @Property(seed = WORLDS, tries = 100)
  void randomProgramsGiveWhatTheyMean(@ForAll long seed) {
    check(Rules.randomProgramsGiveWhatTheyMean, seed);
  }

  @Property(seed = WORLDS)
  void r1CommitHappensWholeOrNotAtAllAndOnce(@ForAll long seed) {
    check(Rules.r1CommitHappensWholeOrNotAtAllAndOnce, seed);
  }

  @Property(seed = WORLDS, tries = 65)
  void r2ResidentTasksAreGivenToResidentWorkersAlone(@ForAll long seed) {
    check(Rules.r2ResidentTasksAreGivenToResidentWorkersAlone, seed);
  }

  @Property(seed = WORLDS)
  void r1BatchIsWrittenOnceWhateverIsAcknowledged(@ForAll long seed) {
    check(Rules.r1BatchIsWrittenOnceWhateverIsAcknowledged, seed);
  }

  @Property(seed = WORLDS)
  void r2OnlyOneAttemptCommits(@ForAll long seed) {
    check(Rules.r2OnlyOneAttemptCommits, seed);
  }

  @Property(seed = WORLDS)
  void r2NoOwnerWritesAfterTheNext(@ForAll long seed) {
    check(Rules.r2NoOwnerWritesAfterTheNext, seed);
  }

  @Property(seed = WORLDS, tries = 50)
  void r2NobodySpeaksOfWhatAnotherHas(@ForAll long seed) {
    check(Rules.r2NobodySpeaksOfWhatAnotherHas, seed);
  }

  @Property(seed = WORLDS)
  void r2TakeOverThatComesTooLateIsRefused(@ForAll long seed) {
    check(Rules.r2TakeOverThatComesTooLateIsRefused, seed);
  }

  @Property(seed = WORLDS)
  void r2LapseIsNoticedWhateverAnswerIsLost(@ForAll long seed) {
    check(Rules.r2LapseIsNoticedWhateverAnswerIsLost, seed);
  }

  @Property(seed = WORLDS, tries = 30)
  void r2HoldsAgainOnceALossIsRepaired(@ForAll long seed) {
    check(Rules.r2HoldsAgainOnceALossIsRepaired, seed);
  }

  @Property(seed = WORLDS)
  void r2WhatIsGivenUpIsNotSpokenOf(@ForAll long seed) {
    check(Rules.r2WhatIsGivenUpIsNotSpokenOf, seed);
  }

  @Property(seed = WORLDS)
  void r2WhatCouldNotBeReaffirmedIsNotSpokenOf(@ForAll long seed) {
    check(Rules.r2WhatCouldNotBeReaffirmedIsNotSpokenOf, seed);
  }

  @Property(seed = WORLDS, tries = 40)
  void r2LateAnswersAreNotBelieved(@ForAll long seed) {
    check(Rules.r2LateAnswersAreNotBelieved, seed);
  }

  @Property(seed = WORLDS, tries = 40)
  void r2WhoLivesAgainKeepsWhatItHas(@ForAll long seed) {
    check(Rules.r2WhoLivesAgainKeepsWhatItHas, seed);
  }

  @Property(seed = WORLDS, tries = 50)
  void partitionsAreAlwaysTakenAgain(@ForAll long seed) {
    check(Rules.partitionsAreAlwaysTakenAgain, seed);
  }

  @Property(seed = WORLDS, tries = 35)
  void partitionsThatTheStoreGaveBackAreGoneOnWith(@ForAll long seed) {
    check(Rules.partitionsThatTheStoreGaveBackAreGoneOnWith, seed);
  }

  @Property(seed = WORLDS)
  void r3OlderAndNewerReleaseGoOnWithEachOthersRuns(@ForAll long seed) {
    check(Rules.r3OlderAndNewerReleaseGoOnWithEachOthersRuns, seed);
  }

  @Property(seed = WORLDS)
  void r1FramesAreStoredWhole(@ForAll long seed) {
    check(Rules.r1FramesAreStoredWhole, seed);
  }

  @Property(seed = WORLDS)
  void r3MessagesAreReceivedExactlyOnce(@ForAll long seed) {
    check(Rules.r3MessagesAreReceivedExactlyOnce, seed);
  }

  @Property(seed = WORLDS)
  void r1AndR2RefusedCommitChangesNothing(@ForAll long seed) {
    check(Rules.r1AndR2RefusedCommitChangesNothing, seed);
  }

  @Property(seed = WORLDS)
  void r2AttemptNumberThatIsUsedAgainIsStillOneWorkers(@ForAll long seed) {
    check(Rules.r2AttemptNumberThatIsUsedAgainIsStillOneWorkers, seed);
  }

  @Property(seed = WORLDS, tries = 50)
  void r3OtherRunsAreStartedOnceAndHeard(@ForAll long seed) {
    check(Rules.r3OtherRunsAreStartedOnceAndHeard, seed);
  }

  @Property(seed = WORLDS)
  void r3OtherRunsAreStartedOnceThoughTheStoreLosesSome(@ForAll long seed) {
    check(Rules.r3OtherRunsAreStartedOnceThoughTheStoreLosesSome, seed);
  }

  @Property(seed = WORLDS)
  void r3OtherRunsHaveTheirSignalsOnce(@ForAll long seed) {
    check(Rules.r3OtherRunsHaveTheirSignalsOnce, seed);
  }

  @Property(seed = WORLDS)
  void r3NeverMoreThanALimitSaysAreWithinIt(@ForAll long seed) {
    check(Rules.r3NeverMoreThanALimitSaysAreWithinIt, seed);
  }

  @Property(seed = WORLDS)
  void r3OtherRunIsStartedOnlyWhenThatIsDurable(@ForAll long seed) {
    check(Rules.r3OtherRunIsStartedOnlyWhenThatIsDurable, seed);
  }

  @Property(seed = WORLDS)
  void r3EveryAwaiterHearsTheResult(@ForAll long seed) {
    check(Rules.r3EveryAwaiterHearsTheResult, seed);
  }

  @Property(seed = WORLDS)
  void r3WhatCanBeReachedIsNotCollected(@ForAll long seed) {
    check(Rules.r3WhatCanBeReachedIsNotCollected, seed);
  }

  @Property(seed = WORLDS)
  void r3BlobThatIsNamedIsThere(@ForAll long seed) {
    check(Rules.r3BlobThatIsNamedIsThere, seed);
  }

  @Property(seed = WORLDS)
  void r3BlobOnItsWayIsNotSwept(@ForAll long seed) {
    check(Rules.r3BlobOnItsWayIsNotSwept, seed);
  }

  @Property(seed = WORLDS)
  void r3WhatIsTriedHappensOnceOrNotAtAll(@ForAll long seed) {
    check(Rules.r3WhatIsTriedHappensOnceOrNotAtAll, seed);
  }

  @Property(seed = WORLDS)
  void r3HandshakesHappenExactlyOnce(@ForAll long seed) {
    check(Rules.r3HandshakesHappenExactlyOnce, seed);
  }

  @Property(seed = WORLDS)
  void r3OneOfSeveralHappensAlone(@ForAll long seed) {
    check(Rules.r3OneOfSeveralHappensAlone, seed);
  }

  @Property(seed = WORLDS)
  void r3ImpatientOnesMeetExactlyOnce(@ForAll long seed) {
    check(Rules.r3ImpatientOnesMeetExactlyOnce, seed);
  }

  @Property(seed = WORLDS)
  void r3SignalsAreHeardByAllWhoWait(@ForAll long seed) {
    check(Rules.r3SignalsAreHeardByAllWhoWait, seed);
  }

  @Property(seed = WORLDS, tries = 30)
  void sameSeedIsTheSameHistory(@ForAll long seed) {
    check(Rules.sameSeedIsTheSameHistory, seed);
  }
}
