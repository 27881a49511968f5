package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.tests.app.TestApplication;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** While the user's own Redis is gone, runs wait; nothing is lost. */
final class RedisGoneIT {
  private static final int TURNS = 30_000;

  @TempDir private Path directory;

  @Test
  void runWaitsWhileRedisIsGoneAndEndsRightWhenItIsBack() throws Exception {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData()) {
      Program program =
          kappa.start(
              "run",
              "turns",
              "--input",
              "{\"n\":%d}".formatted(TURNS),
              "--json",
              "--jar",
              jar.toString(),
              "--redis",
              redis.uri());
      String id = kappa.awaitRun("turns", run -> run.invocations() > 0).runId();
      long turns = 0;
      for (int outage = 1; outage <= 3; outage++) {
        long soon = turns + 300;
        turns =
            Eventually.found(
                "it goes on",
                () -> Optional.of(kappa.find(id).checkpoints()).filter(n -> n >= soon));
        assertThat(turns).isLessThan(TURNS);
        redis.stop();
        int times = outage;
        Eventually.holds("the outage is noticed", () -> noticed(kappa) >= times);
        assertThat(kappa.find(id).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(program.isAlive()).isTrue();
        redis.startAgain();
      }
      JsonNode run = program.await().exits(0).document();
      assertThat(run.get("result").intValue()).isEqualTo(TURNS);
      assertThat(run.get("checkpoints").intValue()).isGreaterThanOrEqualTo(TURNS);
    }
  }

  /** {@return how often the coordinator has said that Redis is gone} */
  private static int noticed(Kappa kappa) {
    return kappa.log().split("store unavailable: Redis at 127.0.0.1", -1).length - 1;
  }
}
