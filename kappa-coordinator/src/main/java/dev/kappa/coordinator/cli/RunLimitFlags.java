package dev.kappa.coordinator.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a run may take. */
final class RunLimitFlags {
  private static final int MOST_CRASHES = 100;
  private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(365);

  @Option(
      names = "--crashes",
      paramLabel = "N",
      description =
          "How many attempts of a step may die in a row before it fails, 1 to 100"
              + " (default: the last one here, else 3).")
  private @Nullable Integer crashes;

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      description =
          "How long a run that has ended can be asked for, 1m to 365d"
              + " (default: the last one here, else 7d).")
  private @Nullable String retention;

  @Option(
      names = "--run-tasks",
      paramLabel = "N",
      description =
          "Most tasks of a run that have not ended, 1 to 50000"
              + " (default: the last one here, else 50000).")
  private @Nullable Integer tasks;

  @Option(
      names = "--run-size",
      paramLabel = "MB",
      description =
          "Most MiB that a run may hold at once, large values apart, 1 to 128"
              + " (default: the last one here, else 128).")
  private @Nullable Integer sizeMb;

  /** Adds the names of those that were given. */
  void addGiven(List<String> given) {
    TuningFlags.add(given, "--crashes", crashes);
    TuningFlags.add(given, "--retention", retention);
    TuningFlags.add(given, "--run-tasks", tasks);
    TuningFlags.add(given, "--run-size", sizeMb);
  }

  /** {@return what is said here, where nothing is said what was said last} */
  RunLimits over(RunLimits last) {
    RunLimits most = RunLimits.USUAL;
    return new RunLimits(
        crashes == null ? last.crashes() : Range.within("--crashes", crashes, 1, MOST_CRASHES),
        retention == null
            ? last.retention()
            : Range.within("--retention", retention, SHORTEST_RETENTION, LONGEST_RETENTION),
        tasks == null ? last.tasks() : Range.within("--run-tasks", tasks, 1, most.tasks()),
        sizeMb == null ? last.sizeMb() : Range.within("--run-size", sizeMb, 1, most.sizeMb()));
  }

  /** Tells of those that were given and that a coordinator with {@code theirs} does not follow. */
  void tell(ServerFlags.Difference difference, RunLimits wanted, RunLimits theirs) {
    difference.tell("--crashes", crashes, theirs.crashes());
    difference.tell(
        "--retention", retention == null ? null : wanted.retention(), theirs.retention());
    difference.tell("--run-tasks", tasks, theirs.tasks());
    difference.tell("--run-size", sizeMb, theirs.sizeMb());
  }
}
