package dev.kappa.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  @Test
  void manyFunctionsNeedThreeFilesEachAndSomeBeside() {
    OpenFiles.demand(5_000, 17_000);
    assertThatThrownBy(() -> OpenFiles.demand(5_000, 16_999))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessageContaining("17000")
        .hasMessageContaining("LimitNOFILE");
  }

  @Test
  void fewFunctionsAreNotLookedAt() {
    OpenFiles.demand(1_000, 1_024);
  }

  @Test
  void limitOfThisProcessIsKnown() {
    assertThat(OpenFiles.limit()).isBetween(64L, Long.MAX_VALUE - 1);
  }
}
