package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.platform.InvokeRule;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * After an invocation that brought no worker there is a pause, longer each time: for all of them,
 * or for those of the same version of the code. Used on the engine's loop.
 */
final class Pauses {
  private static final long FIRST_MILLIS = 50;

  private final ScheduledExecutorService loop;
  private final Time time;
  private final Runnable over;
  private final Pause all = new Pause();
  private final Map<String, Pause> byVersion = new HashMap<>();

  private static final class Pause {
    long millis;
    boolean on;
  }

  /**
   * There is none.
   *
   * @param over hears that one is over
   */
  Pauses(ScheduledExecutorService loop, Time time, Runnable over) {
    this.loop = loop;
    this.time = time;
    this.over = over;
  }

  /** {@return whether nothing is to be invoked} */
  boolean ofAll() {
    return all.on;
  }

  /** {@return whether a version is not to be invoked} */
  boolean of(String version) {
    Pause pause = byVersion.get(version);
    return all.on || (pause != null && pause.on);
  }

  /** Begins one. Invocations that failed together are one reason to pause, not many. */
  void begin(InvokeRule.Scope scope, String version, InvokeRule.Pause length) {
    Pause pause =
        switch (scope) {
          case ALL -> all;
          case VERSION -> byVersion.computeIfAbsent(version, v -> new Pause());
        };
    if (!pause.on) {
      long longest = length.longest().toMillis();
      pause.millis = Math.min(longest, Math.max(FIRST_MILLIS, 2 * pause.millis));
      pause.on = true;
      long shorter = jitter(pause.millis / 2);
      loop.schedule(() -> end(pause), pause.millis - shorter, TimeUnit.MILLISECONDS);
    }
  }

  private void end(Pause pause) {
    pause.on = false;
    over.run();
  }

  /** A worker of a version has come: the next pause is a short one. */
  void came(String version) {
    all.millis = 0;
    Pause pause = byVersion.get(version);
    if (pause != null) {
      pause.millis = 0;
    }
  }

  /** Coordinators that a platform throttles together do not all come back together. */
  private long jitter(long most) {
    long mixed = time.nanoTime() * 0x9E3779B97F4A7C15L;
    return (mixed >>> 32) % (most + 1);
  }
}
