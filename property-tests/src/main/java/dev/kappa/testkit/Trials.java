package dev.kappa.testkit;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A workflow under many schedules of faults. Where a check fails, the schedule is made as small as
 * it fails with, and told with one line that repeats it.
 *
 * @param <T> the workflow's result
 */
public final class Trials<T> {
  /** A workflow of more commits is too large to be broken at each of them. */
  private static final int MOST_COMMITS = 500;

  private static final int RANDOM_AFTER_ALL = 50;
  private static final int MOST_SHRINKS = 500;

  private static final String SOMETIMES =
      "It does not fail each time: something outlives a run; put it back with beforeEach(…).";

  private final Scenario<T> scenario;
  private final Plan plan;

  /** Which schedules. */
  sealed interface Plan {}

  /** Each fault at each commit, and some at random. */
  record Everywhere() implements Plan {}

  /** So many at random. */
  record AtRandom(int count) implements Plan {}

  /** One. */
  record Again(FaultSchedule schedule) implements Plan {}

  /** A run, and why it did not pass. */
  private record Trial<T>(Run<T> run, @Nullable Throwable why) {}

  Trials(Scenario<T> scenario, Plan plan) {
    this.scenario = scenario;
    this.plan = plan;
  }

  /**
   * Demands that each run ends as it does when nothing goes wrong: with an equal result, as JSON,
   * or the same error.
   *
   * @throws AssertionError with the smallest schedule that fails
   */
  public Report sameResult() {
    Run<T> plain = scenario.run();
    return check(
        run -> {
          if (!run.endsAs(plain)) {
            throw new AssertionError(
                "the run %s (expected: as without faults, %s)".formatted(run, plain));
          }
        });
  }

  /**
   * Demands that {@code check} holds for each run.
   *
   * @param check throws if it does not
   * @throws AssertionError with the smallest schedule that fails
   */
  public Report check(Consumer<? super Run<T>> check) {
    return switch (plan) {
      case Again again -> again(again.schedule(), check);
      case Everywhere all -> each(check, Trials::everywhere);
      case AtRandom some -> each(check, commits -> random(some.count(), commits));
    };
  }

  private Report again(FaultSchedule schedule, Consumer<? super Run<T>> check) {
    Trial<T> trial = trial(schedule, check);
    int commits = trial.run().commits();
    if (trial.why() != null) {
      throw told(trial, "It fails again.");
    }
    if (schedule.faults().stream().anyMatch(fault -> fault.commit() > commits)) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "schedule %s: the run makes %d commits; is it of another version of the workflow?"
              .formatted(schedule, commits));
    }
    return new Report(1, commits);
  }

  private Report each(
      Consumer<? super Run<T>> check, IntFunction<Stream<FaultSchedule>> schedules) {
    Trial<T> plain = trial(FaultSchedule.NONE, check);
    if (plain.why() != null) {
      throw told(plain, "It fails without any fault.");
    }
    int commits = plain.run().commits();
    int runs = 1;
    for (FaultSchedule schedule : (Iterable<FaultSchedule>) schedules.apply(commits)::iterator) {
      runs++;
      Trial<T> trial = trial(schedule, check);
      if (trial.why() != null) {
        throw smallest(trial, check, runs);
      }
    }
    return new Report(runs, commits);
  }

  private static Stream<FaultSchedule> everywhere(int commits) {
    if (commits > MOST_COMMITS) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "everyCrash: the run makes %d commits (expected: at most %d); give it a smaller input, or use random(…)"
              .formatted(commits, MOST_COMMITS));
    }
    Stream<FaultSchedule> single =
        IntStream.rangeClosed(1, commits)
            .boxed()
            .flatMap(
                commit ->
                    Stream.of(Fault.Kind.values())
                        .map(kind -> FaultSchedule.of(new Fault(commit, kind))));
    return Stream.concat(single, random(RANDOM_AFTER_ALL, commits));
  }

  private static Stream<FaultSchedule> random(int count, int commits) {
    return LongStream.rangeClosed(1, count).mapToObj(seed -> FaultSchedule.random(seed, commits));
  }

  private Trial<T> trial(FaultSchedule schedule, Consumer<? super Run<T>> check) {
    Scenario.Played<T> played = scenario.play(schedule);
    if (played.error() != null) {
      return new Trial<>(played.run(), played.error());
    }
    try {
      check.accept(played.run());
      return new Trial<>(played.run(), null);
    } catch (AssertionError | RuntimeException e) {
      return new Trial<>(played.run(), e);
    }
  }

  // ---- a failure

  private AssertionError smallest(Trial<T> first, Consumer<? super Run<T>> check, int runs) {
    Trial<T> smallest = first;
    int tries = 0;
    for (Trial<T> smaller = first; smaller != null; ) {
      smallest = smaller;
      smaller = null;
      Iterator<FaultSchedule> simpler = smallest.run().schedule().simpler().iterator();
      while (smaller == null && simpler.hasNext() && tries < MOST_SHRINKS) {
        tries++;
        Trial<T> trial = trial(simpler.next(), check);
        smaller = trial.why() == null ? null : trial;
      }
    }
    FaultSchedule schedule = smallest.run().schedule();
    boolean again = trial(schedule, check).why() != null;
    return told(
        smallest,
        "Smallest schedule that fails: %s (run %d was the first that failed, %d more made it smaller)%n%s"
            .formatted(schedule, runs, tries, again ? again(schedule) : SOMETIMES));
  }

  private static String again(FaultSchedule schedule) {
    return "To run it again, write .replay(\"%s\") in the place of what chose the schedules."
        .formatted(schedule);
  }

  private static AssertionError told(Trial<?> trial, String how) {
    Throwable why = Objects.requireNonNull(trial.why());
    return new AssertionError(
        "%s%n%n%s%nWhat happened:%n%s"
            .formatted(why.getMessage(), how, trial.run().lastOfHistory()),
        why);
  }
}
