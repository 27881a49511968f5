package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLambdaSettingsTest {
  @TempDir Path directory;

  private LocalLambdaSettings settings() throws IOException {
    Path jar = directory.resolve("a.jar");
    Files.writeString(jar, "");
    return LocalLambdaSettings.of("f", jar, "a.Handler", directory);
  }

  @Test
  void defaultsAreThoseOfTheDocumentation() throws IOException {
    LocalLambdaSettings settings = settings();
    assertThat(settings.memoryMegabytes()).isEqualTo(512);
    assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.idle()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.concurrency()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void valueOutOfItsRangeIsNamedWithTheRange() throws IOException {
    LocalLambdaSettings settings = settings();
    assertThatThrownBy(() -> settings.withMemoryMegabytes(64))
        .isInstanceOf(KappaException.class)
        .hasMessage("memoryMegabytes: 64 (expected: 128 to 10240)");
    assertThatThrownBy(() -> settings.withTimeout(Duration.ofMinutes(16)))
        .hasMessage("timeout: PT16M (expected: PT0.001S to PT15M)");
    assertThatThrownBy(() -> settings.withConcurrency(0)).hasMessageContaining("concurrency: 0");
  }

  @Test
  void jarThatIsNotThereIsNamed() {
    Path jar = directory.resolve("missing.jar");
    assertThatThrownBy(() -> LocalLambdaSettings.of("f", jar, "a.Handler", directory))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining(jar.toString());
  }

  @Test
  void nativePartIsNamedForTheMachine() {
    assertThat(NativePart.fileName("Linux", "amd64", false))
        .hasValue("libaws-lambda-jni.linux-x86_64.so");
    assertThat(NativePart.fileName("Linux", "aarch64", true))
        .hasValue("libaws-lambda-jni.linux_musl-aarch_64.so");
    assertThat(NativePart.fileName("Mac OS X", "aarch64", false)).isEmpty();
    assertThat(NativePart.fileName("Linux", "riscv64", false)).isEmpty();
  }
}
