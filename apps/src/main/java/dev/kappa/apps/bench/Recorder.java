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
  private long last = System.nanoTime();

  private Recorder(int turns) {
    this.gaps = new long[turns];
  }

  /** A step of {@code run} begins, one of {@code turns}. */
  static synchronized void mark(String run, int turns) {
    begin(run, turns);
    end(run);
  }

  /**
   * A step of {@code run} begins: since the one before ended it has stood still. There are at most
   * {@code turns} such times.
   */
  static synchronized void begin(String run, int turns) {
    Recorder recorder = BY_RUN.get(run);
    if (recorder == null) {
      BY_RUN.put(run, new Recorder(turns));
    } else {
      recorder.add(System.nanoTime() - recorder.last);
    }
  }

  /** A step of {@code run} ends. */
  static synchronized void end(String run) {
    Recorder recorder = BY_RUN.get(run);
    if (recorder != null) {
      recorder.last = System.nanoTime();
    }
  }

  /** {@return the times of {@code run}} They are forgotten. */
  static synchronized Latency take(String run) {
    Recorder recorder = BY_RUN.remove(run);
    return recorder == null ? Latency.NONE : recorder.latency();
  }

  private void add(long nanos) {
    if (size < gaps.length) {
      gaps[size++] = Math.max(0, nanos);
    }
  }

  private Latency latency() {
    if (size == 0) {
      return Latency.NONE;
    }
    Arrays.sort(gaps, 0, size);
    return new Latency(
        size, at(0.50), at(0.95), at(0.99), gaps[0] / 1000.0, gaps[size - 1] / 1000.0);
  }

  private double at(double share) {
    int rank = (int) Math.ceil(share * size);
    return gaps[rank - 1] / 1000.0;
  }
}
