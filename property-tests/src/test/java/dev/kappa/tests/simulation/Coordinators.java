package dev.kappa.tests.simulation;

import dev.kappa.coordinator.store.SimulatedRedis;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The coordinators of a world: they share its Redis, come, leave and die. */
final class Coordinators {
  private static final int MOST = 4;

  private final World world;
  private final SimulatedRedis redis;
  private final Setting setting;
  private final Workers workers;
  private final List<SimulatedCoordinator> live = new ArrayList<>();
  private int begun;
  private boolean planned;

  Coordinators(World world, Monitor monitor, SimulatedRedis redis, Setting setting) {
    this.world = world;
    this.redis = redis;
    this.setting = setting;
    this.workers = new Workers(world, monitor, this, setting);
    for (int i = 0; i < setting.coordinators(); i++) {
      begin();
    }
  }

  private void begin() {
    begun++;
    live.add(new SimulatedCoordinator(world, this, redis, workers, setting, begun));
  }

  /** Starts another one, unless there are enough. */
  void join() {
    if (live.size() < MOST) {
      begin();
    }
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

  /** All die but one. */
  void leaveOne() {
    SimulatedCoordinator last = any();
    List.copyOf(live).stream().filter(it -> !it.equals(last)).forEach(SimulatedCoordinator::die);
  }

  /** One of them stands still for so long. */
  void freezeOne(long millis) {
    SimulatedCoordinator chosen = any();
    if (chosen != null) {
      chosen.freeze(millis);
    }
  }

  /** {@return those that live} */
  List<SimulatedCoordinator> all() {
    return List.copyOf(live);
  }

  /** {@return one of them; null if nobody is there} */
  @Nullable SimulatedCoordinator any() {
    return live.isEmpty() ? null : live.get(world.random.nextInt(live.size()));
  }

  /** {@return the one of that name; null if it is not there} */
  @Nullable SimulatedCoordinator named(String name) {
    return live.stream().filter(it -> it.name().equals(name)).findFirst().orElse(null);
  }
}
