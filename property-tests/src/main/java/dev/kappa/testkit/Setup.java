package dev.kappa.testkit;

import dev.kappa.handler.DrivenWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is run, and what comes from outside.
 *
 * @param worker runs its tasks
 * @param workflow the workflow's name
 * @param input its input, as JSON
 * @param outside what comes from outside
 * @param takes how long steps take, by name
 * @param limit the time limit of an invocation
 * @param crashes how often workers may die in a step before it fails
 * @param start when runs begin, in milliseconds since 1970
 * @param patience how long a step may take in real time
 * @param reset done before each run
 */
record Setup(
    DrivenWorker worker,
    String workflow,
    byte[] input,
    List<Outside> outside,
    Map<String, Duration> takes,
    Duration limit,
    int crashes,
    long start,
    Duration patience,
    Runnable reset) {
  /** The most that a function of today's platforms may take. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  /**
   * Something that comes from outside.
   *
   * @param after how long after the start
   * @param signal its name; null for a cancellation of the run
   * @param json what it comes with
   */
  record Outside(Duration after, @Nullable String signal, byte[] json) {}

  static Setup of(DrivenWorker worker, String workflow, byte[] input) {
    return new Setup(
        worker,
        workflow,
        input,
        List.of(),
        Map.of(),
        LONGEST,
        3,
        System.currentTimeMillis(),
        Duration.ofSeconds(60),
        () -> {});
  }

  Setup with(Outside more) {
    List<Outside> all = new ArrayList<>(outside);
    all.add(more);
    return new Setup(
        worker, workflow, input, List.copyOf(all), takes, limit, crashes, start, patience, reset);
  }

  Setup takes(String step, Duration time) {
    Map<String, Duration> all = new HashMap<>(takes);
    all.put(step, time);
    return new Setup(
        worker, workflow, input, outside, Map.copyOf(all), limit, crashes, start, patience, reset);
  }

  Setup limit(Duration newLimit) {
    return new Setup(
        worker, workflow, input, outside, takes, newLimit, crashes, start, patience, reset);
  }

  Setup crashes(int most) {
    return new Setup(worker, workflow, input, outside, takes, limit, most, start, patience, reset);
  }

  Setup start(long millis) {
    return new Setup(
        worker, workflow, input, outside, takes, limit, crashes, millis, patience, reset);
  }

  Setup patience(Duration real) {
    return new Setup(worker, workflow, input, outside, takes, limit, crashes, start, real, reset);
  }

  Setup reset(Runnable action) {
    return new Setup(
        worker, workflow, input, outside, takes, limit, crashes, start, patience, action);
  }
}
