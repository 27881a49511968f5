package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.platform.Platform;
import java.util.HashMap;
import java.util.Map;

/**
 * With which version of the application's code a run goes on: with its own, if that can be had,
 * else with the present one. One whose workers do not come, several times in a row, can't be had.
 */
final class Versions {
  /** Any platform fails now and then. */
  private static final int MISSED = 3;

  private final Platform platform;
  private final Partitions partitions;
  private final Map<String, Integer> missed = new HashMap<>();

  Versions(Platform platform, Partitions partitions) {
    this.platform = platform;
    this.partitions = partitions;
  }

  /** {@return the version that new runs begin with; empty if versions can't be told apart} */
  String present() {
    return platform.version();
  }

  /** {@return whether workers of it can be had} */
  boolean has(String version) {
    return version.equals(present()) || isKept(version);
  }

  private boolean isKept(String version) {
    return !version.isEmpty() && missed.getOrDefault(version, 0) < MISSED && platform.has(version);
  }

  /** {@return the version that tasks of a run are given to} */
  String of(String run) {
    String own = ownOf(run);
    return has(own) ? own : present();
  }

  /**
   * {@return what a run is to go on with from now on, after a worker of {@code version} could;
   * empty if that is what it goes on with anyway}
   */
  String after(String run, String version) {
    String own = ownOf(run);
    return version.equals(own) || (!own.isEmpty() && has(own)) ? "" : version;
  }

  private String ownOf(String run) {
    LoadedRun loaded = partitions.loaded(run);
    RunState state = loaded == null ? null : loaded.state();
    return state == null ? "" : state.header().code();
  }

  /** A worker has come. */
  void came(String version) {
    missed.remove(version);
  }

  /** A worker did not come. */
  void missed(String version) {
    if (!version.equals(present())) {
      missed.merge(version, 1, Integer::sum);
    }
  }

  /** It may be another jar by now: it is tried again. */
  void retry(String version) {
    missed.remove(version);
  }
}
