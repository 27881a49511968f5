package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.time.Duration;

/** Finds out when a coordinator has had no live run for a while. */
record IdleWatch(URI url, Duration limit) {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final RunFilter ANY_LIVE = new RunFilter(RunStatus.RUNNING, 1, null);

  void awaitIdle() {
    try (KappaClient client = new KappaClient(() -> url)) {
      long busyAt = System.nanoTime();
      while (System.nanoTime() - busyAt < limit.toNanos()) {
        pause();
        if (!client.list(ANY_LIVE).isEmpty()) {
          busyAt = System.nanoTime();
        }
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(limit.compareTo(LONGEST_PAUSE) < 0 ? limit : LONGEST_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }
}
