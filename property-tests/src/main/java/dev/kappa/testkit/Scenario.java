package dev.kappa.testkit;

import dev.kappa.Checkpoint;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A workflow with its input and what comes from outside while it runs. Immutable: each method gives
 * another one. Nothing runs before {@link #run()}, or {@code check} of one of the others.
 *
 * @param <T> the workflow's result
 */
public final class Scenario<T> {
  private static final int MOST_BYTES = 6 << 20;

  private final Setup setup;
  private final Consumer<? super Run<?>> listener;

  Scenario(Setup setup, Consumer<? super Run<?>> listener) {
    this.setup = setup;
    this.listener = listener;
  }

  private Scenario<T> with(Setup changed) {
    return new Scenario<>(changed, listener);
  }

  // ---- what comes from outside

  /** A signal comes at the start, with {@code value} as JSON. */
  public Scenario<T> signal(String name, @Nullable Object value) {
    return signal(Duration.ZERO, name, value);
  }

  /** A signal comes so long after the start, with {@code value} as JSON. */
  public Scenario<T> signal(Duration after, String name, @Nullable Object value) {
    byte[] json = bounded(setup.worker().json(value, "signal '" + name + "'"), "signal " + name);
    return with(setup.with(new Setup.Outside(positive("after", after), name, json)));
  }

  /** The run is cancelled so long after the start. */
  public Scenario<T> cancelAfter(Duration after) {
    return with(setup.with(new Setup.Outside(positive("after", after), null, new byte[0])));
  }

  // ---- how it is run

  /**
   * How the workflow goes on after a checkpoint; else as it says itself, which is {@link
   * Checkpoint#SYNC} for a function or a task alone. Runs that it starts are not changed.
   */
  public Scenario<T> checkpoints(Checkpoint mode) {
    return with(setup.with(setup.worker().with(setup.workflow(), mode)));
  }

  /** The step of that name takes so long, in virtual time. Else a step takes none. */
  public Scenario<T> stepTakes(String name, Duration time) {
    return with(setup.takes(name, positive("time", time)));
  }

  /**
   * The time limit of an invocation; else 15 minutes. A step that takes longer is killed with its
   * worker, and fails when that has happened so often as {@link #crashes} says.
   */
  public Scenario<T> timeLimit(Duration limit) {
    if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(Limits.LONGEST) > 0) {
      throw invalid("time limit", limit, "1 s to 15 min");
    }
    return with(setup.with(setup.limits().invocation(limit)));
  }

  /** How often workers may die in a step, one after the other, until it fails: 1 to 100, else 3. */
  public Scenario<T> crashes(int most) {
    if (most < 1 || most > 100) {
      throw invalid("crashes", most, "1 to 100");
    }
    return with(setup.with(setup.limits().crashes(most)));
  }

  /** When runs begin; else now. */
  public Scenario<T> startingAt(Instant time) {
    return with(setup.start(time.toEpochMilli()));
  }

  /** How long a run may take in real time, else a minute: then the test fails. */
  public Scenario<T> patience(Duration real) {
    return with(setup.with(setup.limits().patience(positive("patience", real))));
  }

  /** How many commits a run may make, 1 to 10,000,000, else 100,000: then the test fails. */
  public Scenario<T> mostCommits(int most) {
    if (most < 1 || most > 10_000_000) {
      throw invalid("commits", most, "1 to 10,000,000");
    }
    return with(setup.with(setup.limits().commits(most)));
  }

  /**
   * Done before each run: put what the steps do outside, such as in a fake of a service, back to
   * its beginning.
   */
  public Scenario<T> beforeEach(Runnable action) {
    return with(setup.reset(action));
  }

  // ---- running

  /**
   * Runs it once, and nothing goes wrong.
   *
   * @throws KappaException if it can't come to an end: with {@link ErrorCode#DEADLOCK} if it waits
   *     for a signal that does not come, with {@link ErrorCode#TIMED_OUT} past {@link #mostCommits}
   *     or {@link #patience}, or with why its code can't go on. A run that fails is not an error
   *     here: see {@link Run#error}
   */
  public Run<T> run() {
    return run(FaultSchedule.NONE);
  }

  /** Runs it once, with these faults. See {@link #run()}. */
  public Run<T> run(FaultSchedule schedule) {
    Played<T> played = play(schedule);
    if (played.error() != null) {
      throw played.error();
    }
    return played.run();
  }

  /** What a run came to, be it an error of the run's kit. */
  record Played<T>(TestRun world, Run<T> run, @Nullable KappaException error) {}

  Played<T> play(FaultSchedule schedule) {
    setup.reset().run();
    TestRun world = new TestRun(setup, schedule);
    KappaException error = null;
    try {
      world.run();
    } catch (KappaException e) {
      error = e;
    } catch (RuntimeException e) {
      error = new KappaException(ErrorCode.INTERNAL, e.toString(), e);
    }
    Run<T> run = new Run<>(world, schedule);
    listener.accept(run);
    return new Played<>(world, run, error);
  }

  // ---- faults

  /**
   * Every fault at every commit, one at a time; then the same workflow under 50 random schedules,
   * with several faults and tasks in another order.
   */
  public Trials<T> everyCrash() {
    return new Trials<>(this, new Trials.Everywhere());
  }

  /** So many random schedules. The same seeds give the same ones in each test run. */
  public Trials<T> random(int schedules) {
    if (schedules < 1 || schedules > 1_000_000) {
      throw invalid("schedules", schedules, "1 to 1,000,000");
    }
    return new Trials<>(this, new Trials.AtRandom(schedules));
  }

  /** One schedule, such as {@code "c3:before"}, that a failure has told. */
  public Trials<T> replay(String schedule) {
    return new Trials<>(this, new Trials.Again(FaultSchedule.parse(schedule)));
  }

  // ---- arguments

  static byte[] bounded(byte[] json, String what) {
    if (json.length > MOST_BYTES) {
      throw new KappaException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "%s: %d bytes of JSON (expected: at most %d)".formatted(what, json.length, MOST_BYTES));
    }
    return json;
  }

  private static Duration positive(String what, Duration time) {
    if (time.isNegative() || time.compareTo(Duration.ofDays(366_000)) > 0) {
      throw invalid(what, time, "0 to 1,000 years");
    }
    return time;
  }

  private static KappaException invalid(String what, Object value, String expected) {
    return new KappaException(
        ErrorCode.INVALID_ARGUMENT, what + ": " + value + " (expected: " + expected + ")");
  }
}
