package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The level of durability that promises nothing: runs end with their coordinator. */
final class MemoryIT {
  @Test
  void runsAreGoneWithTheCoordinatorThatKeptThemInMemory() {
    try (Kappa kappa = Kappa.onNewData()) {
      try (Program coordinator = kappa.startCoordinator("--durability", "memory")) {
        kappa.call("run", "fib", "--input", "{\"n\":3}").exits(0);
        assertThat(runs(kappa)).hasSize(1);
        coordinator.kill();
      }
      Eventually.holds("all has ended", () -> Processes.of(kappa.data()).isEmpty());
      kappa.startCoordinator("--durability", "memory");
      assertThat(runs(kappa)).isEmpty();
    }
  }

  private static JsonNode runs(Kappa kappa) {
    return kappa.call("list", "--json").exits(0).document().get("runs");
  }
}
