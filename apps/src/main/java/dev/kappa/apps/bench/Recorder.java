package dev.kappa.apps.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The times that a run measures, kept in the worker's memory, so that they weigh nothing in the
 * checkpoints that are measured. If a run moves to another worker, its times begin anew.
 */
final class Recorder {
  private static final int RUNS = 128;

  private static final Map<String, Recorder> BY_RUN =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Recorder> eldest) {
          return size() > RUNS;
        }
      };

  private final long[] gaps;
  private int size;
  private long last;

  private Recorder(int turns) {
    this.gaps = new long[turns];
    this.last = System.nanoTime();
  }

  /** A step of {@code run} begins, one of {@code turns}. */
  static synchronized void mark(String run, int turns) {
    Recorder recorder = BY_RUN.get(run);
    if (recorder == null) {
      BY_RUN.put(run, new Recorder(turns));
    } else {
      recorder.mark();
    }
  }

  /** A time of {@code run}, one of {@code turns}. */
  static synchronized void add(String run, int turns, long nanos) {
    BY_RUN.computeIfAbsent(run, r -> new Recorder(turns)).add(nanos);
  }

  /** {@return the times of {@code run}} They are forgotten. */
  static synchronized Latency take(String run) {
    Recorder recorder = BY_RUN.remove(run);
    return recorder == null ? new Latency(0, 0, 0, 0, 0) : recorder.latency();
  }

  private void mark() {
    long now = System.nanoTime();
    add(now - last);
    last = now;
  }

  private void add(long nanos) {
    if (size < gaps.length) {
      gaps[size++] = Math.max(0, nanos);
    }
  }

  private Latency latency() {
    if (size == 0) {
      return new Latency(0, 0, 0, 0, 0);
    }
    Arrays.sort(gaps, 0, size);
    return new Latency(size, at(0.50), at(0.95), gaps[0] / 1000.0, gaps[size - 1] / 1000.0);
  }

  private double at(double share) {
    int rank = (int) Math.ceil(share * size);
    return gaps[rank - 1] / 1000.0;
  }
}
