package dev.kappa.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a soak is told with what it is to be done, and which faults that brings. */
final class SoakSettingsTest {
  private static final int SECONDS = 45;

  @BeforeEach
  @AfterEach
  void unsaid() {
    for (String name : Set.of("mode", "bucket", "redis")) {
      System.clearProperty("kappa.soak." + name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mode, call, connected, return",
    "bucket, S3, none, s3",
    "redis, three, one, cluster"
  })
  void wordThatIsNoneIsRefusedWithThoseThatThereAre(
      String name, String said, String first, String second) {
    System.setProperty("kappa.soak." + name, said);
    assertThatThrownBy(() -> SoakSettings.ofProperties(SECONDS, 1))
        .hasMessage("kappa.soak.%s: %s (expected: %s, or %s)", name, said, first, second);
  }

  @Test
  void connectedWorkersWithoutABucketAreTheUsual() {
    SoakSettings settings = SoakSettings.ofProperties(SECONDS, 1);
    assertThat(settings.returning()).isFalse();
    assertThat(settings.bucket()).isFalse();
    assertThat(kinds(settings))
        .contains("CUT WORKERS", "kill REDIS")
        .noneMatch(kind -> kind.contains("BUCKET") || kind.contains("FUNCTIONS"));
  }

  @Test
  void eachFaultOfWhatThereIsComesEvenInAShortSoak() {
    System.setProperty("kappa.soak.mode", "return");
    System.setProperty("kappa.soak.bucket", "s3");
    SoakSettings settings = SoakSettings.ofProperties(SECONDS, 1);
    assertThat(settings).isEqualTo(settings.returningWithABucket(SECONDS));
    assertThat(kinds(settings))
        .contains("kill BUCKET", "freeze BUCKET", "ANSWERS_LOST BUCKET", "STALLED BUCKET")
        .contains("CUT BUCKET", "SLOW BUCKET", "CUT FUNCTIONS", "ANSWERS_LOST FUNCTIONS")
        .noneMatch(kind -> kind.contains("WORKERS"));
  }

  private static Set<String> kinds(SoakSettings settings) {
    return FaultPlan.kinds(FaultPlan.ofAllKinds(settings));
  }
}
