package dev.kappa.coordinator.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as a client sees it.
 *
 * @param runId the run's id
 * @param workflow the name of the workflow that it executes
 * @param status how far it is
 * @param resultJson the result as JSON, if it succeeded; null in a list
 * @param error why it failed, if it failed
 * @param startedAt when it was started
 * @param endedAt when it ended, if it has
 * @param tasks the tasks that it has had so far
 * @param tasksDone those of them that have ended
 * @param invocations the function invocations made for it so far
 * @param checkpoints the commits applied for it so far
 * @param attemptsLost the attempts at its tasks whose worker died, ran into the limit or was not
 *     heard of any more
 * @param values what it published, as JSON, by name
 * @param warnings what went wrong in it and no task hears of
 * @param version the version of the application's code that it goes on with where that can be had;
 *     empty if none is known
 */
public record RunView(
    String runId,
    String workflow,
    RunStatus status,
    @Nullable String resultJson,
    @Nullable ErrorView error,
    Instant startedAt,
    @Nullable Instant endedAt,
    long tasks,
    long tasksDone,
    long invocations,
    long checkpoints,
    long attemptsLost,
    Map<String, String> values,
    List<WarningView> warnings,
    String version) {
  /** Copies what is in it. */
  public RunView {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    warnings = List.copyOf(warnings);
  }

  /** {@return this run with a warning more} */
  public RunView with(WarningView warning) {
    List<WarningView> all = new ArrayList<>(warnings);
    all.add(warning);
    return new RunView(
        runId,
        workflow,
        status,
        resultJson,
        error,
        startedAt,
        endedAt,
        tasks,
        tasksDone,
        invocations,
        checkpoints,
        attemptsLost,
        values,
        all,
        version);
  }

  /** {@return how many of its tasks can't go on with the application's present code} */
  public long parkedTasks() {
    return warnings.stream()
        .filter(warning -> warning.kind() == WarningView.Kind.PARKED)
        .mapToLong(WarningView::count)
        .sum();
  }
}
