package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.core.StoredRun;
import dev.kappa.coordinator.store.SimulatedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One program in one world, from start to end. */
final class Simulation {
  private final World world;
  private final RedisSurroundings surroundings;
  private final Setting setting;
  private final SimulatedRedis redis;
  private final Monitor monitor;
  private final Coordinators coordinators;
  private final List<SimulatedClient> clients = new ArrayList<>();

  Simulation(World world, Setting setting) {
    this.world = world;
    this.setting = setting;
    Journal.begin();
    this.surroundings = new RedisSurroundings(world, setting.term());
    this.monitor = surroundings.monitor();
    this.redis = surroundings.redis();
    this.coordinators = new Coordinators(world, monitor, redis, setting);
    for (int i = 0; i < setting.runs(); i++) {
      clients.add(
          new SimulatedClient(
              world, monitor, coordinators, "key " + i, setting.program().signals()));
    }
  }

  /** Demands that a step that runs again has the same arguments. */
  Simulation steady() {
    monitor.steady();
    return this;
  }

  /** Things go wrong for so long, and not for a minute only. */
  Simulation troubled(Duration trouble) {
    world.calmAfter(trouble);
    return this;
  }

  /** Makes the client cancel the run after {@code millis}. */
  Simulation cancelAfter(long millis) {
    monitor.cancelled();
    clients.forEach(client -> client.cancelAt(world.now() + millis));
    return this;
  }

  /** Lets Redis lose what it acknowledged last, once, after {@code millis}. */
  Simulation loseTailAfter(int millis) {
    world.after(millis, surroundings::loseTail);
    return this;
  }

  /** Lets one coordinator stand still, after {@code millis}. */
  Simulation freezeOne(int millis, int time) {
    world.after(millis, () -> coordinators.freezeOne(time));
    return this;
  }

  /** Lets what serves partitions be away, after {@code millis}, for so long. */
  Simulation leavePartitionsAway(int millis, int time) {
    world.after(millis, () -> surroundings.partitionsAway(true));
    world.after((long) millis + time, () -> surroundings.partitionsAway(false));
    return this;
  }

  /** Lets what is asked of partitions from {@code begin} to {@code end} be done at {@code then}. */
  Simulation partitionsHearLate(int begin, int end, int then) {
    long now = world.now();
    world.after(begin, () -> surroundings.partitionsHearLate(now + end, now + then));
    return this;
  }

  /** Lets heartbeats from {@code begin} to {@code end} be answered at {@code then}. */
  Simulation membersAreAnsweredLate(int begin, int end, int then) {
    long now = world.now();
    world.after(begin, () -> surroundings.membersAreAnsweredLate(now + end, now + then));
    return this;
  }

  /** Asks each coordinator again and again what it knows of the runs. */
  Simulation lookedAt() {
    clients.forEach(client -> new Onlooker(world, monitor, coordinators, client).begin());
    return this;
  }

  /** Lets all coordinators die but one, after {@code millis}. */
  Simulation leaveOneAfter(int millis) {
    world.after(millis, coordinators::leaveOne);
    return this;
  }

  /** Runs until nothing of the runs is left but their results. {@return how they ended} */
  List<RunView> run() {
    try {
      world.run(() -> clients.stream().allMatch(this::over));
      return clients.stream().map(client -> Objects.requireNonNull(client.result())).toList();
    } catch (AssertionError | RuntimeException e) {
      throw failed(e);
    } finally {
      Tally.count(world, setting);
    }
  }

  private boolean over(SimulatedClient client) {
    RunView result = client.result();
    if (result == null) {
      return false;
    }
    var fields = redis.fields(result.runId());
    if (fields.isEmpty() && monitor.hasLostTail()) {
      return true;
    }
    return fields.size() == 1 && StoredRun.problem(result.runId(), fields) == null;
  }

  /** Runs, and demands the program's result. */
  void runToItsResult() {
    List<RunView> views = run();
    try {
      for (RunView view : views) {
        assertThat(view.error()).isNull();
        assertThat(view.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(view.resultJson()).isNotNull();
        setting.program().check().accept(Program.text(view.resultJson()));
      }
    } catch (AssertionError | RuntimeException e) {
      throw failed(e);
    }
  }

  /** Goes on for so long. */
  void goOn(long millis) {
    long until = world.now() + millis;
    world.run(() -> world.now() >= until);
  }

  /** {@return all that is stored but for headers of partitions} */
  List<String> leftovers() {
    return monitor.leftovers();
  }

  /** {@return a blob of each run that nothing names} */
  List<String> spareBlobs() {
    return monitor.spareBlobs();
  }

  /** {@return how many commits were refused} */
  int refusals() {
    return monitor.refusals();
  }

  /** {@return the last events} */
  String told() {
    return world.history();
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
                setting.checkpoints(),
                world.faults,
                world.history()),
        cause);
  }
}
