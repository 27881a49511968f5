package dev.kappa.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kappa.coordinator.children.ChildJvm;
import dev.kappa.coordinator.children.Eventually;
import dev.kappa.coordinator.embedded.EmbeddedRedisSettings.AppendFsync;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedRedisIT {
  @TempDir static Path shared;
  @TempDir Path directory;

  private EmbeddedRedis start() {
    return EmbeddedRedis.start(directory, settings());
  }

  private static EmbeddedRedisSettings settings() {
    return EmbeddedRedisSettings.defaults().withCacheDirectory(shared);
  }

  private static <T> T with(URI uri, Function<StatefulRedisConnection<String, String>, T> use) {
    try (RedisClient client = RedisClient.create(uri.toString());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return use.apply(connection);
    }
  }

  private static void set(URI uri, String key, String value) {
    with(uri, redis -> redis.sync().set(key, value));
  }

  private static String get(URI uri, String key) {
    return with(uri, redis -> redis.sync().get(key));
  }

  @ParameterizedTest
  @EnumSource(AppendFsync.class)
  void settingsAreThoseThatDurabilityNeeds(AppendFsync fsync) {
    try (EmbeddedRedis redis = EmbeddedRedis.start(directory, settings().withAppendFsync(fsync))) {
      with(
          redis.uri(),
          connection -> {
            assertThat(connection.sync().configGet("append*"))
                .containsEntry("appendonly", fsync == AppendFsync.OFF ? "no" : "yes")
                .containsEntry("appendfsync", fsync.word());
            assertThat(connection.sync().configGet("maxmemory-policy"))
                .containsEntry("maxmemory-policy", "noeviction");
            return assertThat(connection.sync().configGet("save")).containsEntry("save", "");
          });
    }
  }

  @Test
  void dataOfBeforeIsNotHiddenByAServerWithoutAppendOnlyFile() {
    try (EmbeddedRedis redis = start()) {
      set(redis.uri(), "run", "7");
    }
    assertThatThrownBy(
            () -> EmbeddedRedis.start(directory, settings().withAppendFsync(AppendFsync.OFF)))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("another durability");
    try (EmbeddedRedis redis = start()) {
      assertThat(get(redis.uri(), "run")).isEqualTo("7");
    }
  }

  @Test
  void dataIsThereAfterARestart() {
    try (EmbeddedRedis redis = start()) {
      set(redis.uri(), "run", "7");
    }
    try (EmbeddedRedis redis = start()) {
      assertThat(get(redis.uri(), "run")).isEqualTo("7");
    }
  }

  @Test
  void closeEndsTheServer() {
    long pid;
    try (EmbeddedRedis redis = start()) {
      pid = redis.pid();
      assertThat(ProcessHandle.of(pid)).isPresent();
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void passwordIsAskedForAndNoOneElseCanReadIt() throws IOException {
    try (EmbeddedRedis redis = start()) {
      URI without = URI.create("redis://127.0.0.1:" + redis.uri().getPort());
      assertThatThrownBy(() -> set(without, "a", "b")).hasStackTraceContaining("NOAUTH");
      Path configuration = directory.resolve("redis/redis.conf");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration)))
          .isEqualTo("rw-------");
      assertThat(ProcessHandle.of(redis.pid()).orElseThrow().info().commandLine().orElse(""))
          .contains(configuration.toString())
          .doesNotContain(redis.uri().getUserInfo().substring(1));
    }
  }

  @Test
  void killedServerIsStartedAgainOnTheSamePortWithItsData() {
    try (EmbeddedRedis redis = start()) {
      set(redis.uri(), "run", "8");
      long killed = redis.pid();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      Eventually.holds(() -> redis.pid() != killed);
      assertThat(get(redis.uri(), "run")).isEqualTo("8");
    }
  }

  @Test
  void clientReconnectsToTheServerThatWasStartedAgain() {
    try (EmbeddedRedis redis = start()) {
      with(
          redis.uri(),
          connection -> {
            connection.sync().set("run", "9");
            ProcessHandle.of(redis.pid()).orElseThrow().destroyForcibly();
            Eventually.holds(() -> "9".equals(getOrNothing(connection, "run")));
            return true;
          });
    }
  }

  /** What was under way when the server died fails; what comes after does not. */
  private static @Nullable String getOrNothing(
      StatefulRedisConnection<String, String> connection, String key) {
    try {
      return connection.sync().get(key);
    } catch (RedisException e) {
      return null;
    }
  }

  @Test
  void secondOwnerIsRefusedAndTheFirstIsNotDisturbed() {
    try (EmbeddedRedis redis = start()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(this::start)
            .isInstanceOfSatisfying(
                KappaException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIRECTORY_IN_USE));
      }
      set(redis.uri(), "still", "here");
    }
  }

  @Test
  void ownerInAnotherProcessIsRespected() throws Exception {
    try (ChildJvm owner =
        ChildJvm.start(RedisOwner.class, directory.toString(), shared.toString())) {
      URI uri = URI.create(owner.line());
      assertThatThrownBy(this::start)
          .isInstanceOfSatisfying(
              KappaException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIRECTORY_IN_USE));
      set(uri, "still", "here");
    }
  }

  @Test
  void serverEndsWhenItsOwnerIsKilledAndTheNextOwnerHasTheData() throws Exception {
    long orphan;
    try (ChildJvm owner =
        ChildJvm.start(RedisOwner.class, directory.toString(), shared.toString())) {
      set(URI.create(owner.line()), "run", "10");
      orphan = Long.parseLong(owner.line());
      owner.kill();
    }
    try (EmbeddedRedis redis = start()) {
      Eventually.isGone(orphan);
      assertThat(get(redis.uri(), "run")).isEqualTo("10");
    }
  }

  @Test
  void serverEndsAloneWhenItsOwnerIsKilled() throws Exception {
    try (ChildJvm owner =
        ChildJvm.start(RedisOwner.class, directory.toString(), shared.toString())) {
      owner.line();
      long orphan = Long.parseLong(owner.line());
      owner.kill();
      Eventually.isGone(orphan);
    }
  }

  @Test
  void serverThatOutlivedItsOwnerAndItsWatchIsEndedFirst() throws Exception {
    RedisProgram program = RedisProgram.choose(settings(), shared);
    long orphan;
    try (RedisDirectory files = RedisDirectory.claim(directory.resolve("redis"))) {
      files.writeConfiguration(RedisConfiguration.text(files, settings(), 0, "secret"));
      Process server =
          new ProcessBuilder(program.file().toString(), files.configuration().toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      orphan = server.pid();
      Files.writeString(files.processId(), orphan + "\n");
    }
    try (EmbeddedRedis redis = start()) {
      assertThat(redis.pid()).isNotEqualTo(orphan);
      Eventually.isGone(orphan);
    }
  }

  @Test
  void strangerWithARecordedProcessIdIsLeftAlone() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Path redis = Files.createDirectories(directory.resolve("redis"));
      Files.writeString(redis.resolve("redis.pid"), stranger.pid() + "\n");
      start().close();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void cutOffEndOfTheLogIsNoHindrance() throws IOException {
    try (EmbeddedRedis redis = start()) {
      set(redis.uri(), "run", "11");
    }
    Path log;
    try (var files = Files.walk(directory)) {
      log =
          files
              .filter(f -> f.toString().endsWith(".aof"))
              .filter(f -> isLarge(f))
              .findFirst()
              .orElseThrow();
    }
    Files.writeString(
        log, "*3\r\n$3\r\nSET\r\n$4\r\nhal", StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
    try (EmbeddedRedis redis = start()) {
      assertThat(get(redis.uri(), "run")).isEqualTo("11");
    }
  }

  private static boolean isLarge(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void logThatCannotBeReadFailsTheStartWithTheServersOwnWords() throws IOException {
    Path redis = Files.createDirectories(directory.resolve("redis"));
    Files.writeString(redis.resolve("appendonly.aof"), "this is no log\n".repeat(10));
    assertThatThrownBy(this::start)
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("Bad file format");
  }

  @Test
  void dataOfANewerServerIsNotIgnored() throws IOException {
    RedisProgram program = RedisProgram.choose(settings(), shared);
    assumeTrue(program.major() < 7, "the server is new");
    Files.createDirectories(directory.resolve("redis/appendonlydir"));
    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_STORE));
  }

  @Test
  void programThatIsNoRedisIsRefused() {
    assertThatThrownBy(
            () -> EmbeddedRedis.start(directory, settings().withProgram(Path.of("/bin/true"))))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("/bin/true");
    start().close();
  }

  @Test
  void bundledProgramIsNamedForTheMachine() {
    assertThat(BundledRedis.name("Linux", "amd64")).hasValue("redis-server-6.2.6-v5-linux-amd64");
    assertThat(BundledRedis.name("Linux", "aarch64")).hasValue("redis-server-6.2.7-linux-arm64");
    assertThat(BundledRedis.name("Mac OS X", "aarch64"))
        .hasValue("redis-server-6.2.6-v5-darwin-arm64");
    assertThat(BundledRedis.name("Windows 11", "amd64")).isEmpty();
  }
}
