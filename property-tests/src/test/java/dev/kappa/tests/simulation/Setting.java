package dev.kappa.tests.simulation;

import dev.kappa.Checkpoint;
import dev.kappa.Checkpoints;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.engine.EngineSettings;
import dev.kappa.coordinator.engine.WorkersMode;
import dev.kappa.coordinator.store.Formats;
import java.time.Duration;
import java.util.Random;

/**
 * What runs in a world, and how.
 *
 * @param program what the run does
 * @param checkpoints when workers make them, and wait for an acknowledgement
 * @param settings of the coordinators
 * @param runs how many runs of the program there are
 * @param coordinators how many there are at the beginning
 * @param term how long the others wait for a silent one
 * @param inline how many bytes a value may have that is not in a blob
 * @param mixed whether some coordinators are of an older release
 * @param returning a bit for each coordinator, by its number: whether its functions have no
 *     connection, and return what they did
 * @param bucket whether those put large values into a bucket
 */
record Setting(
    Program program,
    Checkpoints checkpoints,
    EngineSettings settings,
    int runs,
    int coordinators,
    Duration term,
    int inline,
    boolean mixed,
    long returning,
    boolean bucket) {
  /** All coordinators' functions connect to them. */
  static final long CONNECTED = 0;

  /** No function does. */
  static final long RETURNING = -1;

  private static final int MAX_INLINE = 64 << 10;

  /** What the release before this one reads. */
  private static final Formats OLDER =
      new Formats(Formats.CURRENT.oldest(), Formats.CURRENT.newest() - 1);

  /** Shorter times of the store's client are drawn by the world. */
  private static final int LONGEST_PAUSE = 5000;

  /** So many crashes in a row do not happen: no step is poisoned by chance. */
  private static final CoreSettings CORE =
      new CoreSettings(100, Duration.ofMinutes(10), 400, 1_000_000);

  /** Workers' leases are longer than the store's client waits for an answer. */
  static Setting of(Program program, Random random) {
    Checkpoint mode = random.nextBoolean() ? Checkpoint.SYNC : Checkpoint.ASYNC;
    EngineSettings settings =
        new EngineSettings(
            CORE,
            Duration.ofMillis(7500 + random.nextInt(5000)),
            Duration.ofMillis(random.nextInt(200)),
            1 + random.nextInt(8),
            Duration.ofMillis(500 + random.nextInt(5000)),
            random.nextInt(4) == 0 ? 2000 : 64L << 20);
    return new Setting(
        program,
        Checkpoints.eachStep().mode(mode),
        settings,
        random.nextInt(4) == 0 ? 3 : 1,
        1 + random.nextInt(3),
        Duration.ofMillis(LONGEST_PAUSE + 1 + random.nextInt(4000)),
        MAX_INLINE,
        false,
        CONNECTED,
        false);
  }

  Setting with(CoreSettings core) {
    return with(settings.withCore(core));
  }

  private Setting with(EngineSettings changed) {
    return new Setting(
        program, checkpoints, changed, runs, coordinators, term, inline, mixed, returning, bucket);
  }

  /** {@return when workers wait for an acknowledgement} */
  Checkpoint mode() {
    return checkpoints.mode();
  }

  Setting with(Checkpoint mode) {
    return with(checkpoints.mode(mode));
  }

  Setting with(Checkpoints other) {
    return new Setting(
        program, other, settings, runs, coordinators, term, inline, mixed, returning, bucket);
  }

  /** With checkpoints that are made rarely or at each operation, by chance. */
  Setting withOtherCheckpoints(Random random) {
    Checkpoints other =
        switch (random.nextInt(3)) {
          case 0 -> Checkpoints.eachOperation();
          case 1 -> Checkpoints.atMostEvery(Duration.ofMillis(1 + random.nextInt(100)));
          default -> Checkpoints.atMostEvery(Duration.ofMinutes(1));
        };
    return with(other.mode(mode()));
  }

  Setting with(Program other) {
    return new Setting(
        other, checkpoints, settings, runs, coordinators, term, inline, mixed, returning, bucket);
  }

  Setting inline(int most) {
    return new Setting(
        program, checkpoints, settings, runs, coordinators, term, most, mixed, returning, bucket);
  }

  /** Coordinators of an older and of a newer release, by chance. */
  Setting withOlderOnes() {
    return new Setting(
        program, checkpoints, settings, runs, coordinators, term, inline, true, returning, bucket);
  }

  Setting alone() {
    return new Setting(
        program, checkpoints, settings, 1, coordinators, term, inline, mixed, returning, bucket);
  }

  /** With one coordinator at the beginning: nobody takes from it what it has. */
  Setting oneCoordinator() {
    return new Setting(
        program, checkpoints, settings, runs, 1, term, inline, mixed, returning, bucket);
  }

  /** With so many coordinators at the beginning, each of which is thought dead soon. */
  Setting coordinators(int count) {
    Duration shortest = Duration.ofMillis(LONGEST_PAUSE + 1);
    return new Setting(
        program, checkpoints, settings, runs, count, shortest, inline, mixed, returning, bucket);
  }

  Setting concurrency(int most) {
    return with(
        new EngineSettings(
            settings.core(),
            settings.lease(),
            settings.linger(),
            most,
            settings.idle(),
            settings.backlog(),
            settings.memory(),
            settings.turn()));
  }

  Setting lease(Duration lease) {
    return with(settings.withLease(lease));
  }

  /**
   * With functions of some coordinators that return what they did. Each step takes an invocation
   * then: who waits impatiently would never meet if there were fewer at once than runs.
   */
  Setting returning(long which) {
    Setting other =
        new Setting(
            program, checkpoints, settings, runs, coordinators, term, inline, mixed, which, bucket);
    boolean few = which != CONNECTED && settings.concurrency() < runs;
    return few ? other.concurrency(runs) : other;
  }

  /** Functions that have no connection put large values into a bucket. */
  Setting withBucket() {
    return new Setting(
        program, checkpoints, settings, runs, coordinators, term, inline, mixed, returning, true);
  }

  /** {@return whether some functions return what they did} */
  boolean returns() {
    return returning != CONNECTED;
  }

  /** {@return how functions of the coordinator of that number answer} */
  WorkersMode workers(int number) {
    return ((returning >>> number) & 1) == 0 ? WorkersMode.CALLBACK : WorkersMode.RETURN;
  }

  /** {@return what runs: where kinds of workers differ in how they write a result, as a text} */
  Program running() {
    return returns() ? program.asText() : program;
  }

  /** {@return what a coordinator reads} The first is of the older release, where there are such. */
  Formats formats(World world, int number) {
    return mixed && (number == 1 || world.random.nextInt(3) == 0) ? OLDER : Formats.CURRENT;
  }

  static CoreSettings core() {
    return CORE;
  }
}
