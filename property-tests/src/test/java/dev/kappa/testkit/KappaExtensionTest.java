package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

@ExtendWith(KappaExtensionTest.Expected.class)
@WithKappa
final class KappaExtensionTest {
  private static final String WRONG = "wrong on purpose";

  /** Sees the failure after the extension has. */
  static final class Expected implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
        throws Throwable {
      if (!WRONG.equals(failure.getMessage())) {
        throw failure;
      }
      assertThat(failure.getSuppressed()).hasSize(1);
      assertThat(failure.getSuppressed()[0])
          .hasMessageContaining("with schedule c1:after")
          .hasMessageContaining("task 0.0 runs step 'greet'");
    }
  }

  @Test
  void runnerIsGivenToTestsThatWantOne(KappaRunner kappa) {
    assertThat(kappa.run(Shop::greet, "you").result()).isEqualTo("Hello, you");
  }

  @Test
  void failureTellsTheLastRun(KappaRunner kappa) {
    kappa.of(Shop::greet, "you").run(FaultSchedule.parse("c1:after"));
    throw new AssertionError(WRONG);
  }

  @Test
  void failureBeforeAnyRunIsLeftAlone(KappaRunner kappa) {
    assertThat(kappa.last()).isNull();
  }
}
