package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.platform.InvokeOutcome.Returned;
import dev.kappa.coordinator.platform.local.handler.HangingInit;
import dev.kappa.coordinator.platform.local.handler.ScriptedHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of loaded classes: made once, whole, and never in the way. */
class StartupArchiveIT {
  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  @TempDir Path directory;
  private Path jar = Path.of("");

  @BeforeEach
  void packageHandlers() throws IOException {
    jar = HandlerJar.in(directory);
  }

  private LocalLambdaSettings settings(Class<?> handler) {
    return LocalLambdaSettings.of("test", jar, handler.getName(), directory)
        .withCacheDirectory(directory.resolve("cache"));
  }

  private static void assertServes(LocalPlatform platform) {
    byte[] input = "\"echo:hello\"".getBytes(StandardCharsets.UTF_8);
    byte[] output = "\"hello\"".getBytes(StandardCharsets.UTF_8);
    assertThat(platform.invoke(input).join()).isEqualTo(new Returned(output));
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("cache/functions"))) {
      return all.filter(file -> file.toString().matches(".*\\.(aot|jsa)|.*/\\.making-.*")).toList();
    }
  }

  private void makeAndUse(LocalLambdaSettings settings) throws IOException {
    try (LocalPlatform platform = LocalPlatform.start(settings)) {
      assertThat(platform.service().startupArchiveReady().join()).isTrue();
      assertServes(platform);
    }
    assertThat(archives()).hasSize(1);
    long made = Files.getLastModifiedTime(archives().get(0)).toMillis();
    try (LocalPlatform platform = LocalPlatform.start(settings)) {
      assertServes(platform);
    }
    assertThat(Files.getLastModifiedTime(archives().get(0)).toMillis()).isEqualTo(made);
    assertThat(Files.readString(directory.resolve("worker-logs/worker-1.log")))
        .doesNotContainIgnoringCase("archive")
        .doesNotContainIgnoringCase("aot");
  }

  @Test
  void archiveIsMadeOnceAndUsed() throws IOException {
    makeAndUse(settings(ScriptedHandler.class));
  }

  @Test
  void javaBeforeTheAotCacheUsesAClassDataArchive() throws IOException {
    Path home = Files.createDirectories(directory.resolve("java"));
    Files.createDirectory(home.resolve("bin"));
    Files.createSymbolicLink(home.resolve("bin/java"), JAVA.resolve("bin/java"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21.0.9\"\n");
    makeAndUse(settings(ScriptedHandler.class).withJavaHome(home));
    assertThat(archives().get(0).toString()).endsWith(".jsa");
  }

  @Test
  void archiveOfOtherOptionsIsNotUsed() throws IOException {
    makeAndUse(settings(ScriptedHandler.class));
    LocalLambdaSettings other = settings(ScriptedHandler.class).withMemoryMegabytes(1024);
    try (LocalPlatform platform = LocalPlatform.start(other)) {
      assertThat(platform.service().startupArchiveReady().join()).isTrue();
      assertServes(platform);
    }
    assertThat(archives()).hasSize(2);
  }

  @Test
  void brokenArchiveDoesNotKeepWorkersFromStarting() throws IOException {
    makeAndUse(settings(ScriptedHandler.class));
    Path archive = archives().get(0);
    byte[] half = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(half, half.length / 2));
    try (LocalPlatform platform = LocalPlatform.start(settings(ScriptedHandler.class))) {
      assertServes(platform);
    }
    Files.writeString(archive, "nothing of use");
    try (LocalPlatform platform = LocalPlatform.start(settings(ScriptedHandler.class))) {
      assertServes(platform);
    }
  }

  @Test
  void closeWhileTheArchiveIsMadeLeavesNothing() throws IOException {
    LocalPlatform platform = LocalPlatform.start(settings(HangingInit.class));
    platform.close();
    assertThat(platform.service().startupArchiveReady().join()).isFalse();
    assertThat(archives()).isEmpty();
  }

  @Test
  void replacedJarIsANewFunctionAndTheOldServiceKeepsItsCopy() throws IOException {
    LocalLambdaSettings settings = settings(ScriptedHandler.class).withStartupArchive(false);
    try (LocalPlatform platform = LocalPlatform.start(settings)) {
      Files.writeString(jar, "half of a jar that is being written");
      assertServes(platform);
      HandlerJar.in(directory);
    }
    try (LocalPlatform platform = LocalPlatform.start(settings)) {
      assertServes(platform);
    }
  }
}
