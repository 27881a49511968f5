package dev.kappa.tests.simulation;

import dev.kappa.Checkpoints;
import dev.kappa.coordinator.engine.WorkerWays;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.wire.AttemptRef;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts workers, and tells them where a coordinator is. */
final class Workers {
  private final World world;
  private final Monitor monitor;
  private final Coordinators coordinators;
  private final Setting setting;
  private final @Nullable SimulatedBucket bucket;
  private final ReturningFunctions functions;

  Workers(World world, Monitor monitor, Coordinators coordinators, Setting setting) {
    this.world = world;
    this.monitor = monitor;
    this.coordinators = coordinators;
    this.setting = setting;
    this.bucket = setting.bucket() ? new SimulatedBucket(world, setting.inline()) : null;
    this.functions = new ReturningFunctions(world, monitor, setting, bucket);
    monitor.bucket(bucket);
  }

  /** {@return where large values are, if it is not with coordinators} */
  @Nullable SimulatedBucket bucket() {
    return bucket;
  }

  /** {@return functions that have no connection} */
  ReturningFunctions functions() {
    return functions;
  }

  /** Starts a worker of a coordinator; {@code ended} hears how it ended. */
  SimulatedWorker start(SimulatedCoordinator by, String invocation, Consumer<InvokeOutcome> ended) {
    return new SimulatedWorker(world, this, by.name(), invocation, null, ended);
  }

  /** Starts a worker for resident tasks, which has a version of the code. */
  SimulatedWorker startResident(
      SimulatedCoordinator by, String name, String version, Consumer<InvokeOutcome> ended) {
    return new SimulatedWorker(world, this, by.name(), name, version, ended);
  }

  /** {@return what the interpreter is given in an attempt} */
  SimulatedHost host(SimulatedWorker worker, AttemptRef attempt) {
    AttemptBlobs blobs = new AttemptBlobs(attempt, worker, monitor);
    return new SimulatedHost(world, setting.running(), setting.inline(), blobs);
  }

  /** {@return the ways from a coordinator to others} */
  WorkerWays ways(SimulatedCoordinator from) {
    return (to, hello, ear) ->
        new SimulatedWay(world, monitor, from, coordinators.named(to.host()), hello, ear);
  }

  Checkpoints checkpoints() {
    return setting.checkpoints();
  }

  Monitor monitor() {
    return monitor;
  }

  /**
   * {@return a new connection to the coordinator of that name, or to any if that is not there; null
   * if nobody is there}
   */
  @Nullable Line connect(
      SimulatedWorker worker,
      String name,
      String invocation,
      long instance,
      @Nullable String resident) {
    SimulatedCoordinator named = coordinators.named(name);
    SimulatedCoordinator coordinator = named == null ? coordinators.any() : named;
    return coordinator == null
        ? null
        : new Line(world, monitor, coordinator, worker, invocation, instance, resident);
  }
}
