package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.client.CoordinatorAddress;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Finds out when a coordinator has had no live run and no schedule for a while. */
record IdleWatch(URI url, @Nullable Token token, String trust, Duration limit)
    implements CoordinatorAddress {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final RunFilter ANY_LIVE = new RunFilter(RunStatus.RUNNING, 1, null);

  void awaitIdle() {
    try (KappaClient client = new KappaClient(this)) {
      long busyAt = System.nanoTime();
      RunView live = null;
      while (System.nanoTime() - busyAt < limit.toNanos()) {
        pause();
        live = live(client, live);
        if (live != null || isAwaited(client)) {
          busyAt = System.nanoTime();
        }
      }
    }
  }

  /** {@return a live run: the one before if it still is, for to look for one costs much more} */
  private static @Nullable RunView live(KappaClient client, @Nullable RunView before) {
    if (before != null) {
      RunView now = client.find(before.runId());
      if (!now.status().ended()) {
        return now;
      }
    }
    return client.list(ANY_LIVE).stream().findFirst().orElse(null);
  }

  /** {@return whether a schedule will start runs} */
  private static boolean isAwaited(KappaClient client) {
    return client.schedules().stream()
        .anyMatch(each -> each.tree().path("status").asString("").equals("ACTIVE"));
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
