package dev.kappa.tests.simulation;

import dev.kappa.coordinator.engine.EngineSettings;
import dev.kappa.coordinator.store.SimulatedRedis;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coordinators of a world: one at a time, but for those that do not know that they are over.
 */
final class Coordinators {
  private final World world;
  private final SimulatedRedis redis;
  private final EngineSettings settings;
  private final Workers workers;
  private final List<SimulatedCoordinator> live = new ArrayList<>();
  private int begun;
  private boolean planned;

  Coordinators(World world, Monitor monitor, SimulatedRedis redis, Setting setting) {
    this.world = world;
    this.redis = redis;
    this.settings = setting.settings();
    this.workers = new Workers(world, monitor, this, setting);
  }

  Workers workers() {
    return workers;
  }

  /** Starts another one. */
  void begin() {
    begun++;
    live.add(new SimulatedCoordinator(world, this, redis, workers, settings, begun));
  }

  /** One has ended: if no other is left, one is started. */
  void ended() {
    live.removeIf(SimulatedCoordinator::hasEnded);
    if (live.isEmpty() && !planned) {
      planned = true;
      world.after(
          world.some(400),
          () -> {
            planned = false;
            begin();
          });
    }
  }

  /** {@return how many were started so far} */
  int begun() {
    return begun;
  }

  /** {@return whom a worker or a client reaches: most often the newest; null if there is none} */
  @Nullable SimulatedCoordinator any() {
    if (live.isEmpty()) {
      return null;
    }
    boolean newest = world.chance(0.8);
    return newest ? live.getLast() : live.get(world.random.nextInt(live.size()));
  }
}
