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
 * @param limits how far a run may go
 * @param start when runs begin, in milliseconds since 1970
 * @param reset done before each run
 */
record Setup(
    DrivenWorker worker,
    String workflow,
    byte[] input,
    List<Outside> outside,
    Map<String, Duration> takes,
    Limits limits,
    long start,
    Runnable reset) {
  /**
   * Something that comes from outside.
   *
   * @param after how long after the start
   * @param signal its name; null for a cancellation of the run
   * @param json what it comes with
   */
  record Outside(Duration after, @Nullable String signal, byte[] json) {}

  static Setup of(DrivenWorker worker, String workflow, byte[] input) {
    long now = System.currentTimeMillis();
    return new Setup(worker, workflow, input, List.of(), Map.of(), Limits.USUAL, now, () -> {});
  }

  Setup with(Outside more) {
    List<Outside> all = new ArrayList<>(outside);
    all.add(more);
    return new Setup(worker, workflow, input, List.copyOf(all), takes, limits, start, reset);
  }

  Setup takes(String step, Duration time) {
    Map<String, Duration> all = new HashMap<>(takes);
    all.put(step, time);
    return new Setup(worker, workflow, input, outside, Map.copyOf(all), limits, start, reset);
  }

  Setup with(Limits changed) {
    return new Setup(worker, workflow, input, outside, takes, changed, start, reset);
  }

  Setup start(long millis) {
    return new Setup(worker, workflow, input, outside, takes, limits, millis, reset);
  }

  Setup with(DrivenWorker other) {
    return new Setup(other, workflow, input, outside, takes, limits, start, reset);
  }

  /** {@return a run that another one starts: nothing comes to it from outside} */
  Setup other(String name, byte[] json, long millis) {
    return new Setup(worker, name, json, List.of(), takes, limits, millis, reset);
  }

  Setup reset(Runnable action) {
    return new Setup(worker, workflow, input, outside, takes, limits, start, action);
  }
}
