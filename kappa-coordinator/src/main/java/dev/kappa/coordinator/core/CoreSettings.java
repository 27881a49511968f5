package dev.kappa.coordinator.core;

import java.time.Duration;

/**
 * Limits that the core holds.
 *
 * @param crashes how many attempts of a task may die without a commit before its step fails, 1 to
 *     100
 * @param retention how long an ended run can be asked for
 * @param frameBytes about how many bytes of frames a worker is given at first
 * @param tasks the most tasks that a run may have that have not ended; one spawned beyond that
 *     fails at once
 * @param live how much a run may hold that is not over: sends and spawns beyond that fail at once;
 *     what tasks keep for themselves, and results, may take a quarter more
 * @param offer how long a permit of a limit is offered to a task, which takes it or loses it
 */
public record CoreSettings(
    int crashes, Duration retention, int frameBytes, int tasks, Live live, Duration offer) {
  /** So long usually: longer than who waits for a permit waits until he asks again. */
  private static final Duration OFFER = Duration.ofSeconds(20);

  /** 3 crashes, 7 days, 256 KiB, 50,000 tasks, {@link Live#DEFAULT}, and 20 s. */
  public static final CoreSettings DEFAULT =
      new CoreSettings(3, Duration.ofDays(7), 256 << 10, 50_000);

  /** With {@link Live#DEFAULT}. */
  public CoreSettings(int crashes, Duration retention, int frameBytes, int tasks) {
    this(crashes, retention, frameBytes, tasks, Live.DEFAULT);
  }

  /** With offers as usual. */
  public CoreSettings(int crashes, Duration retention, int frameBytes, int tasks, Live live) {
    this(crashes, retention, frameBytes, tasks, live, OFFER);
  }

  /** {@return the same with another limit of what a run holds in blobs} */
  public CoreSettings withLargeValues(long bytes) {
    Live more = new Live(live.bytes, bytes);
    return new CoreSettings(crashes, retention, frameBytes, tasks, more, offer);
  }

  /** {@return the same with offers of another length} */
  public CoreSettings withOffer(Duration length) {
    return new CoreSettings(crashes, retention, frameBytes, tasks, live, length);
  }

  /**
   * How much a run may hold.
   *
   * @param bytes of tasks, frames, messages and results, each with 512 bytes beside its values, at
   *     most {@link #MOST_BYTES}; they are in the coordinator's memory while the run is
   * @param blobBytes of values above 64 KiB; they are in Redis only
   */
  public record Live(long bytes, long blobBytes) {
    /** With a quarter more and the largest commit it still fits in one batch of the store. */
    public static final long MOST_BYTES = 128L << 20;

    /** 128 MiB, and 4 GiB of blobs. */
    public static final Live DEFAULT = new Live(MOST_BYTES, 4L << 30);

    /** Checks the ranges. */
    public Live {
      if (bytes < 1 || bytes > MOST_BYTES || blobBytes < 1 || blobBytes > 1L << 40) {
        throw new IllegalArgumentException(
            "bytes=%d, blobBytes=%d (expected: 1 to %d, 1 to 2^40)"
                .formatted(bytes, blobBytes, MOST_BYTES));
      }
    }

    /** {@return whether {@code weight} is more than what tasks may give to others} */
    boolean isExceededBy(Weight weight) {
      return weight.inline() > bytes || weight.blobs() > blobBytes;
    }

    /** {@return whether {@code weight} is more than what tasks may keep for themselves} */
    boolean isFarExceededBy(Weight weight) {
      return weight.inline() > bytes + bytes / 4 || weight.blobs() > blobBytes + blobBytes / 4;
    }
  }
}
