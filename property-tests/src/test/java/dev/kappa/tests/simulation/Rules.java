package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Checkpoint;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.LimitSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The rules of execution, each as a property of simulated worlds. What holds at each moment is
 * looked at by {@link Monitor} in all of them.
 */
public enum Rules {
  everyProgramGivesItsResultWhateverFails(
      t -> t.anywhere(t.setting(anyProgram(t))).runToItsResult()),

  everyProgramGivesItsResultHoweverOftenItIsSaved(
      t -> t.anywhere(t.setting(anyProgram(t)).withOtherCheckpoints(t.random())).runToItsResult()),

  randomProgramsGiveWhatTheyMean(t -> t.anywhere(t.setting(t.drawn())).runToItsResult()),

  r1CommitHappensWholeOrNotAtAllAndOnce(
      t ->
          t.with(Kinds.WAYS, t.setting(ChannelPrograms.counter(3, 4)).with(Checkpoint.ASYNC))
              .runToItsResult()),

  r1BatchIsWrittenOnceWhateverIsAcknowledged(
      t -> t.with(Kinds.STORE, t.setting(ChannelPrograms.queue(2, 4, 2, 1))).runToItsResult()),

  r2OnlyOneAttemptCommits(
      t -> t.with(Kinds.ZOMBIES, t.setting(ChannelPrograms.counter(3, 5))).runToItsResult()),

  r2NoOwnerWritesAfterTheNext(
      t -> t.with(Kinds.OWNERS, t.setting(TaskPrograms.tree(3, 2, 2))).runToItsResult()),

  r2NobodySpeaksOfWhatAnotherHas(t -> contested(t, Kinds.leases(t.random()))),

  r2TakeOverThatComesTooLateIsRefused(
      t -> contested(t, EnumSet.of(Fault.COORDINATOR_FREEZE, Fault.STORE_STALLED))),

  r2LapseIsNoticedWhateverAnswerIsLost(
      t -> contested(t, EnumSet.of(Fault.COORDINATOR_FREEZE, Fault.STORE_UNACKNOWLEDGED))),

  r2HoldsAgainOnceALossIsRepaired(
      t -> {
        Setting setting = t.setting(HandlePrograms.parcels(15, 2)).coordinators(3);
        t.withMany(Kinds.leases(t.random()), setting)
            .loseTailAfter(t.random().nextInt(4000))
            .troubled(Duration.ofMinutes(2))
            .runToItsResult();
      }),

  r2WhatIsGivenUpIsNotSpokenOf(t -> contested(t, Kinds.changes(t.random()))),

  r2WhatCouldNotBeReaffirmedIsNotSpokenOf(Rules::cutOff),

  r2LateAnswersAreNotBelieved(Rules::lateAnswers),

  r2WhoLivesAgainKeepsWhatItHas(Rules::livesAgain),

  partitionsAreAlwaysTakenAgain(
      t -> {
        Setting setting = t.setting(anyProgram(t)).coordinators(4);
        t.anywhere(setting).leaveOneAfter(t.random().nextInt(8000)).runToItsResult();
      }),

  partitionsThatTheStoreGaveBackAreGoneOnWith(
      t -> t.withMany(Kinds.LOST_LEASES, t.setting(talkative(t)).coordinators(2)).runToItsResult()),

  r3OlderAndNewerReleaseGoOnWithEachOthersRuns(Rules::releases),

  r1FramesAreStoredWhole(
      t ->
          t.anywhere(
                  t.setting(TaskPrograms.heavy(4 + t.random().nextInt(8), 3))
                      .with(Checkpoint.ASYNC))
              .runToItsResult()),

  r3MessagesAreReceivedExactlyOnce(
      t ->
          t.anywhere(t.setting(ChannelPrograms.queue(3, 5, 3, t.random().nextInt(3))))
              .runToItsResult()),

  r1AndR2RefusedCommitChangesNothing(t -> new RefusedCommits(t.random()).check()),

  r2AttemptNumberThatIsUsedAgainIsStillOneWorkers(
      t ->
          t.losing(Kinds.LOST_ATTEMPTS, t.setting(TaskPrograms.deep(12)).with(Checkpoint.SYNC))
              .runToItsResult()),

  r2ResidentTasksAreGivenToResidentWorkersAlone(
      t -> t.anywhere(t.setting(PlacedPrograms.drawn(t.random()))).runToItsResult()),

  r3OtherRunsAreStartedOnceAndHeard(Rules::othersAreStarted),

  r3OtherRunsAreStartedOnceThoughTheStoreLosesSome(Rules::othersAreLost),

  r3OtherRunsHaveTheirSignalsOnce(Rules::othersAreSignalled),

  r3NeverMoreThanALimitSaysAreWithinIt(Rules::limitsAreKept),

  r3OtherRunIsStartedOnlyWhenThatIsDurable(
      t -> {
        // Of functions that return what they did, few starts are on their way at once.
        Setting connected = t.setting(OtherRunPrograms.drawn(20)).returning(Setting.CONNECTED);
        Setting setting = connected.alone().coordinators(3);
        // Of what the store has lost, others may know: then the key is taken.
        t.withMany(Kinds.LOST_COMMITS, setting).troubled(Duration.ofMinutes(2)).runToItsResult();
      }),

  r3EveryAwaiterHearsTheResult(t -> t.anywhere(t.setting(TaskPrograms.shared(3))).runToItsResult()),

  r3WhatCanBeReachedIsNotCollected(t -> t.anywhere(t.setting(passingOn(t))).runToItsResult()),

  r3BlobThatIsNamedIsThere(t -> t.withBlobs(t.setting(anyProgram(t))).runToItsResult()),

  r3BlobOnItsWayIsNotSwept(
      t -> {
        Setting setting = t.setting(TaskPrograms.laden(6, 5)).inline(100).alone().concurrency(8);
        t.with(Kinds.CRASHES, setting).runToItsResult();
      }),

  locksSemaphoresBarriersAndLatchesHold(
      t -> {
        Random random = t.random();
        Program program =
            SynchronizerPrograms.of(random.nextInt(4), random.nextInt(4), random.nextInt(3));
        t.anywhere(t.setting(program)).runToItsResult();
      }),

  r3WhatIsTriedHappensOnceOrNotAtAll(
      t -> {
        Random random = t.random();
        Program program =
            SynchronizerPrograms.polling(
                1 + random.nextInt(2),
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                random.nextInt(3));
        t.anywhere(t.setting(program)).runToItsResult();
      }),

  firstOfSeveralTasksIsHeard(
      t -> {
        int tasks = 1 + t.random().nextInt(5);
        Program program = SynchronizerPrograms.anyOf(tasks, t.random().nextInt(tasks));
        t.anywhere(t.setting(program)).runToItsResult();
      }),

  r3HandshakesHappenExactlyOnce(
      t -> t.anywhere(t.setting(ChannelPrograms.pingPong(8))).runToItsResult()),

  r4AcknowledgedStepNeverRunsAgain(
      t -> {
        Setting setting =
            t.setting(FailurePrograms.counted(8))
                .alone()
                .oneCoordinator()
                .lease(Duration.ofMinutes(20));
        t.with(Kinds.cuts(setting), setting).runToItsResult();
      }),

  r4StepThatRunsAtMostOnceIsInDoubtOrGivesItsValue(Rules::atMostOnce),

  r4StepThatRunsAtMostOnceRunsWhereNobodyDies(Rules::once),

  r4StepThatRunsAgainIsTheSame(
      t ->
          t.anywhere(t.setting(TaskPrograms.numbered(12)).with(Checkpoint.SYNC))
              .steady()
              .runToItsResult()),

  r4StepAfterSeveralFailuresIsTheSame(
      t -> t.anywhere(t.setting(FailurePrograms.failures(4, 5))).steady().runToItsResult()),

  r5ReceiversAreServedInTheOrderInWhichTheyBlocked(t -> inLine(t, LinePrograms.receiversInLine(3))),

  r5SendersAreAdmittedInTheOrderInWhichTheyBlocked(
      t -> inLine(t, LinePrograms.sendersInLine(3, t.random().nextInt(2)))),

  r5WhatIsInAChannelWhenItIsClosedIsReceived(
      t -> t.anywhere(t.setting(ChannelPrograms.leftInChannel(4))).runToItsResult()),

  r6RepliesLeaveWhenTheyAreDurable(
      t -> t.with(Kinds.TAILS, t.setting(ChannelPrograms.counter(2, 5))).runToItsResult()),

  r6WhatTheStoreLostComesBackInNoCommit(
      t -> t.losing(Kinds.LOSSES, t.setting(anyProgram(t))).runToItsResult()),

  r6AttemptThatTheStoreLostIsGivenNoFramesOfAnother(
      t ->
          t.losing(Kinds.LOST_ATTEMPTS, t.setting(TaskPrograms.piles(6, 8)).alone())
              .runToItsResult()),

  r6CancellationThatTheStoreLostIsNotObeyed(
      t -> {
        Program program = TaskPrograms.orphans(6, 40, t.random().nextInt(2000));
        t.losing(Kinds.LOSSES, t.setting(program).alone().concurrency(8)).runToItsResult();
      }),

  r7StoredBytesDoNotGrowWithTurns(Rules::boundedLoop),

  r7StoredBytesDoNotGrowWithChildren(Rules::boundedFamily),

  r8DeadlockIsHeardOfWhereTasksWait(
      t -> t.anywhere(t.setting(ChannelPrograms.abandoned(3))).runToItsResult()),

  r8StepThatKillsItsWorkerFails(
      t ->
          t.with(Kinds.WAYS, t.setting(FailurePrograms.poisoned()).alone().with(Rules.crashes(3)))
              .runToItsResult()),

  r8ProgressForgivesCrashes(
      t ->
          t.with(
                  Set.of(),
                  t.setting(FailurePrograms.unlucky(4, 2))
                      .alone()
                      .oneCoordinator()
                      .with(Checkpoint.SYNC)
                      .lease(Duration.ofMinutes(20))
                      .with(Rules.crashes(3)))
              .runToItsResult()),

  r9OnlySoManyTasksOfAGroupRunAtOnce(
      t -> t.anywhere(t.setting(TaskPrograms.tree(2, 5, 2))).runToItsResult()),

  r9TaskThatLoopsOnGivesWayToOthers(
      t -> {
        Setting setting = t.setting(TimePrograms.loopBesideAnother()).alone().oneCoordinator();
        t.with(Set.of(), setting.concurrency(1)).runToItsResult();
      }),

  r9TooManyTasksAreRefused(Rules::refusedCrowd),

  r10NothingIsLeftAfterTheRetentionTime(Rules::nothingLeft),

  r10BlobsOfLostAttemptsAreSweptWhileTheRunGoesOn(Rules::swept),

  cancelledRunsEnd(
      t -> {
        Setting setting = t.setting(anyProgram(t));
        Simulation simulation = t.anywhere(setting).cancelAfter(t.random().nextInt(3000));
        for (RunView view : simulation.run()) {
          assertThat(view.status()).isIn(RunStatus.SUCCEEDED, RunStatus.CANCELLED);
        }
      }),

  whatWasOpenedIsClosedWhenTheRunIsCancelled(Rules::closes),

  r3OneOfSeveralHappensAlone(
      t -> {
        Random random = t.random();
        t.anywhere(
                t.setting(
                    ChoicePrograms.gathering(
                        1 + random.nextInt(4), 1 + random.nextInt(5), random.nextInt(3))))
            .runToItsResult();
      }),

  r3ImpatientOnesMeetExactlyOnce(
      t -> {
        Random random = t.random();
        t.anywhere(
                t.setting(
                    ChoicePrograms.impatient(
                        1 + random.nextInt(3), 1 + random.nextInt(4), 1 + random.nextInt(3))))
            .runToItsResult();
      }),

  r3SignalsAreHeardByAllWhoWait(
      t -> t.anywhere(t.setting(ChoicePrograms.signalled(t.random().nextInt(5)))).runToItsResult()),

  whatTakesTooLongIsBrokenOff(
      t -> {
        List<Integer> naps = t.random().ints(5, 0, 20_000).boxed().toList();
        Program program = ChoicePrograms.limited(naps, 5000 + t.random().nextInt(5000));
        t.anywhere(t.setting(program)).runToItsResult();
      }),

  whatWasSpawnedInAScopeEndsWithIt(
      t -> {
        int children = 1 + t.random().nextInt(5);
        Program program = ExtentPrograms.scopedAlone(children, 3, t.random().nextInt(4000));
        t.withoutThese(EnumSet.of(Fault.TAIL_LOST), t.setting(program).alone()).runToItsResult();
        ExtentPrograms.checkClosed(children);
      }),

  sagaUndoesAllOrNothing(
      t -> {
        int bookings = t.random().nextInt(8);
        boolean fails = t.random().nextInt(4) > 0;
        Setting setting = t.setting(ExtentPrograms.trip(bookings, fails)).alone();
        t.withoutThese(EnumSet.of(Fault.TAIL_LOST), setting).runToItsResult();
        ExtentPrograms.checkUndone(bookings, fails);
      }),

  cancelTakesNoTaskAway(
      t -> {
        // A reply that is lost when a partition changes hands makes a worker ask again, too late.
        Setting setting = t.setting(anyProgram(t)).with(Checkpoint.SYNC).oneCoordinator();
        Simulation simulation = t.with(Set.of(), setting);
        simulation.cancelAfter(t.random().nextInt(500)).run();
        assertThat(simulation.refusals()).as(simulation.told()).isZero();
      }),

  noTaskWakesTooEarly(
      t ->
          t.anywhere(t.setting(TimePrograms.naps(t.random().ints(4, 0, 15_000).boxed().toList())))
              .runToItsResult()),

  timersFireInTheOrderOfTheirTimes(
      t -> t.with(Kinds.OUTAGES, t.setting(TimePrograms.sleepers(6))).runToItsResult()),

  sameSeedIsTheSameHistory(
      t -> {
        long first = history(t.again());
        assertThat(history(t.again())).isEqualTo(first);
      });

  @SuppressWarnings("ImmutableEnumChecker") // none of the lambdas above has a state
  private final Consumer<Trial> property;

  Rules(Consumer<Trial> property) {
    this.property = property;
  }

  /** Holds in the world of this seed, or throws. */
  void check(Trial trial) {
    property.accept(trial);
  }

  private static void inLine(Trial t, Program program) {
    t.with(Kinds.SHORT, t.setting(program).alone())
        .troubled(Programs.PLACE.multipliedBy(5))
        .runToItsResult();
  }

  private static Program anyProgram(Trial t) {
    return Programs.any(t.random(), t::drawn);
  }

  /** Goes on for long, with much to say to workers. */
  private static Program talkative(Trial t) {
    Random random = t.random();
    return switch (random.nextInt(3)) {
      case 0 -> TaskPrograms.tree(3, 2, 2);
      case 1 -> ChannelPrograms.queue(3, 8, 3, random.nextInt(3));
      default -> TaskPrograms.heavy(4 + random.nextInt(8), 3);
    };
  }

  /** Handles go from task to task. */
  private static Program passingOn(Trial t) {
    Random random = t.random();
    return switch (random.nextInt(3)) {
      case 0 -> HandlePrograms.requests(random.nextInt(8));
      case 1 -> HandlePrograms.parcels(random.nextInt(8), random.nextInt(4));
      default -> HandlePrograms.relay(random.nextInt(6));
    };
  }

  private static void othersAreStarted(Trial t) {
    Program program = t.random().nextInt(3) == 0 ? OtherRunPrograms.troubles() : relatives(t);
    Simulation simulation = t.withoutThese(EnumSet.of(Fault.TAIL_LOST), t.setting(program).alone());
    simulation.runToItsResult();
    simulation.goOn(2 * 60_000);
    List<String> runs = simulation.redis().runs();
    assertThat(runs).as(simulation.told()).hasSize(1 + program.otherRuns());
    for (String run : runs) {
      assertThat(simulation.redis().fields(run)).as(run).hasSizeLessThan(2);
    }
  }

  /** What another run has answered may be lost: then its starter hears that, or starts it again. */
  private static void othersAreLost(Trial t) {
    Program program = relatives(t);
    Simulation simulation = t.losing(Kinds.LOSSES, t.setting(program).alone());
    for (RunView view : simulation.run()) {
      if (view.error() == null) {
        program.check().accept(Program.text(view.resultJson()));
      } else {
        assertThat(view.error().code()).isEqualTo(ErrorCode.OTHER_RUN_GONE.text());
      }
    }
    simulation.goOn(2 * 60_000);
    assertThat(OtherRunPrograms.begun()).hasSizeLessThanOrEqualTo(program.otherRuns());
  }

  private static void othersAreSignalled(Trial t) {
    Program program = OtherRunPrograms.asking(1 + t.random().nextInt(5));
    Simulation simulation = t.withoutThese(EnumSet.of(Fault.TAIL_LOST), t.setting(program).alone());
    simulation.runToItsResult();
    simulation.goOn(2 * 60_000);
    assertThat(simulation.redis().runs())
        .as(simulation.told())
        .hasSize(1 + program.otherRuns())
        .allSatisfy(run -> assertThat(simulation.redis().fields(run)).as(run).hasSizeLessThan(2));
  }

  /** And each comes in, and nothing is left of a limit when nobody is within it. */
  private static void limitsAreKept(Trial t) {
    int which = t.random().nextInt(LimitPrograms.limits());
    Program program = LimitPrograms.crowd(t.random().nextInt(7), which);
    // Some offers are over before they are taken.
    int offer = t.random().nextBoolean() ? 20_000 : 1000 + t.random().nextInt(4000);
    Setting setting =
        t.setting(program).alone().with(Setting.core().withOffer(Duration.ofMillis(offer)));
    Simulation simulation = t.withoutThese(EnumSet.of(Fault.TAIL_LOST), setting);
    simulation.runToItsResult();
    simulation.goOn(2 * 60_000);
    assertThat(simulation.redis().runs()).as(simulation.told()).noneMatch(LimitSpec::isId);
  }

  private static Program relatives(Trial t) {
    Random random = t.random();
    return random.nextInt(3) == 0
        ? OtherRunPrograms.shared(1 + random.nextInt(5))
        : OtherRunPrograms.family(random.nextInt(4), random.nextInt(5));
  }

  private static CoreSettings crashes(int most) {
    CoreSettings core = Setting.core();
    return new CoreSettings(most, core.retention(), core.frameBytes(), core.tasks());
  }

  private static void boundedLoop(Trial t) {
    Setting few = t.setting(TaskPrograms.loop(10)).alone();
    Setting many = few.with(TaskPrograms.loop(120));
    Simulation small = t.withoutThese(EnumSet.allOf(Fault.class), few);
    small.runToItsResult();
    Simulation large = t.withoutThese(EnumSet.allOf(Fault.class), many);
    large.runToItsResult();
    // Numbers have a few digits more.
    assertThat(large.redis().largestRun()).isLessThan(small.redis().largestRun() + 1500);
  }

  /** Tasks that have ended are collected in time, however many there were. */
  private static void boundedFamily(Trial t) {
    int width = t.random().nextBoolean() ? 1 : 2 + t.random().nextInt(4);
    int turns = (400 + t.random().nextInt(200)) / width;
    Simulation simulation = t.anywhere(t.setting(TaskPrograms.families(turns, width)).alone());
    simulation.runToItsResult();
    assertThat(simulation.redis().mostFields()).isLessThan(300);
    assertThat(simulation.redis().largestRun()).isLessThan(60_000);
  }

  private static void refusedCrowd(Trial t) {
    CoreSettings core = Setting.core();
    CoreSettings tight = new CoreSettings(core.crashes(), core.retention(), core.frameBytes(), 10);
    Setting setting = t.setting(TaskPrograms.crowd(30)).alone().with(tight);
    for (RunView view : t.anywhere(setting).run()) {
      assertThat(Program.text(view.resultJson())).isEqualTo("TOO_MANY_TASKS");
    }
  }

  private static void nothingLeft(Trial t) {
    Simulation simulation =
        t.random().nextBoolean()
            ? t.anywhere(t.setting(anyProgram(t)))
            : t.withBlobs(t.setting(anyProgram(t)));
    simulation.runToItsResult();
    simulation.goOn(13 * 60_000);
    assertThat(simulation.leftovers()).isEmpty();
  }

  /**
   * When nothing has gone wrong for a while, all blobs are named. In a bucket one may be left of a
   * run that rests, since only runs in memory are looked at there.
   */
  private static void swept(Trial t) {
    Simulation simulation = t.withBlobsInRedis(t.setting(TaskPrograms.restingAtLast(6, 3)).alone());
    simulation.goOn(3 * 60_000);
    assertThat(simulation.spareBlobs()).as(simulation.told()).isEmpty();
    simulation.runToItsResult();
  }

  /** Several coordinators have a partition in turn; each may think that it is the one. */
  private static void contested(Trial t, Set<Fault> kinds) {
    Setting setting = t.setting(talkative(t)).coordinators(2 + t.random().nextInt(3));
    t.withMany(kinds, setting).troubled(Duration.ofMinutes(2)).runToItsResult();
  }

  /**
   * One stands still for longer than its lease, and when it goes on it reaches those who know who
   * lives, and not what has its partitions.
   */
  private static void cutOff(Trial t) {
    Random random = t.random();
    Setting setting = t.setting(TaskPrograms.loop(200)).with(Checkpoint.SYNC).coordinators(2);
    int begin = 1500 + random.nextInt(1000);
    int freeze = 8000 + random.nextInt(4000);
    int away = begin + freeze - 1 - random.nextInt(1500);
    t.with(Set.of(), setting)
        .lookedAt()
        .freezeOne(begin, freeze)
        .leavePartitionsAway(away, 45_000 + random.nextInt(10_000))
        .runToItsResult();
  }

  /** Who is thought dead lives on, and what was asked of Redis meanwhile is answered late. */
  private static void lateAnswers(Trial t) {
    Set<Fault> kinds = EnumSet.of(Fault.COORDINATOR_FREEZE, Fault.STORE_STALLED);
    Setting setting = t.setting(TaskPrograms.loop(200)).with(Checkpoint.SYNC).coordinators(3);
    t.withMany(kinds, setting).lookedAt().troubled(Duration.ofMinutes(2)).runToItsResult();
  }

  /**
   * One stands still for longer than its lease. Another looks what it has, and learns that only
   * when it goes on again; and then that it did not live, as was true before.
   */
  private static void livesAgain(Trial t) {
    Random random = t.random();
    Setting setting = t.setting(TaskPrograms.loop(60)).with(Checkpoint.SYNC).coordinators(2);
    int begin = 1500 + random.nextInt(1000);
    int freeze = (int) setting.term().toMillis() + 300 + random.nextInt(800);
    int end = begin + freeze;
    int heard = end + 50 + random.nextInt(100);
    t.with(Set.of(), setting)
        .lookedAt()
        .freezeOne(begin, freeze)
        .partitionsHearLate(end - 1200, end, heard)
        .membersAreAnsweredLate(end - 250, end, heard + 20 + random.nextInt(80))
        .runToItsResult();
  }

  /** They come, leave and die, seldom enough that both are often there at once. */
  private static void releases(Trial t) {
    int count = 2 + t.random().nextInt(3);
    Setting setting = t.setting(talkative(t)).coordinators(count).withOlderOnes();
    Set<Fault> kinds = t.random().nextBoolean() ? Kinds.OWNERS : Kinds.changes(t.random());
    t.with(kinds, setting).troubled(Duration.ofMinutes(2)).runToItsResult();
  }

  /** If the store lost the mark that a step has begun, nothing would know of that. */
  private static void atMostOnce(Trial t) {
    Random random = t.random();
    Program program =
        FailurePrograms.charges(
            1 + random.nextInt(3), 1 + random.nextInt(4), random.nextInt(4) == 0);
    // Nor does a function know that its invocation is one that has come before.
    Set<Fault> kinds = EnumSet.of(Fault.TAIL_LOST, Fault.TWICE);
    t.withoutThese(kinds, t.setting(program).alone()).runToItsResult();
  }

  /** Tasks are given back at most: what has begun and did not run is begun anew, not in doubt. */
  private static void once(Trial t) {
    Random random = t.random();
    int tasks = 1 + random.nextInt(4);
    int steps = 1 + random.nextInt(4);
    boolean deadly = random.nextInt(4) == 0;
    boolean calm = random.nextInt(3) == 0;
    Setting setting = t.setting(FailurePrograms.charges(tasks, steps, deadly)).alone();
    Set<Fault> kinds = calm ? Set.of() : Kinds.givenBack(setting);
    for (RunView view : t.with(kinds, setting).run()) {
      FailurePrograms.checkCharged(tasks, steps, Program.text(view.resultJson()), deadly);
    }
  }

  private static void closes(Trial t) {
    int children = 1 + t.random().nextInt(5);
    Setting setting = t.setting(TaskPrograms.guarded(children)).alone();
    // What was opened in a history that was lost stays open: nothing knows of it.
    Simulation simulation = t.withoutThese(EnumSet.of(Fault.TAIL_LOST), setting);
    for (RunView view : simulation.cancelAfter(t.random().nextInt(4000)).run()) {
      assertThat(view.status()).isIn(RunStatus.SUCCEEDED, RunStatus.CANCELLED);
    }
    for (int i = 0; i < children; i++) {
      if (Journal.count("open " + i) > 0) {
        assertThat(Journal.count("closed " + i)).isPositive();
      }
    }
  }

  private static long history(Trial t) {
    Simulation simulation = t.anywhere(t.setting(anyProgram(t)));
    simulation.run();
    return simulation.history();
  }
}
