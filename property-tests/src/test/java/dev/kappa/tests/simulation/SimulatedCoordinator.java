package dev.kappa.tests.simulation;

import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.engine.Application;
import dev.kappa.coordinator.engine.Engine;
import dev.kappa.coordinator.engine.EngineRuns;
import dev.kappa.coordinator.engine.EngineSettings;
import dev.kappa.coordinator.engine.EngineWorkers;
import dev.kappa.coordinator.engine.Invitations;
import dev.kappa.coordinator.engine.Time;
import dev.kappa.coordinator.store.SimulatedRedis;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A coordinator's process: the real engine on a virtual loop, with the real client of Redis. */
final class SimulatedCoordinator {
  static final int PARTITIONS = 2;

  private final World world;
  private final Coordinators others;
  private final SimulatedLoop loop;
  private final Engine engine;
  private final Runs runs;
  private final Set<Line> lines = new LinkedHashSet<>();
  private final long behind;
  private final int number;

  SimulatedCoordinator(
      World world,
      Coordinators others,
      SimulatedRedis redis,
      Workers workers,
      EngineSettings settings,
      int number) {
    this.world = world;
    this.others = others;
    this.number = number;
    this.behind = world.strikes(Fault.CLOCK) ? world.some(5000) : 0;
    this.loop = new SimulatedLoop(world, this::before);
    SimulatedPlatform platform = new SimulatedPlatform(world, loop, workers);
    Time time = new Time(() -> world.now() - behind, () -> world.now() * 1_000_000);
    Invitations invitations = new Invitations("simulated", "secret");
    this.engine =
        new Engine(loop, redis.store(loop, PARTITIONS), platform, invitations, settings, time);
    this.runs = new EngineRuns(loop, engine, new Application(platform));
    world.tell(this + " begins");
    loop.execute(this::open);
  }

  private void open() {
    engine.failed().exceptionally(this::fenced);
    engine.open();
  }

  private @Nullable Void fenced(Throwable why) {
    world.tell(this + " stops: " + why.getMessage());
    end();
    others.ended();
    return null;
  }

  SimulatedLoop loop() {
    return loop;
  }

  Runs runs() {
    return runs;
  }

  EngineWorkers workers() {
    return engine.workers();
  }

  void opened(Line line) {
    lines.add(line);
  }

  /** {@return whether another one was started later} */
  boolean superseded() {
    return number < others.begun();
  }

  boolean hasEnded() {
    return loop.hasEnded();
  }

  // ---- dying

  private void before() {
    mayDie();
    if (hasEnded()) {
      return;
    }
    if (world.strikes(Fault.COORDINATOR_FREEZE)) {
      loop.freeze(world.some(8000));
      if (world.random.nextBoolean()) {
        world.after(world.some(3000), others::begin);
      }
    } else if (world.strikes(Fault.USURPED)) {
      others.begin();
    }
  }

  /** Dies here and now, if it is to. */
  void mayDie() {
    if (!hasEnded() && world.strikes(Fault.COORDINATOR_CRASH)) {
      world.tell(this + " dies");
      end();
      others.ended();
    }
  }

  private void end() {
    loop.end();
    List.copyOf(lines).forEach(Line::cut);
  }

  @Override
  public String toString() {
    return "coordinator " + number;
  }
}
