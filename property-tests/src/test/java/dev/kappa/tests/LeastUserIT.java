package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows run as the user of Redis that the deployment's file describes, and lack nothing. */
final class LeastUserIT {
  private static final Path USERS =
      Kappa.ROOT.resolve("kappa-lambda-handler/deploy/redis/users.acl");
  private static final String ADMIN = "AUTH admin test\r\n";

  @TempDir private Path directory;
  private @Nullable OwnRedis redis;
  private final Kappa kappa = Kappa.onNewData();

  @BeforeEach
  void startRedis() throws IOException {
    Path users = directory.resolve("users.acl");
    Files.writeString(
        users,
        Files.readString(USERS).replace("CHANGE-ME", "secret")
            + "user admin on >test ~* &* +@all\n");
    redis = OwnRedis.start(directory.resolve("redis"), "--aclfile", users.toString());
  }

  @AfterEach
  void stop() {
    try {
      kappa.close();
    } finally {
      redis().close();
    }
  }

  @Test
  void workflowsRunAndRedisRefusesNothingThatTheyNeed() throws IOException {
    Path jar = TestJar.write(directory.resolve("app.jar"), "dev.kappa.tests.app.TestApplication");
    String address = "redis://kappa:secret@127.0.0.1:" + redis().port();
    kappa.startCoordinator("--jar", jar.toString(), "--redis", address, "--retention", "1m");

    succeeds("7", "run", "turns", "--input", "{\"n\":7}");
    succeeds("45", "run", "crowd", "--input", "{\"n\":10}");
    succeeds("300000", "run", "large", "--input", "{\"n\":300000}");
    kappa.call("run", "throw").exits(1);
    assertThat(kappa.call("list").out()).contains("turns", "crowd", "large", "FAILED");

    // What nobody may do is refused, so the log of what was refused is one that can be believed.
    redis().ask("AUTH kappa secret\r\nFLUSHALL");
    // How Redis syncs is asked, and need not be known at the level redis.
    assertThat(refused()).as("what Redis refused").containsExactlyInAnyOrder("flushall", "config");
  }

  private OwnRedis redis() {
    return Objects.requireNonNull(redis);
  }

  private void succeeds(String result, String... arguments) {
    assertThat(kappa.call(arguments).exits(0).out().strip()).isEqualTo(result);
  }

  /** Redis's own log of what users lacked; the client library says its name without need. */
  private List<String> refused() throws IOException {
    return find("object\\r\\n\\$\\d+\\r\\n([^\\r]+)", redis().ask(ADMIN + "ACL LOG 100")).stream()
        .filter(name -> !name.startsWith("client"))
        .toList();
  }

  private static List<String> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }
}
