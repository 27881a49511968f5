package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A call names a function, and maybe a version of it. */
class FunctionNameTest {
  private final FunctionName name = new FunctionName("kappa");

  @Test
  void callWithoutAVersionMeansTheLatest() {
    assertThat(name.versionMeant("kappa", "")).isEqualTo("$LATEST");
    assertThat(name.versionMeant("arn:aws:lambda:eu:1:function:kappa", "")).isEqualTo("$LATEST");
    assertThat(name.versionMeant("kappa", "Qualifier=%24LATEST")).isEqualTo("$LATEST");
  }

  @Test
  void versionCanBeInTheNameOrTheQuery() {
    assertThat(name.versionMeant("kappa:7", "")).isEqualTo("7");
    assertThat(name.versionMeant("kappa", "Qualifier=7")).isEqualTo("7");
    assertThat(name.versionMeant("kappa:7", "Qualifier=7")).isEqualTo("7");
    assertThat(name.versionMeant("kappa:7", "Qualifier=8")).isNull();
  }

  @Test
  void otherFunctionsAreNotMeant() {
    assertThat(name.versionMeant("other", "")).isNull();
    assertThat(name.versionMeant("kappa2", "Qualifier=7")).isNull();
  }
}
