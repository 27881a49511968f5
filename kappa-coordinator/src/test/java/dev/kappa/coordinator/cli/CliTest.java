package dev.kappa.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.FakeRuns;
import dev.kappa.coordinator.api.HeldCount;
import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.cli.CalledCli.Answer;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.engine.EngineSettings;
import dev.kappa.coordinator.engine.WorkersMode;
import dev.kappa.coordinator.store.Durability;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.upgrade.Held;
import io.vavr.Function1;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  private static final String NO_RUN =
      "\"startedAt\":null,\"endedAt\":null,\"tasks\":0,\"invocations\":0,\"checkpoints\":0,\"attemptsLost\":0}\n";

  private static final RunFilter ANY = new RunFilter(null, 1, null);

  @TempDir private Path directory;
  private CalledCli cli;

  @BeforeEach
  void makeCli() {
    cli = new CalledCli(directory);
  }

  @Test
  void jsonOfARunIsExactlyOneDocument() {
    Answer answer = cli.call("run", "echo", "--input", "{\"n\": 1.50}", "--json");
    assertThat(answer.out())
        .isEqualTo(
            "{\"runId\":\"run-1\",\"workflow\":\"echo\",\"status\":\"SUCCEEDED\","
                + "\"result\":{\"n\":1.50},\"error\":null,"
                + "\"startedAt\":\"2026-01-02T03:04:05.678Z\",\"endedAt\":\"2026-01-02T03:04:06Z\","
                + "\"tasks\":3,\"invocations\":4,\"checkpoints\":5,\"attemptsLost\":1}\n");
    assertThat(answer.code()).isZero();
  }

  @Test
  void resultGoesToStandardOutputAndTheRestToStandardError() {
    Answer answer = cli.call("run", "echo", "--input", "[1, 2]");
    assertThat(answer.out()).isEqualTo("[1,2]\n");
    assertThat(answer.err())
        .isEqualTo(
            """
            run-1 started (echo)
            run-1 (echo) SUCCEEDED after 0.3 s: 3 tasks, 4 invocations, 5 checkpoints
            """);
  }

  @Test
  void failedRunEndsWithOneAndSaysWhere() {
    Answer answer = cli.call("run", "boom");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains("KAPPA-301: it broke (in step step-a)\n    at A.a(A.java:1)\n");
  }

  @Test
  void longTraceIsCutButSaysWhoSpawnedTheTask() {
    String err = cli.call("run", "boom", "--input", "\"deep\"").err();
    assertThat(err.lines().filter(line -> line.startsWith("    at A.a"))).hasSize(12);
    assertThat(err).contains("\n    in task 2.1\n    spawned by workflow 'boom'\n");
  }

  @Test
  void failuresThatNobodyAwaitedAreShown() {
    String warning =
        "warning: 2 tasks failed and nobody awaited them; the first: worker (task 2.1): KAPPA-301:"
            + " nobody heard\n";
    assertThat(cli.call("run", "boom").err()).contains(warning);
    assertThat(cli.call("status", "run-1").out()).contains(warning);
    assertThat(cli.call("status", "run-1", "--json").out())
        .contains("\"warnings\":[{\"kind\":\"FAILED_UNAWAITED\",\"count\":2,");
    assertThat(cli.call("run", "echo", "--json").out()).doesNotContain("warnings");
  }

  @Test
  void runWithAParkedTaskDoesNotLookAsIfItRan() {
    RunView run = cli.coordinator.runs.start(new StartRequest("wait", "null", "k")).join();
    cli.coordinator.runs.park(run.runId());
    cli.call("run", "echo");
    assertThat(cli.call("status", run.runId()).out())
        .contains("RUNNING (1 task parked), 1 of 3 tasks")
        .contains(
            "warning: 1 task waits since 2026-01-02T03:04:06Z for code that fits it and a start of"
                + " the coordinator: worker (task 2.1): KAPPA-203: the lambda is gone (in step"
                + " charge)\n");
    assertThat(cli.call("list").out()).contains("wait (1 task parked)");
    assertThat(cli.call("list", "--json").out()).contains("\"kind\":\"PARKED\"");
  }

  @Test
  void cancelledRunEndsWithOne() {
    RunView run = cli.coordinator.runs.start(new StartRequest("wait", "null", "k")).join();
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    cli.call("run", "echo");
    assertThat(cli.call("cancel", "run-1").out()).contains("CANCELLED");
    assertThat(cli.call("result", "run-1", "--json").code()).isEqualTo(1);
  }

  @Test
  void terminatedRunIsOverAtOnce() {
    cli.coordinator.runs.start(new StartRequest("wait", "null", "k")).join();
    cli.call("run", "echo");
    CalledCli.Answer terminated = cli.call("terminate", "run-1");
    assertThat(terminated.out()).contains("CANCELLED");
    assertThat(cli.call("terminate").code()).isEqualTo(2);
  }

  @Test
  void signalIsCompletedWithWhatIsGiven() throws IOException {
    FakeRuns runs = new FakeRuns();
    Path file = Files.writeString(directory.resolve("signal.json"), "[1]");
    try (RunningCoordinator elsewhere = FakeCoordinator.serve(runs, options())) {
      String url = elsewhere.url().toString();
      runs.start(new StartRequest("wait", "null", "k")).join();
      Answer answer =
          cli.call("signal", "run-1", "approved", "--input={\"by\": \"A\"}", "--coordinator", url);
      assertThat(answer.code()).isZero();
      assertThat(answer.out()).contains("RUNNING");
      cli.call("signal", "run-1", "from-file", "--input", "@" + file, "--coordinator", url);
      cli.call("signal", "run-1", "bare", "--coordinator", url);
    }
    assertThat(runs.signals("run-1"))
        .containsOnly(
            Map.entry("approved", "{\"by\":\"A\"}"),
            Map.entry("from-file", "[1]"),
            Map.entry("bare", "null"));
  }

  @Test
  void upgradeCheckSaysWhatDoesNotGoOnAndEndsWithOne() {
    String type = CliTest.class.getName();
    Held there = new Held(Held.Kind.METHOD, type, "makeCli", "()V", "", "", 0, false);
    Held gone = new Held(Held.Kind.LAMBDA, type, "lambda$a$1", "()V", "00", "A.java:1", 0, false);
    cli.call("run", "echo");
    FakeRuns runs = cli.coordinator.runs;
    runs.hold(new HeldPage(List.of(new HeldCount(there, 1, "run-1")), 1, 0, "1"));
    runs.hold(new HeldPage(List.of(new HeldCount(there, 2, "run-2")), 1, 0, null));
    Path jar = TestClasses.jar(directory.resolve("new.jar"), CliTest.class);
    Answer good = cli.call("upgrade-check", jar.toString());
    assertThat(good.code()).isZero();
    assertThat(good.out())
        .containsPattern(
            "goes on +CliTest::makeCli, now at CliTest.java:\\d+, 3 times, in run run-1");
    runs.hold(new HeldPage(List.of(new HeldCount(gone, 1, "run-3")), 1, 0, null));
    runs.hold(0, new HeldPage(List.of(new HeldCount(there, 1, "run-1")), 1, 0, "2"));
    Answer bad = cli.call("upgrade-check", jar.toString());
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out())
        .startsWith(
            "needs the old version  lambda of CliTest.a (A.java:1): its body was edited or removed, once, in run run-3\n");
    assertThat(bad.err())
        .contains("2 steps in 2 runs: 1 goes on, 1 needs the old version, 0 needs a migration");
    Answer json = cli.call("upgrade-check", jar.toString(), "--json");
    assertThat(json.out()).startsWith("{\"goesOn\":false,\"runs\":2,\"unreadable\":0,\"steps\":[{");
    assertThat(cli.call("upgrade-check", "absent.jar").code()).isEqualTo(2);
  }

  @Test
  void editedBodyIsAcceptedInRunsWithParkedTasks() {
    String type = CliTest.class.getName();
    Held there = new Held(Held.Kind.METHOD, type, "makeCli", "()V", "", "", 0, false);
    String old = "0123456789abcdef0123456789abcdef";
    String name = "lambda$editedBodyIsAcceptedInRunsWithParkedTasks$7";
    Function1<String, String> now = text -> text + old;
    assertThat(now.apply("")).isEqualTo(old);
    Held edited =
        new Held(Held.Kind.LAMBDA, type, name, "(Ljava/lang/Object;)V", old, "A.java:1", 1, false);
    FakeRuns runs = new FakeRuns();
    String run = runs.start(new StartRequest("wait", "null", "k")).join().runId();
    runs.park(run);
    runs.hold(
        new HeldPage(
            List.of(new HeldCount(there, 1, run), new HeldCount(edited, 1, run)), 1, 0, null));
    String jar = TestClasses.jar(directory.resolve("new.jar"), CliTest.class).toString();
    try (RunningCoordinator elsewhere = FakeCoordinator.serve(runs, options())) {
      String url = elsewhere.url().toString();
      Answer look = cli.call("accept", jar, "--coordinator", url);
      assertThat(look.code()).isEqualTo(1);
      assertThat(look.out())
          .containsPattern("\\(A.java:1\\) is to be the body at CliTest.java:\\d+, in run " + run);
      assertThat(look.err()).contains("nothing was accepted; see --yes");
      assertThat(runs.accepted(run)).isEmpty();
      assertThat(cli.call("accept", jar, "--coordinator", url, "--bind", "A.java:1=B.java:2").out())
          .contains("which body is it now? --bind A.java:1=");
      assertThat(cli.call("accept", jar, "--coordinator", url, "--old", jar, "--yes").out())
          .contains("no new body in that place takes as much");
      assertThat(runs.accepted(run)).isEmpty();
      assertThat(cli.call("accept", jar, "--coordinator", url, "--yes").code()).isZero();
      assertThat(runs.accepted(run)).hasSize(1);
      assertThat(runs.accepted(run).getFirst().from()).isEqualTo(old);
      assertThat(cli.call("accept", jar, "--coordinator", url, "--json").out())
          .isEqualTo("{\"accepted\":false,\"runs\":0,\"steps\":[]}\n");
    }
  }

  @Test
  void runIsMovedIfTheJarHasAllThatItHolds() {
    String type = CliTest.class.getName();
    Held there = new Held(Held.Kind.METHOD, type, "makeCli", "()V", "", "", 0, false);
    Held absent = new Held(Held.Kind.METHOD, type, "removed", "()V", "", "", 0, false);
    FakeRuns runs = new FakeRuns();
    String run = runs.start(new StartRequest("wait", "null", "k")).join().runId();
    String jar = TestClasses.jar(directory.resolve("new.jar"), CliTest.class).toString();
    try (RunningCoordinator elsewhere = FakeCoordinator.serve(runs, options())) {
      String url = elsewhere.url().toString();
      assertThat(cli.call("move", jar, "--coordinator", url).code()).isEqualTo(2);
      runs.hold(new HeldPage(List.of(new HeldCount(absent, 1, run)), 1, 0, null));
      Answer stays = cli.call("move", jar, "--coordinator", url, "--all");
      assertThat(stays.code()).isEqualTo(1);
      assertThat(stays.out()).contains(run + "  stays: CliTest::removed needs the old version: no");
      assertThat(runs.moved(run)).isEmpty();
      runs.hold(0, new HeldPage(List.of(new HeldCount(there, 1, run)), 1, 0, null));
      Answer moved = cli.call("move", jar, "--coordinator", url, "--run", run, "--json");
      assertThat(moved.code()).isZero();
      assertThat(runs.moved(run)).hasSize(24);
      assertThat(moved.out())
          .isEqualTo(
              "{\"version\":\"%s\",\"moved\":[\"%s\"],\"staying\":[]}\n"
                  .formatted(runs.moved(run), run));
    }
  }

  @Test
  void signalThatCantBeCompletedIsAWrongCall() {
    cli.call("run", "echo");
    Answer ended = cli.call("signal", "run-1", "late");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("KAPPA-110");
    assertThat(cli.call("signal", "run-1", "a/b").code()).isEqualTo(2);
    assertThat(cli.call("signal", "run-1").code()).isEqualTo(2);
  }

  @Test
  void scheduleIsMadeShownPausedAndDeleted() {
    try (RunningCoordinator elsewhere = FakeCoordinator.serve(new FakeRuns(), options())) {
      String url = elsewhere.url().toString();
      Answer put = schedule(url, "put", "nightly", "--workflow", "echo", "--cron", "0 2 * * *");
      assertThat(put.code()).isZero();
      assertThat(put.out())
          .contains("ACTIVE", "nightly", "0 2 * * * UTC", "1 started, 2 missed, 3 skipped")
          .contains("2, the last one at that time");
      assertThat(schedule(url, "list").out()).contains("next 2026-12-24T02:00:00Z");
      assertThat(schedule(url, "pause", "nightly").out()).contains("PAUSED");
      assertThat(schedule(url, "resume", "nightly").out()).contains("ACTIVE");
      assertThat(schedule(url, "trigger", "nightly", "--json").out()).startsWith("{\"name\"");
      assertThat(schedule(url, "delete", "nightly").code()).isZero();
      Answer gone = schedule(url, "show", "nightly");
      assertThat(gone.code()).isEqualTo(2);
      assertThat(gone.err()).contains("KAPPA-112");
    }
  }

  private Answer schedule(String url, String... arguments) {
    List<String> all = new ArrayList<>(List.of("schedule"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--coordinator", url));
    return cli.call(all.toArray(String[]::new));
  }

  @Test
  void scheduleThatIsCalledWronglyIsAWrongCall() {
    assertThat(cli.call("schedule", "show").err()).contains("missing (expected: NAME)");
    assertThat(cli.call("schedule", "list", "nightly").err()).contains("no name");
    assertThat(cli.call("schedule", "pause", "n", "--cron", "* * * * *").code()).isEqualTo(2);
    assertThat(cli.call("schedule", "stop", "n").code()).isEqualTo(2);
  }

  @Test
  void inputComesFromAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("in.json"), "\uFEFF { \"a\" : \"é\" } ");
    assertThat(cli.call("run", "echo", "--input", "@" + file).out()).isEqualTo("{\"a\":\"é\"}\n");
  }

  @Test
  void inputIsNullWhenNoneIsGiven() {
    assertThat(cli.call("run", "echo").out()).isEqualTo("null\n");
  }

  @Test
  void missingInputFileIsSaidBeforeAnythingStarts() {
    Answer answer = cli.call("run", "echo", "--input", "@nowhere.json", "--json");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out())
        .startsWith(
            "{\"runId\":null,\"workflow\":\"echo\",\"status\":\"FAILED\",\"result\":null,"
                + "\"error\":{\"code\":\"KAPPA-106\",\"type\":null,\"message\":\"--input @nowhere.json:")
        .endsWith(NO_RUN);
    assertThat(cli.coordinator.starts).isEmpty();
  }

  @Test
  void malformedInputShowsItsPlace() {
    Answer answer = cli.call("run", "echo", "--input", "{\"a\":\n [1,, 2]}");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .startsWith("KAPPA-102: --input is not JSON: line 2, column 5: Unexpected character (','")
        .endsWith("\n   [1,, 2]}\n      ^\n");
  }

  @ParameterizedTest
  @CsvSource({"'',nothing there", "'{} {}',more text", "nonsense,Unrecognized token 'nonsense'"})
  void inputIsExactlyOneValue(String input, String expected) {
    Answer answer = cli.call("run", "echo", "--input", input);
    assertThat(answer.err()).startsWith("KAPPA-102: --input is not JSON: ").contains(expected);
  }

  @Test
  void inputFileInAnotherEncodingIsRefused() throws IOException {
    Path file = Files.write(directory.resolve("l1"), "\"é\"".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(cli.call("run", "echo", "--input", "@" + file).err())
        .startsWith("KAPPA-102: ")
        .contains("is not text in UTF-8");
  }

  @Test
  void unknownWorkflowIsTheCoordinatorsError() {
    Answer answer = cli.call("run", "nope", "--json");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out())
        .isEqualTo(
            "{\"runId\":null,\"workflow\":\"nope\",\"status\":\"FAILED\",\"result\":null,\"error\":"
                + "{\"code\":\"KAPPA-101\",\"type\":null,\"message\":\"no workflow 'nope' (known: boom, echo, wait)\","
                + "\"step\":null,\"trace\":[]},"
                + NO_RUN);
  }

  @ParameterizedTest
  @CsvSource({
    "run --json",
    "run echo --nonsense --json",
    "run echo --memory 5 --json",
    "run echo --memory much --json",
    "run echo --timeout 16m --json",
    "run echo --concurrency 1001 --json",
    "run echo --lease 900ms --json",
    "run echo --worker-lease 9s --json",
    "run echo --worker-lease 16m --json",
    "run echo --linger 61s --json",
    "run echo --run-idle soon --json",
    "run echo --backlog 0 --json",
    "run echo --run-memory 15 --json",
    "run echo --run-memory 2000000000 --json",
    "run echo --crashes 0 --json",
    "run echo --crashes 101 --json",
    "run echo --retention 59s --json",
    "run echo --retention 366d --json",
    "run echo --run-tasks 0 --json",
    "run echo --run-tasks 50001 --json",
    "run echo --run-size 0 --json",
    "run echo --run-size 129 --json",
    "run echo --durability hope --json",
    "run echo --durability replicas:0 --json",
    "run echo --coordinator nowhere --json",
    "run echo --coordinator http://127.0.0.1:1 --jar a --json",
    "list --limit 0 --json",
    "--json"
  })
  void wrongCallIsADocumentToo(String arguments) {
    Answer answer = cli.call(arguments.split(" "));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out())
        .startsWith("{\"runId\":null,")
        .contains("\"code\":\"KAPPA-109\"")
        .endsWith(NO_RUN);
    assertThat(answer.out().lines()).hasSize(1);
  }

  @Test
  void missingJarIsSaid() {
    Answer answer = cli.call("run", "echo", "--jar", "nowhere.jar");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).startsWith("KAPPA-106: no readable file ").contains("nowhere.jar");
  }

  @Test
  void fileThatIsNoJarIsSaid() throws IOException {
    Path file = Files.writeString(directory.resolve("no.jar"), "text");
    Answer answer = cli.call("run", "echo", "--jar", file.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).startsWith("KAPPA-103: ").contains("is not a jar");
  }

  @Test
  void keyMakesTwoCallsOneRun() {
    cli.call("run", "echo", "--key", "k");
    cli.call("run", "echo", "--key", "k");
    Answer conflict = cli.call("run", "echo", "--key", "k", "--input", "1");
    assertThat(conflict.err()).startsWith("KAPPA-107: ");
    assertThat(cli.call("list").out().lines()).hasSize(1);
  }

  @Test
  void optionsReachTheCoordinator() {
    cli.call(
        "run",
        "echo",
        "--memory=256",
        "--timeout=90s",
        "--concurrency=3",
        "--large-values=8",
        "--durability=fsync",
        "--redis=redis://elsewhere:1");
    CoordinatorOptions options = cli.coordinator.starts.get(0);
    assertThat(options.memoryMb()).isEqualTo(256);
    assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.concurrency()).isEqualTo(3);
    assertThat(options.largeValuesMb()).isEqualTo(8);
    assertThat(options.durability()).isEqualTo(Durability.FSYNC);
    assertThat(options.redis()).isEqualTo(URI.create("redis://elsewhere:1"));
    assertThat(options.dataDirectory()).isEqualTo(cli.data);
    assertThat(options.jar()).isEqualTo(cli.jar);
  }

  @Test
  void laterCommandsTakeTheOptionsOfTheLastCoordinator() {
    String secret = "redis://user:secret@elsewhere:1";
    cli.call(
        "run",
        "echo",
        "--memory=256",
        "--timeout=90s",
        "--concurrency=3",
        "--large-values=8",
        "--durability=fsync",
        "--redis=" + secret);
    cli.call("result", "run-1");
    CoordinatorOptions first = cli.coordinator.starts.get(0);
    assertThat(cli.coordinator.starts.get(1)).isEqualTo(first);
    cli.call("run", "echo");
    assertThat(cli.coordinator.starts.get(2)).isEqualTo(first);
    assertThat(first.workingDirectory()).isEqualTo(Path.of("").toAbsolutePath());

    cli.call("list");
    assertThat(cli.coordinator.looks).containsExactly(secret);

    cli.call("result", "run-1", "--memory=300", "--redis=embedded");
    CoordinatorOptions other = cli.coordinator.starts.get(3);
    assertThat(other.memoryMb()).isEqualTo(300);
    assertThat(other.redis()).isNull();
    assertThat(other.concurrency()).isEqualTo(3);
    assertThat(other.largeValuesMb()).isEqualTo(8);
    cli.call("run", "echo");
    assertThat(cli.coordinator.starts.get(4)).isEqualTo(other);
  }

  @Test
  void tuningReachesTheCoordinatorAndIsRemembered() {
    cli.call(
        "run",
        "echo",
        "--lease=8s",
        "--worker-lease=1m",
        "--linger=200ms",
        "--run-idle=5s",
        "--backlog=16",
        "--run-memory=32",
        "--crashes=5",
        "--retention=30d",
        "--run-tasks=1000",
        "--run-size=16");
    Tuning tuning = cli.coordinator.starts.getFirst().tuning();
    assertThat(tuning)
        .isEqualTo(
            new Tuning(
                Duration.ofSeconds(8),
                Duration.ofMinutes(1),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                16,
                32,
                new RunLimits(5, Duration.ofDays(30), 1000, 16)));
    cli.call("run", "echo", "--run-idle=6s", "--crashes=6");
    Tuning later = cli.coordinator.starts.getLast().tuning();
    assertThat(later.idle()).isEqualTo(Duration.ofSeconds(6));
    assertThat(later.lease()).isEqualTo(tuning.lease());
    assertThat(later.runMemoryMb()).isEqualTo(32);
    assertThat(later.limits()).isEqualTo(new RunLimits(6, Duration.ofDays(30), 1000, 16));
  }

  @Test
  void howWorkersAnswerIsRememberedAndIsOneOfTwoWays() {
    cli.call("run", "echo", "--workers-mode=return");
    cli.call("run", "echo");
    assertThat(cli.coordinator.starts)
        .extracting(options -> options.tuning().workers())
        .containsExactly(WorkersMode.RETURN, WorkersMode.RETURN);
    assertThat(cli.call("run", "echo", "--workers-mode=both").err())
        .contains("'both' is no way to answer (expected: callback or return)");
  }

  @Test
  void portOfWorkersIsRememberedAndIsOne() {
    cli.call("run", "echo", "--worker-port=7071");
    cli.call("run", "echo");
    assertThat(cli.coordinator.starts)
        .extracting(options -> options.tuning().workerPort())
        .containsExactly(7071, 7071);
    assertThat(cli.call("run", "echo", "--worker-port=70000").err())
        .contains("--worker-port", "0 to 65535");
  }

  @Test
  void tuningBecomesTheEnginesSettings() {
    Tuning tuning =
        new Tuning(
            Duration.ofSeconds(8),
            Duration.ofMinutes(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            16,
            32,
            new RunLimits(5, Duration.ofDays(30), 1000, 16));
    CoreSettings.Live live = new CoreSettings.Live(16 << 20, 8 << 20);
    assertThat(tuning.engine(CoreSettings.DEFAULT.withLargeValues(8 << 20), 3))
        .isEqualTo(
            new EngineSettings(
                new CoreSettings(5, Duration.ofDays(30), 256 << 10, 1000, live),
                Duration.ofMinutes(1),
                Duration.ofMillis(200),
                3,
                Duration.ofSeconds(5),
                16L << 20,
                32L << 20,
                Duration.ofSeconds(5)));
    assertThat(Tuning.USUAL.engine(CoreSettings.DEFAULT, 3)).isEqualTo(EngineSettings.of(3));
  }

  @Test
  void valueOutsideItsRangeIsSaidWithTheRange() {
    assertThat(cli.call("run", "echo", "--worker-lease=9s").err())
        .startsWith("KAPPA-109: --worker-lease: 9s (expected: 10s to 15m)");
    assertThat(cli.call("run", "echo", "--linger=2m").err())
        .startsWith("KAPPA-109: --linger: 2m (expected: 0ms to 1m)");
    assertThat(cli.call("run", "echo", "--timeout=16m").err())
        .startsWith("KAPPA-109: --timeout: 16m (expected: 1s to 15m)");
  }

  @Test
  void workersRunWhereTheFirstCoordinatorOfTheDataDirectoryWasStarted() {
    DataDirectory data = new DataDirectory(cli.data);
    data.create();
    host(data).close();
    cli.call("run", "echo");
    CoordinatorOptions options = cli.coordinator.starts.getLast();
    assertThat(options.workingDirectory()).isEqualTo(directory);
  }

  @Test
  void passwordsAreForTheOwnersEyesOnly() throws IOException {
    URI redis = URI.create("redis://user:secret@elsewhere:1");
    DataDirectory data = new DataDirectory(cli.data);
    data.create();
    CoordinatorOptions options =
        new CoordinatorOptions(
            data.path(),
            redis,
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
            GuardOptions.NONE,
            directory);
    try (HostedCoordinator hosted = host(data, options)) {
      for (String file : List.of("coordinator.json", "options.json")) {
        Path path = data.path().resolve(file);
        assertThat(path).content().contains("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo("rw-------");
      }
      Answer conflict = cli.call("run", "echo", "--redis", "redis://user:hidden@a:1", "--json");
      assertThat(conflict.code()).isEqualTo(3);
      assertThat(conflict.out() + conflict.err())
          .contains("redis://elsewhere:1", "redis://a:1")
          .doesNotContain("secret", "hidden");
      assertThat(hosted.url()).isNotNull();
    }
    assertThat(options.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://:s3cr et@h:1", "redis://:s3cr%@h:1", "s3cr et"})
  void malformedRedisIsNotRepeatedSinceItMayHoldAPassword(String redis) {
    Answer answer = cli.call("run", "echo", "--json", "--redis", redis);
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).contains("\"code\":\"KAPPA-109\"", "--redis", "no address");
    assertThat(answer.out() + answer.err()).doesNotContain("s3cr", "et@h");
  }

  @Test
  void shownRedisHasNoPasswordEvenIfThatIsNotEncoded() {
    assertThat(RedisFlag.shown(URI.create("redis://:s3/cr@et@h:1/2"))).isEqualTo("redis://h:1/2");
    assertThat(RedisFlag.shown(URI.create("redis://h:1/2"))).isEqualTo("redis://h:1/2");
    assertThat(RedisFlag.shown(null)).isEqualTo("its own Redis");
  }

  @Test
  void statusAndListShowRuns() {
    cli.call("run", "boom");
    cli.call("run", "echo");
    assertThat(cli.call("status", "run-2").out())
        .isEqualTo(
            """
            run-2 (echo) SUCCEEDED after 0.3 s: 3 tasks, 4 invocations, 5 checkpoints
            null
            """);
    assertThat(cli.call("list", "--status", "failed").out())
        .isEqualTo("run-1  FAILED     " + FakeRuns.START + "  boom\n");
    assertThat(cli.call("list", "--workflow", "echo", "--json").out())
        .startsWith("{\"runs\":[{\"runId\":\"run-2\"")
        .hasLineCount(1);
    assertThat(cli.call("status", "run-1", "--json").out()).startsWith("{\"runId\":\"run-1\"");
  }

  @Test
  void commandsThatOnlyLookStartNoCoordinator() {
    cli.call("run", "echo");
    cli.coordinator.starts.clear();
    assertThat(cli.call("status", "run-1").code()).isZero();
    assertThat(cli.call("list", "--redis", "redis://elsewhere:1").out()).hasLineCount(1);
    assertThat(cli.coordinator.starts).isEmpty();
    assertThat(cli.coordinator.looks).containsExactly("embedded", "redis://elsewhere:1");
    assertThat(new DataDirectory(cli.data).owner()).isEmpty();
    assertThat(cli.call("result", "run-1").code()).isZero();
  }

  @Test
  void unknownRunIsSaidWithItsId() {
    cli.call("run", "echo");
    Answer answer = cli.call("status", "x", "--json");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).startsWith("{\"runId\":\"x\",\"workflow\":null,\"status\":\"FAILED\"");
  }

  @Test
  void dataDirectoryThatIsNotThereHasNoRuns() {
    Answer answer = cli.call("list");
    assertThat(answer.err()).startsWith("KAPPA-106: no data directory " + cli.data);
    assertThat(cli.coordinator.starts).isEmpty();
  }

  @Test
  void laterCommandUsesTheApplicationOfTheRun() {
    Path mine = CalledCli.jarAt(directory.resolve("mine.jar"));
    cli.call("run", "echo", "--jar", mine.toString());
    cli.call("result", "run-1");
    cli.call("run", "echo");
    assertThat(cli.coordinator.starts)
        .extracting(CoordinatorOptions::jar)
        .containsExactly(mine, mine, mine);
    assertThat(cli.call("run", "echo").err()).startsWith("application: " + mine + ", as last time");
    cli.call("run", "echo", "--jar", cli.jar.toString());
    assertThat(cli.call("run", "echo").err()).startsWith("run-");
  }

  @Test
  void applicationThatIsGoneIsNamedUnlessItCameWithKappaWhichHasMoved() throws IOException {
    Path mine = CalledCli.jarAt(directory.resolve("mine.jar"));
    cli.call("run", "echo", "--jar", mine.toString());
    Files.delete(mine);
    assertThat(cli.call("run", "echo").err())
        .contains("KAPPA-106: no readable file ", mine.toString(), "--jar");

    Path moved = Files.createDirectories(directory.resolve("moved")).resolve("app.jar");
    cli.call("run", "echo", "--jar", CalledCli.jarAt(moved).toString());
    Files.delete(moved);
    assertThat(cli.call("run", "echo").code()).isZero();
    assertThat(cli.coordinator.starts.getLast().jar()).isEqualTo(cli.jar);
  }

  @Test
  void portOfAServerIsNotForCallsAndSurvivesThem() {
    DataDirectory data = new DataDirectory(cli.data);
    data.create();
    host(data).close();
    int port = data.lastOptions().orElseThrow().port();
    cli.call("run", "echo");
    assertThat(cli.coordinator.starts.getLast().port()).isZero();
    assertThat(data.lastOptions().orElseThrow().port()).isEqualTo(port);
  }

  @Test
  void coordinatorElsewhereIsAsked() {
    try (RunningCoordinator elsewhere = FakeCoordinator.serve(new FakeRuns(), options())) {
      String url = elsewhere.url().toString();
      assertThat(cli.call("run", "echo", "--input", "7", "--coordinator", url).out())
          .isEqualTo("7\n");
      assertThat(cli.call("run", "wait", "--detach", "--coordinator", url).out())
          .isEqualTo("run-2\n");
    }
    assertThat(cli.coordinator.starts).isEmpty();
    assertThat(cli.data).doesNotExist();
  }

  private CoordinatorOptions options() {
    return new CoordinatorOptions(
        directory,
        null,
        null,
        "127.0.0.1",
        0,
        cli.jar,
        null,
        1,
        Duration.ZERO,
        1,
        4096,
        Durability.REDIS,
        Tuning.USUAL,
        GuardOptions.NONE,
        directory);
  }

  @Test
  void runningCoordinatorOfTheDataDirectoryIsShared() {
    Path other = CalledCli.jarAt(directory.resolve("other.jar"));
    DataDirectory data = new DataDirectory(cli.data);
    data.create();
    try (HostedCoordinator hosted = host(data)) {
      assertThat(cli.call("run", "echo", "--input", "7").out()).isEqualTo("7\n");
      assertThat(cli.coordinator.starts).hasSize(1);
      Answer conflict = cli.call("run", "echo", "--jar", other.toString());
      assertThat(conflict.code()).isEqualTo(3);
      assertThat(conflict.err()).startsWith("KAPPA-503: ").contains("not " + other);
      assertThat(cli.call("run", "echo", "--redis", "redis://a:1").err()).startsWith("KAPPA-503: ");
      assertThat(cli.call("dev").err())
          .startsWith("KAPPA-503: ")
          .contains("at " + hosted.url())
          .contains("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void runningCoordinatorThatPromisesAnotherDurabilityIsRefused() {
    DataDirectory data = new DataDirectory(cli.data);
    data.create();
    try (HostedCoordinator hosted = host(data)) {
      Answer refused = cli.call("run", "echo", "--durability", "fsync");
      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err()).startsWith("KAPPA-503: ").contains("--durability redis, not fsync");
      Answer same = cli.call("run", "echo", "--durability", "redis", "--port=0", "--memory=256");
      assertThat(same.code()).isZero();
      assertThat(same.err()).startsWith("run-1 started").doesNotContain("note:");
      assertThat(hosted.url()).isNotNull();
    }
  }

  @Test
  void optionsThatARunningCoordinatorDoesNotFollowAreTold() {
    DataDirectory data = new DataDirectory(cli.data);
    data.create();
    try (HostedCoordinator hosted = host(data)) {
      String[] call = {
        "run",
        "echo",
        "--memory=512",
        "--timeout=90s",
        "--concurrency=3",
        "--lease=7s",
        "--run-memory=32",
        "--port=1"
      };
      Answer answer = cli.call(call);
      String works =
          "does not count: the coordinator (process %d) works with "
              .formatted(ProcessHandle.current().pid());
      assertThat(answer.out()).isEqualTo("null\n");
      assertThat(answer.err())
          .startsWith(
              """
              note: --memory 512 %1$s256
              note: --timeout 1m30s %1$s1m
              note: --concurrency 3 %1$s1
              note: --lease 7s %1$s5s
              note: --run-memory 32 %1$sa quarter of its heap
              note: --port 1 %1$s%2$d
              run-1 started (echo)
              """
                  .formatted(works, hosted.url().getPort()));
      assertThat(cli.call("run", "echo", "--memory=5").err()).startsWith("KAPPA-109: --memory: 5");
    }
  }

  @Test
  void optionsOfACoordinatorAreNotForOneElsewhere() {
    Answer answer =
        cli.call(
            ("list --coordinator http://127.0.0.1:1 --jar=a --redis=redis://a --data=d --port=1"
                    + " --memory=512 --timeout=1m --concurrency=2 --large-values=1"
                    + " --durability=fsync --lease=5s --backlog=1")
                .split(" "));
    assertThat(answer.err())
        .startsWith(
            "KAPPA-109: --jar, --redis, --data, --port, --memory, --timeout, --concurrency,"
                + " --large-values, --durability, --lease, --backlog: not together with --coordinator");
  }

  @Test
  void benchTakesOverNoStoreThatHasRuns() {
    cli.call("run", "echo");
    cli.coordinator.starts.clear();
    Answer answer = cli.call("bench", "--redis", "redis://:secret@elsewhere:1");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .startsWith("KAPPA-109: --redis: redis://elsewhere:1 has runs, ")
        .doesNotContain("secret");
    assertThat(cli.coordinator.looks).containsExactly("redis://:secret@elsewhere:1");
    assertThat(cli.coordinator.starts).isEmpty();
  }

  @Test
  void benchMeasuresTheRedisThatItsCallNamesAndElseOneOfItsOwn() {
    cli.call("bench", "--redis", "redis://elsewhere:1");
    cli.call("bench");
    cli.call("bench", "--redis", "embedded");
    assertThat(cli.coordinator.starts)
        .extracting(CoordinatorOptions::redis)
        .containsExactly(URI.create("redis://elsewhere:1"), null, null);
    assertThat(cli.coordinator.looks).containsExactly("redis://elsewhere:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--report=R --experiments=sleep; --experiments: 'sleep' (expected: one or more of ",
        "--report=R --sizes=-1; --sizes: '-1' (expected: sizes from 0 to 31m",
        "--report=R --turns=5; --turns: not together with --report",
        "--keys=file:k; --keys: bench measures a coordinator without",
        "--turns=-1; --turns: -1 (expected: 2 to 1000000)",
        "--quick; --quick: only together with --report",
        "--experiments=tasks; --experiments: only together with --report",
        "--sizes=1k; --sizes: only together with --report",
        "--report=R --function=f:1; --experiments: the applications' data are on this machine"
      })
  void whatABenchCannotMeasureIsRefusedBeforeItStarts(String options, String message) {
    List<String> call = new ArrayList<>(List.of("bench"));
    call.addAll(List.of(options.replace("=R", "=" + directory.resolve("report")).split(" ")));
    Answer answer = cli.call(call.toArray(String[]::new));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).startsWith("KAPPA-109: " + message);
    assertThat(cli.coordinator.starts).isEmpty();
    assertThat(directory.resolve("report")).doesNotExist();
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Answer answer = cli.call("bench", "--report", file.resolve("below").toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).startsWith("KAPPA-106: --report: nothing can be written to " + file);
    assertThat(cli.coordinator.starts).isEmpty();
  }

  @Test
  void waitGoesOnHereWhenTheOtherCoordinatorEnds() throws Exception {
    DataDirectory data = new DataDirectory(cli.data);
    data.create();
    HostedCoordinator hosted = host(data);
    Answer[] answer = new Answer[1];
    Thread waiting = Thread.ofPlatform().start(() -> answer[0] = cli.call("run", "wait"));
    while (waiting.isAlive() && cli.coordinator.runs.list(ANY).join().isEmpty()) {
      Thread.onSpinWait();
    }
    hosted.close();
    while (waiting.isAlive() && cli.coordinator.starts.size() < 2) {
      Thread.onSpinWait();
    }
    cli.coordinator.runs.end("run-1", "\"late\"");
    waiting.join();
    assertThat(answer[0].out()).isEqualTo("\"late\"\n");
  }

  @Test
  void failureToStartGivesTheLockUp() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Answer answer = cli.call("run", "echo", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(answer.code()).isEqualTo(3);
      assertThat(answer.err())
          .startsWith("KAPPA-502: can't listen on 127.0.0.1:" + taken.getLocalPort());
    }
    assertThat(cli.call("run", "echo").code()).isZero();
    assertThat(cli.data.resolve("coordinator.json")).doesNotExist();
  }

  @Test
  void unforeseenFailureIsADefect() {
    cli.coordinator.runs.failNext(new IllegalStateException("bug"));
    Answer answer = cli.call("run", "echo", "--json");
    assertThat(answer.code()).isEqualTo(5);
    assertThat(answer.out()).contains("KAPPA-999");
  }

  @Test
  void storeThatCannotHoldThePromiseEndsWithThree() {
    cli.coordinator.runs.failNext(new KappaException(ErrorCode.UNSUPPORTED_STORE, "too old"));
    assertThat(cli.call("run", "echo").code()).isEqualTo(3);
  }

  private HostedCoordinator host(DataDirectory data) {
    CoordinatorOptions options =
        new CoordinatorOptions(
            data.path(),
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
            GuardOptions.NONE,
            directory);
    return host(data, options);
  }

  private HostedCoordinator host(DataDirectory data, CoordinatorOptions options) {
    Surroundings surroundings =
        new Surroundings(
            Terminal.ofProcess(), cli.coordinator, log -> {}, cli.data, cli.jar, List.of());
    return HostedCoordinator.start(
        Owner.Kind.DEV,
        data.tryClaim().orElseThrow(),
        options,
        surroundings,
        failure -> ExitCode.UNAVAILABLE);
  }
}
