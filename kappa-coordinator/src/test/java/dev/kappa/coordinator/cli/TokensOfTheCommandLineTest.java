package dev.kappa.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.Audit;
import dev.kappa.coordinator.api.FakeRuns;
import dev.kappa.coordinator.cli.CalledCli.Answer;
import dev.kappa.coordinator.store.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensOfTheCommandLineTest {
  @TempDir private Path directory;
  private CalledCli cli;
  private Path tokens;

  @BeforeEach
  void makeCli() {
    cli = new CalledCli(directory);
    tokens = directory.resolve("tokens");
  }

  /** Makes a token; answers the file that has it. */
  private Path token(String name, String role) throws IOException {
    Answer made = cli.call("token", name, "--role", role, "--tokens", tokens.toString());
    assertThat(made.code()).isZero();
    assertThat(made.err()).doesNotContain(made.out().strip());
    return Files.writeString(directory.resolve(name), made.out());
  }

  private CoordinatorOptions guarded() {
    return new CoordinatorOptions(
        directory,
        null,
        null,
        "127.0.0.1",
        0,
        cli.jar,
        null,
        256,
        Duration.ofMinutes(1),
        1,
        4096,
        Durability.REDIS,
        Tuning.USUAL,
        new GuardOptions(tokens, null, null, null, null, null),
        directory);
  }

  @Test
  void tokenInAFileIsShownToACoordinatorElsewhere() throws IOException {
    Path run = token("shop", "run");
    Path read = token("dashboard", "read");
    try (RunningCoordinator elsewhere = FakeCoordinator.serve(new FakeRuns(), guarded())) {
      String url = elsewhere.url().toString();
      Answer answer =
          cli.call(
              "run", "echo", "--input=7", "--coordinator", url, "--token-file", run.toString());
      assertThat(answer.out()).isEqualTo("7\n");
      Answer lesser =
          cli.call("run", "echo", "--coordinator", url, "--token-file", read.toString());
      assertThat(lesser.code()).isEqualTo(2);
      assertThat(lesser.err())
          .startsWith("KAPPA-117: the token 'dashboard' has the role read (expected: run)");
      Answer none = cli.call("list", "--coordinator", url);
      assertThat(none.code()).isEqualTo(2);
      assertThat(none.err()).startsWith("KAPPA-116: this coordinator asks for a token");
    }
  }

  @Test
  void commandsForADataDirectoryAreItsOwners() throws IOException {
    token("shop", "run");
    Answer started = cli.call("run", "echo", "--input=7", "--tokens", tokens.toString());
    assertThat(started.err()).doesNotContain("KAPPA");
    assertThat(started.out()).isEqualTo("7\n");
    DataDirectory data = new DataDirectory(cli.data);
    assertThat(data.lastOptions().orElseThrow().guard())
        .isEqualTo(new GuardOptions(tokens, null, null, null, null, null));
    CoordinatorOptions options = data.lastOptions().orElseThrow();
    Surroundings surroundings =
        new Surroundings(
            Terminal.ofProcess(), cli.coordinator, log -> {}, cli.data, cli.jar, List.of());
    try (HostedCoordinator hosted =
        HostedCoordinator.start(
            Owner.Kind.DEV,
            data.tryClaim().orElseThrow(),
            options,
            surroundings,
            failure -> ExitCode.UNAVAILABLE)) {
      assertThat(hosted.token()).isNotNull();
      assertThat(cli.call("terminate", "run-1").code()).isZero();
      assertThat(cli.call("list").code()).isZero();
    }
  }

  @Test
  void noneTurnsThemOffAgain() throws IOException {
    token("shop", "run");
    cli.call("run", "echo", "--tokens", tokens.toString());
    cli.call("run", "echo", "--tokens", "none");
    assertThat(new DataDirectory(cli.data).lastOptions().orElseThrow().guard())
        .isEqualTo(GuardOptions.NONE);
  }

  @Test
  void keysAreRememberedByTheirFileAndNoneTurnsThemOff() {
    Path keys = directory.resolve("keys");
    Answer made = cli.call("key", "--file", keys.toString());
    assertThat(made.code()).isZero();
    assertThat(made.out()).matches("[0-9a-f]{16}\n");
    assertThat(cli.call("key", "--file", keys.toString(), "--reading").code()).isZero();

    cli.call("run", "echo", "--keys", "file:" + keys);
    cli.call("run", "echo");
    assertThat(cli.coordinator.starts.getLast().guard().keys()).hasToString("file:" + keys);
    cli.call("run", "echo", "--keys", "none");
    assertThat(cli.coordinator.starts.getLast().guard()).isEqualTo(GuardOptions.NONE);
  }

  @Test
  void keysThatAreNoneAreAWrongCall() {
    Answer answer = cli.call("run", "echo", "--keys", "password");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("expected: file:PATH or kms:KEY");
  }

  @Test
  void whatIsNoTokenIsNotRepeated() throws IOException {
    Path file = Files.writeString(directory.resolve("t"), "two words\nand more");
    Answer answer =
        cli.call("list", "--coordinator", "http://127.0.0.1:1", "--token-file", file.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).startsWith("KAPPA-109: " + file + " has no token");
    assertThat(answer.err()).doesNotContain("two words");
  }

  @Test
  void recordOnStandardErrorIsNoFileAndIsRemembered() {
    cli.call("run", "echo", "--audit", "-");
    cli.call("run", "echo");
    assertThat(cli.coordinator.starts)
        .extracting(options -> options.guard().audit())
        .containsExactly(Audit.STANDARD_ERROR, Audit.STANDARD_ERROR);
  }

  @Test
  void tokenIsForACoordinatorElsewhereOnly() {
    Answer answer = cli.call("run", "echo", "--token-file", "f");
    assertThat(answer.err()).startsWith("KAPPA-109: --token-file: only together with");
  }
}
