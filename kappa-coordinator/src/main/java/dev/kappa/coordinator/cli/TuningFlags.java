package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.engine.WorkersMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how patient a coordinator is, and how much it takes on at once. */
final class TuningFlags {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

  /** Longer than a coordinator waits for an answer of the store. */
  private static final Duration SHORTEST_WORKER_LEASE = Duration.ofSeconds(10);

  private static final Duration LONGEST_WORKER_LEASE = Duration.ofMinutes(15);
  private static final Duration LONGEST_LINGER = Duration.ofMinutes(1);
  private static final Duration SHORTEST_IDLE = Duration.ofSeconds(1);
  private static final Duration LONGEST_IDLE = Duration.ofHours(24);
  private static final int MOST_BACKLOG_MB = 4096;
  private static final int LEAST_RUN_MEMORY_MB = 16;
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      description =
          "How long other coordinators wait for this one, once it is silent, before they take over"
              + " its runs, 1s to 10m (default: the last one here, else 5s).")
  private @Nullable String lease;

  @Option(
      names = "--worker-lease",
      paramLabel = "TIME",
      description =
          "How long a worker may be silent before its task is given to another, 10s to 15m"
              + " (default: the last one here, else 30s).")
  private @Nullable String workerLease;

  @Option(
      names = "--linger",
      paramLabel = "TIME",
      description =
          "How long a worker without a task waits for one before it ends, up to 1m"
              + " (default: the last one here, else 50ms).")
  private @Nullable String linger;

  @Option(
      names = "--run-idle",
      paramLabel = "TIME",
      description =
          "How long a run that only waits is held in memory, 1s to 24h"
              + " (default: the last one here, else 30s).")
  private @Nullable String idle;

  @Option(
      names = "--backlog",
      paramLabel = "MB",
      description =
          "Most MiB that may wait for one partition of Redis before workers are slowed, 1 to 4096"
              + " (default: the last one here, else a sixty-fourth of the heap, at most 64).")
  private @Nullable Integer backlogMb;

  @Option(
      names = "--run-memory",
      paramLabel = "MB",
      description =
          "About how many MiB runs in the coordinator's memory may take before starts are refused,"
              + " 16 to the JVM's heap (default: the last one here, else a quarter of the heap).")
  private @Nullable Integer runMemoryMb;

  @Option(
      names = "--workers-mode",
      paramLabel = "MODE",
      converter = WorkersModeOption.class,
      description =
          "How workers answer: callback, by a connection to the coordinator, or return, by what"
              + " their invocations return, where functions can't reach the coordinator"
              + " (default: the last one here, else callback).")
  private @Nullable WorkersMode workers;

  @Option(
      names = "--worker-port",
      paramLabel = "N",
      description =
          "Port to which workers connect; 0 for one that is free (default: the last one here, else"
              + " 0).")
  private @Nullable Integer workerPort;

  @Mixin private RunLimitFlags limits = new RunLimitFlags();

  /** Adds the names of those that were given. */
  void addGiven(List<String> given) {
    add(given, "--lease", lease);
    add(given, "--worker-lease", workerLease);
    add(given, "--linger", linger);
    add(given, "--run-idle", idle);
    add(given, "--backlog", backlogMb);
    add(given, "--run-memory", runMemoryMb);
    add(given, "--workers-mode", workers);
    add(given, "--worker-port", workerPort);
    limits.addGiven(given);
  }

  static void add(List<String> given, String option, @Nullable Object said) {
    if (said != null) {
      given.add(option);
    }
  }

  /** {@return what is said here, where nothing is said what was said last} */
  Tuning over(Tuning last) {
    return new Tuning(
        orElse("--lease", lease, SHORTEST_LEASE, LONGEST_LEASE, last.lease()),
        orElse(
            "--worker-lease",
            workerLease,
            SHORTEST_WORKER_LEASE,
            LONGEST_WORKER_LEASE,
            last.workerLease()),
        orElse("--linger", linger, Duration.ZERO, LONGEST_LINGER, last.linger()),
        orElse("--run-idle", idle, SHORTEST_IDLE, LONGEST_IDLE, last.idle()),
        backlogMb == null
            ? last.backlogMb()
            : Range.within("--backlog", backlogMb, 1, MOST_BACKLOG_MB),
        runMemoryMb == null
            ? last.runMemoryMb()
            : Range.within("--run-memory", runMemoryMb, LEAST_RUN_MEMORY_MB, heapMb()),
        limits.over(last.limits()),
        workers == null ? last.workers() : workers,
        workerPort == null
            ? last.workerPort()
            : Range.within("--worker-port", workerPort, 0, LAST_PORT));
  }

  private static Duration orElse(
      String option, @Nullable String said, Duration least, Duration most, Duration otherwise) {
    return said == null ? otherwise : Range.within(option, said, least, most);
  }

  private static int heapMb() {
    return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() >> 20);
  }

  /** Tells of those that were given and that a coordinator with {@code theirs} does not follow. */
  void tell(ServerFlags.Difference difference, Tuning wanted, Tuning theirs) {
    difference.tell("--lease", lease == null ? null : wanted.lease(), theirs.lease());
    difference.tell(
        "--worker-lease", workerLease == null ? null : wanted.workerLease(), theirs.workerLease());
    difference.tell("--linger", linger == null ? null : wanted.linger(), theirs.linger());
    difference.tell("--run-idle", idle == null ? null : wanted.idle(), theirs.idle());
    difference.tell(
        "--backlog",
        backlogMb,
        theirs.backlogMb() == 0 ? "what its heap allows" : theirs.backlogMb());
    difference.tell(
        "--run-memory",
        runMemoryMb,
        theirs.runMemoryMb() == 0 ? "a quarter of its heap" : theirs.runMemoryMb());
    difference.tell("--workers-mode", workers, theirs.workers());
    difference.tell(
        "--worker-port",
        workerPort,
        theirs.workerPort() == 0 ? "one that was free" : theirs.workerPort());
    limits.tell(difference, wanted.limits(), theirs.limits());
  }
}
