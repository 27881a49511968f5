package dev.kappa.tests.simulation;

import dev.kappa.Checkpoint;
import dev.kappa.Checkpoints;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.engine.EngineSettings;
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
 */
record Setting(
    Program program,
    Checkpoints checkpoints,
    EngineSettings settings,
    int runs,
    int coordinators,
    Duration term,
    int inline,
    boolean mixed) {
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
        false);
  }

  Setting with(CoreSettings core) {
    return with(settings.withCore(core));
  }

  private Setting with(EngineSettings changed) {
    return new Setting(program, checkpoints, changed, runs, coordinators, term, inline, mixed);
  }

  /** {@return when workers wait for an acknowledgement} */
  Checkpoint mode() {
    return checkpoints.mode();
  }

  Setting with(Checkpoint mode) {
    return with(checkpoints.mode(mode));
  }

  Setting with(Checkpoints other) {
    return new Setting(program, other, settings, runs, coordinators, term, inline, mixed);
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
    return new Setting(other, checkpoints, settings, runs, coordinators, term, inline, mixed);
  }

  Setting inline(int most) {
    return new Setting(program, checkpoints, settings, runs, coordinators, term, most, mixed);
  }

  /** Coordinators of an older and of a newer release, by chance. */
  Setting withOlderOnes() {
    return new Setting(program, checkpoints, settings, runs, coordinators, term, inline, true);
  }

  Setting alone() {
    return new Setting(program, checkpoints, settings, 1, coordinators, term, inline, mixed);
  }

  /** With one coordinator at the beginning: nobody takes from it what it has. */
  Setting oneCoordinator() {
    return new Setting(program, checkpoints, settings, runs, 1, term, inline, mixed);
  }

  /** With so many coordinators at the beginning, each of which is thought dead soon. */
  Setting coordinators(int count) {
    Duration shortest = Duration.ofMillis(LONGEST_PAUSE + 1);
    return new Setting(program, checkpoints, settings, runs, count, shortest, inline, mixed);
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

  /** {@return what a coordinator reads} The first is of the older release, where there are such. */
  Formats formats(World world, int number) {
    return mixed && (number == 1 || world.random.nextInt(3) == 0) ? OLDER : Formats.CURRENT;
  }

  static CoreSettings core() {
    return CORE;
  }
}
