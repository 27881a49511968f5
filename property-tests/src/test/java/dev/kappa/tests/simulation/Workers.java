package dev.kappa.tests.simulation;

import dev.kappa.Checkpoints;
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

  Workers(World world, Monitor monitor, Coordinators coordinators, Setting setting) {
    this.world = world;
    this.monitor = monitor;
    this.coordinators = coordinators;
    this.setting = setting;
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
    return new SimulatedHost(world, setting.program(), setting.inline(), blobs);
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
