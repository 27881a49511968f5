package dev.kappa.handler;

import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How long a resident worker goes on: until it is told to end, has had nothing to do for as long as
 * it was told, is of no more use, or nobody lets it in for a minute, however often it is told no.
 * It outlasts that while it has tasks: their steps may be long, and their own coordinators may be
 * there again when they end. Thread-safe.
 */
final class ResidentLife implements Deadline {
  /** Further away than any task is long: a hundred years. */
  private static final long FAR_MILLIS = Duration.ofDays(36_525).toMillis();

  /** Whoever comes late can still give its task back. */
  private static final long LEAST_MILLIS = 5_000;

  private static final Duration ALONE = Duration.ofMinutes(1);

  private final long aloneNanos;
  private final long idleNanos;
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile long end;
  private volatile boolean ended;
  private volatile boolean spent;
  private final AtomicInteger tasks = new AtomicInteger();
  private volatile long worked = System.nanoTime();
  private volatile long aloneSince;
  private volatile @Nullable KappaException failure;
  private final TimeLimit time = new TimeLimit(this);

  /**
   * Begins.
   *
   * @param idle without a task for so long, it ends; zero for never
   */
  ResidentLife(Duration idle) {
    this(idle, ALONE);
  }

  /** As {@link #ResidentLife(Duration)}; it ends when nobody has let it in for {@code alone}. */
  ResidentLife(Duration idle, Duration alone) {
    this.idleNanos = idle.toNanos();
    this.aloneNanos = alone.toNanos();
  }

  /** {@return the same for what works: when it ends, no more work is begun} */
  TimeLimit time() {
    return time;
  }

  /** {@return for how long what it does may go on} */
  @Override
  public long remainingMillis() {
    return ended ? Math.max(LEAST_MILLIS, (end - System.nanoTime()) / 1_000_000) : FAR_MILLIS;
  }

  /** Tasks are given back at the end of their steps, which may take {@code grace}. */
  void end(Duration grace) {
    if (!ended) {
      end = System.nanoTime() + grace.toNanos();
      ended = true;
      time.end();
      ending.countDown();
    }
  }

  /** {@return whether it takes no more tasks} */
  boolean isEnding() {
    boolean idle = idleNanos > 0 && tasks.get() == 0;
    if (!ended && idle && System.nanoTime() - worked > idleNanos) {
      end(Duration.ZERO);
    }
    return ended;
  }

  /** A task begins. */
  void begins() {
    tasks.incrementAndGet();
  }

  /** A task is over here. */
  void ends() {
    worked = System.nanoTime();
    tasks.decrementAndGet();
  }

  /** A coordinator has let it in, and had a task for it or word that there is none. */
  void letIn() {
    aloneSince = 0;
  }

  /** Steps were left behind: another process is better. */
  void spent() {
    spent = true;
    end(Duration.ZERO);
  }

  /** Nobody lets a slot in that has no task. */
  void failed(KappaException why) {
    long now = System.nanoTime();
    if (aloneSince == 0) {
      aloneSince = now;
    } else if (now - aloneSince > aloneNanos && tasks.get() == 0) {
      failure = why;
      end(Duration.ZERO);
    }
  }

  /** {@return why it can't go on; null if it ended in good order} */
  @Nullable KappaException failure() {
    return failure;
  }

  boolean isSpent() {
    return spent;
  }

  /** Waits until it takes no more tasks. */
  void await() throws InterruptedException {
    ending.await();
  }
}
