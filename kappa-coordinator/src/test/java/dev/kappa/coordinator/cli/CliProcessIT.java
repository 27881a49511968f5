package dev.kappa.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliProcessIT {
  @TempDir private Path directory;
  private Path jar;
  private DataDirectory data;

  @BeforeEach
  void makeJar() {
    jar = CalledCli.jarAt(directory.resolve("app.jar"));
    data = new DataDirectory(directory.resolve("data"));
  }

  @AfterEach
  void endTheBackground() {
    data.owner()
        .flatMap(owner -> ProcessHandle.of(owner.pid()))
        .ifPresent(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
  }

  @Test
  void nothingButTheDocumentComesOutWhateverTheCoordinatorPrints() throws Exception {
    try (KappaProcess kappa = start(false, "run", "echo", "--json")) {
      assertThat(kappa.out()).startsWith("{\"runId\":\"run-1\"").hasLineCount(1);
      assertThat(kappa.restOfErr()).doesNotContain("noise");
      assertThat(kappa.exitCode()).isZero();
    }
    assertThat(Files.readString(data.log()))
        .contains("noise on standard output", "noise on standard error");
  }

  @Test
  void detachedRunIsLeftToACoordinatorInTheBackground() throws Exception {
    try (KappaProcess kappa = start(false, "run", "wait", "--detach")) {
      assertThat(kappa.out()).isEqualTo("run-1\n");
      assertThat(kappa.restOfErr())
          .isEqualTo(
              "run-1 goes on; pick it up again with: kappa result run-1 --data " + data.path());
      assertThat(kappa.exitCode()).isZero();
    }
    Owner owner = data.owner().orElseThrow();
    assertThat(owner.kind()).isEqualTo(Owner.Kind.BACKGROUND);
    assertThat(data.tryClaim()).isEmpty();
    try (KappaProcess list = start(false, "run", "echo", "--input", "7")) {
      assertThat(list.out()).isEqualTo("7\n");
    }
    assertThat(data.owner()).contains(owner);
  }

  @Test
  void coordinatorInTheBackgroundHasTheOptionsAndItsCommandLineShowsNoPassword() throws Exception {
    String redis = "--redis=redis://:secret@elsewhere:1";
    try (KappaProcess kappa = start(false, "run", "wait", "--detach", "--memory=300", redis)) {
      assertThat(kappa.exitCode()).isZero();
    }
    Owner owner = data.owner().orElseThrow();
    assertThat(owner.redis()).hasToString("redis://:secret@elsewhere:1");
    assertThat(data.lastOptions().orElseThrow().memoryMb()).isEqualTo(300);
    Path line = Path.of("/proc", Long.toString(owner.pid()), "cmdline");
    assertThat(line).content().contains("--background").doesNotContain("secret");
  }

  @Test
  void redisComesFromTheEnvironmentAndIsRemembered() throws Exception {
    Map<String, String> environment = Map.of("KAPPA_REDIS", "redis://:secret@elsewhere:1");
    try (KappaProcess kappa =
        KappaProcess.start(data.path(), jar, false, environment, "run", "echo")) {
      assertThat(kappa.exitCode()).isZero();
    }
    assertThat(data.lastOptions().orElseThrow().redis()).hasToString("redis://:secret@elsewhere:1");
  }

  @Test
  void benchLeavesTheRedisOfTheEnvironmentAlone() throws Exception {
    Map<String, String> environment = Map.of("KAPPA_REDIS", "redis://:secret@elsewhere:1");
    try (KappaProcess kappa = KappaProcess.start(data.path(), jar, false, environment, "bench")) {
      assertThat(kappa.restOfErr()).startsWith("KAPPA-101: ");
    }
    assertThat(data.path().resolve("bench/coordinator.log"))
        .content()
        .contains("its own Redis")
        .doesNotContain("elsewhere");
  }

  @Test
  void interruptWithoutATerminalDetaches() throws Exception {
    try (KappaProcess kappa = start(false, "run", "wait")) {
      kappa.awaitErr("run-1: 1 of 3 tasks done");
      kappa.interrupt();
      kappa.awaitErr("pick it up again with: kappa result run-1");
      assertThat(kappa.out()).isEqualTo("run-1\n");
      assertThat(kappa.exitCode()).isEqualTo(ExitCode.DETACHED);
    }
    assertThat(data.owner().orElseThrow().kind()).isEqualTo(Owner.Kind.BACKGROUND);
  }

  @Test
  void interruptOnATerminalAsksAndObeys() throws Exception {
    try (KappaProcess kappa = start(true, "run", "wait", "--json")) {
      kappa.awaitErr("run-1: 1 of 3 tasks done");
      kappa.interrupt();
      kappa.awaitErr("[d]etach, [c]ancel or [k]eep waiting? ");
      kappa.type("what?");
      kappa.awaitErr("[d]etach, [c]ancel or [k]eep waiting? ");
      kappa.type("k");
      kappa.awaitErr("waiting for run-1");
      kappa.interrupt();
      kappa.awaitErr("[d]etach, [c]ancel or [k]eep waiting? ");
      kappa.type("c");
      assertThat(kappa.out()).contains("\"status\":\"CANCELLED\"").hasLineCount(1);
      assertThat(kappa.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
    }
    assertThat(data.owner()).isEmpty();
  }

  @Test
  void secondInterruptDetaches() throws Exception {
    try (KappaProcess kappa = start(true, "run", "wait")) {
      kappa.awaitErr("run-1: 1 of 3 tasks done");
      kappa.interrupt();
      kappa.awaitErr("[d]etach, [c]ancel or [k]eep waiting? ");
      kappa.interrupt();
      assertThat(kappa.exitCode()).isEqualTo(ExitCode.DETACHED);
    }
  }

  @Test
  void coordinatorInTheBackgroundEndsWhenIdle() throws Exception {
    try (KappaProcess kappa = start(false, "coordinator", "--background", "--idle=50ms")) {
      assertThat(kappa.exitCode()).isZero();
    }
    assertThat(data.path().resolve("coordinator.json")).doesNotExist();
  }

  private KappaProcess start(boolean terminal, String... arguments) throws Exception {
    return KappaProcess.start(data.path(), jar, terminal, arguments);
  }
}
