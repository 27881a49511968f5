package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.core.StoredRun;
import dev.kappa.coordinator.store.SimulatedRedis;
import java.util.Objects;

/** One program in one world, from start to end. */
final class Simulation {
  static {
    // Before the first logger is made. What matters is in the world's history.
    System.setProperty("org.slf4j.simpleLogger.log.dev.kappa.coordinator", "off");
  }

  private final World world;
  private final Setting setting;
  private final SimulatedRedis redis;
  private final Monitor monitor;
  private final SimulatedClient client;

  Simulation(World world, Setting setting) {
    this.world = world;
    this.setting = setting;
    Journal.clear();
    this.monitor = new Monitor(world);
    this.redis = new RedisSurroundings(world, monitor).redis();
    Coordinators coordinators = new Coordinators(world, monitor, redis, setting);
    coordinators.begin();
    this.client = new SimulatedClient(world, coordinators, "key");
  }

  /** Makes the client cancel the run after {@code millis}. */
  Simulation cancelAfter(long millis) {
    monitor.cancelled();
    client.cancelAt(world.now() + millis);
    return this;
  }

  /** Runs until nothing of the run is left but its result. {@return how the run ended} */
  RunView run() {
    try {
      world.run(this::over);
      return Objects.requireNonNull(client.result());
    } catch (AssertionError | RuntimeException e) {
      throw failed(e);
    } finally {
      Tally.count(world);
    }
  }

  private boolean over() {
    RunView result = client.result();
    if (result == null) {
      return false;
    }
    var fields = redis.fields(result.runId());
    return fields.size() == 1 && StoredRun.problem(result.runId(), fields) == null;
  }

  /** Runs, and demands the program's result. */
  void runToItsResult() {
    RunView view = run();
    try {
      assertThat(view.error()).isNull();
      assertThat(view.status()).isEqualTo(RunStatus.SUCCEEDED);
      setting.program().check().accept(Objects.requireNonNull(view.resultJson()));
    } catch (AssertionError | RuntimeException e) {
      throw failed(e);
    }
  }

  /** Goes on for so long. */
  void goOn(long millis) {
    long until = world.now() + millis;
    world.run(() -> world.now() >= until);
  }

  SimulatedRedis redis() {
    return redis;
  }

  long history() {
    return world.digest();
  }

  private AssertionError failed(Throwable cause) {
    return new AssertionError(
        "%s%n%s, %s, %s%n%s"
            .formatted(
                cause.getMessage(),
                setting.program().name(),
                setting.mode(),
                world.faults,
                world.history()),
        cause);
  }
}
