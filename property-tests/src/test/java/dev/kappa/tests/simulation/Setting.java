package dev.kappa.tests.simulation;

import dev.kappa.Checkpoint;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.engine.EngineSettings;
import java.time.Duration;
import java.util.Random;

/**
 * What runs in a world, and how.
 *
 * @param program what the run does
 * @param mode when workers wait for an acknowledgement
 * @param settings of the coordinators
 */
record Setting(Program program, Checkpoint mode, EngineSettings settings) {
  /** So many crashes in a row do not happen: no step is poisoned by chance. */
  private static final CoreSettings CORE =
      new CoreSettings(100, Duration.ofMinutes(10), 400, 1_000_000);

  static Setting of(Program program, Random random) {
    Checkpoint mode = random.nextBoolean() ? Checkpoint.SYNC : Checkpoint.ASYNC;
    EngineSettings settings =
        new EngineSettings(
            CORE,
            Duration.ofMillis(1500 + random.nextInt(3000)),
            Duration.ofMillis(random.nextInt(200)),
            1 + random.nextInt(8),
            Duration.ofMillis(500 + random.nextInt(5000)),
            random.nextInt(4) == 0 ? 2000 : 64L << 20);
    return new Setting(program, mode, settings);
  }

  Setting with(CoreSettings core) {
    EngineSettings changed =
        new EngineSettings(
            core,
            settings.lease(),
            settings.linger(),
            settings.concurrency(),
            settings.idle(),
            settings.backlog());
    return new Setting(program, mode, changed);
  }

  Setting with(Checkpoint other) {
    return new Setting(program, other, settings);
  }

  static CoreSettings core() {
    return CORE;
  }
}
