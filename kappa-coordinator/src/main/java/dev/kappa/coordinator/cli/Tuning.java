package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.engine.EngineSettings;
import dev.kappa.coordinator.engine.Seat;
import dev.kappa.coordinator.engine.WorkersMode;
import java.time.Duration;
import java.util.Map;

/**
 * How patient a coordinator is, and how much it takes on at once.
 *
 * @param lease how long the others wait for this coordinator, once it is silent, before they take
 *     over what it has
 * @param workerLease how long a worker may be silent before its task is given to another
 * @param linger how long a worker without a task waits for one before it ends
 * @param idle how long a run that only waits is held in memory
 * @param backlogMb how many MiB may wait for one partition's store; 0 for what the heap allows
 * @param runMemoryMb about how many MiB the runs in memory may take; 0 for a quarter of the heap
 * @param limits what a run may take
 * @param workers how workers answer
 * @param workerPort to which workers connect; 0 for a free one
 */
public record Tuning(
    Duration lease,
    Duration workerLease,
    Duration linger,
    Duration idle,
    int backlogMb,
    int runMemoryMb,
    RunLimits limits,
    WorkersMode workers,
    int workerPort) {
  private static final EngineSettings ENGINE = EngineSettings.of(1);

  /** What holds where nothing else is said. */
  static final Tuning USUAL =
      new Tuning(
          Seat.USUAL_LEASE, ENGINE.lease(), ENGINE.linger(), ENGINE.idle(), 0, 0, RunLimits.USUAL);

  /** With workers that call back, to a free port. */
  Tuning(
      Duration lease,
      Duration workerLease,
      Duration linger,
      Duration idle,
      int backlogMb,
      int runMemoryMb,
      RunLimits limits) {
    this(lease, workerLease, linger, idle, backlogMb, runMemoryMb, limits, WorkersMode.CALLBACK, 0);
  }

  /** {@return the settings of an engine with these; its runs have what else {@code core} says} */
  EngineSettings engine(CoreSettings core, int concurrency) {
    return new EngineSettings(
        limits.in(core),
        workerLease,
        linger,
        concurrency,
        idle,
        backlog(),
        runMemory(),
        ENGINE.turn(),
        workers);
  }

  private long backlog() {
    return backlogMb == 0 ? ENGINE.backlog() : (long) backlogMb << 20;
  }

  private long runMemory() {
    return runMemoryMb == 0 ? ENGINE.memory() : (long) runMemoryMb << 20;
  }

  // ---- as members of a document

  void writeTo(Map<String, String> members) {
    members.put("lease", lease.toString());
    members.put("workerLease", workerLease.toString());
    members.put("linger", linger.toString());
    members.put("idle", idle.toString());
    members.put("backlog", Integer.toString(backlogMb));
    members.put("runMemory", Integer.toString(runMemoryMb));
    limits.writeTo(members);
    members.put("workersMode", workers.text());
    members.put("workerPort", Integer.toString(workerPort));
  }

  /** {@return what {@code members} say; the usual where they say nothing} */
  static Tuning of(Members members) {
    return new Tuning(
        duration(members, "lease", USUAL.lease),
        duration(members, "workerLease", USUAL.workerLease),
        duration(members, "linger", USUAL.linger),
        duration(members, "idle", USUAL.idle),
        Integer.parseInt(members.text("backlog", Integer.toString(USUAL.backlogMb))),
        Integer.parseInt(members.text("runMemory", Integer.toString(USUAL.runMemoryMb))),
        RunLimits.of(members),
        WorkersMode.of(members.text("workersMode", USUAL.workers.text())),
        Integer.parseInt(members.text("workerPort", Integer.toString(USUAL.workerPort))));
  }

  private static Duration duration(Members members, String name, Duration usual) {
    return Duration.parse(members.text(name, usual.toString()));
  }
}
