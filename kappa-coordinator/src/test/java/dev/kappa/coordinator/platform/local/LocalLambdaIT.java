package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.children.Eventually;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.InvokeOutcome.Failed;
import dev.kappa.coordinator.platform.InvokeOutcome.Returned;
import dev.kappa.coordinator.platform.local.handler.FailingInit;
import dev.kappa.coordinator.platform.local.handler.HangingInit;
import dev.kappa.coordinator.platform.local.handler.ScriptedHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local platform, end to end: the SDK's client, the service and real worker processes. */
class LocalLambdaIT {
  @TempDir static Path shared;
  private static Path jar = Path.of("");
  @TempDir Path directory;
  private @Nullable LocalPlatform platform;

  @BeforeAll
  static void packageHandlers() throws IOException {
    jar = HandlerJar.in(shared);
  }

  @AfterEach
  void stop() {
    if (platform != null) {
      platform.close();
      platform = null;
    }
  }

  private LocalPlatform start(Class<?> handler, UnaryOperator<LocalLambdaSettings> change) {
    LocalLambdaSettings settings =
        LocalLambdaSettings.of("test", jar, handler.getName(), directory)
            .withCacheDirectory(shared.resolve("cache"))
            .withStartupArchive(false);
    LocalPlatform started = LocalPlatform.start(change.apply(settings));
    platform = started;
    return started;
  }

  private LocalPlatform start() {
    return start(ScriptedHandler.class, UnaryOperator.identity());
  }

  private static CompletableFuture<InvokeOutcome> send(LocalPlatform to, String text) {
    return to.invoke(('"' + text + '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String call(LocalPlatform to, String text) {
    InvokeOutcome outcome = send(to, text).join();
    assertThat(outcome).isInstanceOf(Returned.class);
    return new String(((Returned) outcome).payload(), StandardCharsets.UTF_8).replace("\"", "");
  }

  private static InvokeError error(InvokeOutcome of) {
    assertThat(of).isInstanceOf(Failed.class);
    return ((Failed) of).error();
  }

  private static Failed failure(LocalPlatform of, String text) {
    InvokeOutcome outcome = send(of, text).join();
    assertThat(outcome).isInstanceOf(Failed.class);
    return (Failed) outcome;
  }

  @Test
  void functionReturnsItsAnswer() {
    assertThat(call(start(), "echo:größer")).isEqualTo("größer");
  }

  @Test
  void eachVersionHasWorkersOfItsOwn() throws IOException {
    KeptJars jars = new KeptJars(directory.resolve("versions"));
    String old = jars.add(jar);
    Path newer = directory.resolve("newer.jar");
    Files.copy(jar, newer);
    try (FileSystem files = FileSystems.newFileSystem(newer)) {
      Files.writeString(files.getPath("/added.txt"), "new");
    }
    LocalLambdaSettings settings =
        LocalLambdaSettings.of("test", newer, ScriptedHandler.class.getName(), directory)
            .withCacheDirectory(shared.resolve("cache"))
            .withStartupArchive(false);
    LocalPlatform to = LocalPlatform.start(settings, jars);
    platform = to;
    byte[] ask = "\"env:AWS_LAMBDA_FUNCTION_VERSION\"".getBytes(StandardCharsets.UTF_8);
    assertThat(call(to, "env:AWS_LAMBDA_FUNCTION_VERSION")).isEqualTo("$LATEST");
    assertThat(to.has(old)).isTrue();
    assertThat(to.version()).isNotEqualTo(old);
    assertThat(to.invoke(old, ask).join())
        .isEqualTo(new Returned(('"' + old + '"').getBytes(StandardCharsets.UTF_8)));
    assertThat(to.service().census().started()).isEqualTo(2);
    assertThat(to.invoke("0".repeat(24), ask).join())
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.error()).isEqualTo(InvokeError.NOT_FOUND));
  }

  @Test
  void warmWorkerIsUsedAgain() {
    LocalPlatform to = start();
    String first = call(to, "pid");
    String second = call(to, "pid");
    assertThat(first).endsWith(" 1");
    assertThat(second).isEqualTo(first.replace(" 1", " 2"));
    assertThat(to.service().census().started()).isOne();
  }

  @Test
  void exceptionOfTheHandlerIsHandled() {
    LocalPlatform to = start();
    Failed failed = failure(to, "throw:no such shard");
    assertThat(failed.error()).isEqualTo(InvokeError.HANDLED);
    assertThat(failed.message()).isEqualTo("java.lang.IllegalStateException: no such shard");
    assertThat(call(to, "pid")).endsWith(" 2");
  }

  @Test
  void exitOfTheProcessIsACrash() {
    LocalPlatform to = start();
    Failed failed = failure(to, "exit:7");
    assertThat(failed.error()).isEqualTo(InvokeError.CRASH);
    assertThat(failed.message())
        .startsWith("Runtime.ExitError: RequestId: ")
        .endsWith("Error: Runtime exited with error: exit status 7");
    assertThat(failure(to, "exit:0").message())
        .endsWith("Runtime exited without providing a reason");
    assertThat(call(to, "echo:alive")).isEqualTo("alive");
  }

  @Test
  void exitWithTheStatusOfAFullHeapIsACrash() {
    assertThat(failure(start(), "exit:3").error()).isEqualTo(InvokeError.CRASH);
  }

  @Test
  void fullHeapIsOutOfMemory() {
    LocalPlatform to = start(ScriptedHandler.class, s -> s.withMemoryMegabytes(128));
    Failed failed = failure(to, "fill");
    assertThat(failed.error()).isEqualTo(InvokeError.OUT_OF_MEMORY);
    assertThat(failed.message()).contains("memory size 128 MB");
  }

  @Test
  void functionBeyondItsTimeIsKilledBeforeTheAnswer() throws IOException {
    LocalPlatform to = start(ScriptedHandler.class, s -> s.withTimeout(Duration.ofSeconds(1)));
    Path mark = directory.resolve("hanging");
    Failed failed = failure(to, "hang:" + mark);
    assertThat(failed.error()).isEqualTo(InvokeError.TIMEOUT);
    assertThat(failed.message()).endsWith("Task timed out after 1.00 seconds");
    assertThat(ProcessHandle.of(Long.parseLong(Files.readString(mark)))).isEmpty();
  }

  @Test
  void killedWorkerIsACrash() throws IOException {
    LocalPlatform to = start();
    long pid = Long.parseLong(call(to, "pid").split(" ", 2)[0]);
    Path mark = directory.resolve("to-be-killed");
    CompletableFuture<InvokeOutcome> outcome = send(to, "hang:" + mark);
    Eventually.holds(() -> Files.exists(mark));
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    assertThat(((Failed) outcome.join()).message()).endsWith("signal: killed");
  }

  @Test
  void workerThatDiedWhileItWasIdleIsReplaced() {
    LocalPlatform to = start();
    long pid = Long.parseLong(call(to, "pid").split(" ", 2)[0]);
    ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
    worker.destroyForcibly();
    Eventually.holds(() -> to.service().census().processes() == 0);
    assertThat(call(to, "echo:again")).isEqualTo("again");
  }

  @Test
  void constructorThatThrowsIsAnInitErrorWithTheLastOutput() {
    Failed failed = failure(start(FailingInit.class, UnaryOperator.identity()), "any");
    assertThat(failed.error()).isEqualTo(InvokeError.INIT_ERROR);
    assertThat(failed.message()).contains("no rates", "the table of rates is missing");
  }

  @Test
  void missingHandlerIsAnInitError() {
    LocalPlatform other =
        LocalPlatform.start(
            LocalLambdaSettings.of("test", jar, "no.such.Handler", directory)
                .withCacheDirectory(shared.resolve("cache"))
                .withStartupArchive(false));
    try (other) {
      Failed failed = failure(other, "any");
      assertThat(failed.error()).isEqualTo(InvokeError.INIT_ERROR);
      assertThat(failed.message()).contains("no.such.Handler");
    }
  }

  @Test
  void classThatIsNoHandlerIsAnInitError() {
    Failed failed = failure(start(String.class, UnaryOperator.identity()), "any");
    assertThat(failed.message()).contains("java.lang.String");
    assertThat(failed.error()).as(failed.message()).isEqualTo(InvokeError.INIT_ERROR);
  }

  @Test
  void initBeyondItsTimeIsAnInitError() {
    Failed failed =
        failure(start(HangingInit.class, s -> s.withInitTimeout(Duration.ofMillis(1500))), "any");
    assertThat(failed.error()).isEqualTo(InvokeError.INIT_ERROR);
    assertThat(failed.message()).contains("1500 ms", "connecting to nowhere");
  }

  @Test
  void answerAboveTheLimitIsRefused() {
    LocalPlatform to = start();
    int limit = 6 * 1024 * 1024 + 100;
    assertThat(call(to, "large:" + (limit - 2))).hasSize(limit - 2);
    Failed failed = failure(to, "large:" + (limit - 1));
    assertThat(failed.error()).isEqualTo(InvokeError.RESPONSE_TOO_LARGE);
    assertThat(failed.message()).startsWith("Function.ResponseSizeTooLarge");
    assertThat(call(to, "echo:alive")).isEqualTo("alive");
  }

  @Test
  void payloadAboveTheLimitIsTooLarge() {
    LocalPlatform to = start();
    byte[] payload =
        ("\"echo:" + "x".repeat(6 * 1024 * 1024) + '"').getBytes(StandardCharsets.UTF_8);
    assertThat(error(to.invoke(payload).join())).isEqualTo(InvokeError.REQUEST_TOO_LARGE);
    assertThat(to.service().census().started()).isZero();
  }

  @Test
  void invocationAboveTheConcurrencyIsThrottled() {
    LocalPlatform to = start(ScriptedHandler.class, s -> s.withConcurrency(1));
    Path mark = directory.resolve("occupied");
    CompletableFuture<InvokeOutcome> first = send(to, "hang:" + mark);
    Eventually.holds(() -> Files.exists(mark));
    assertThat(error(send(to, "echo:second").join())).isEqualTo(InvokeError.THROTTLED);
    assertThat(first).isNotDone();
  }

  @Test
  void workerIsFreeAsSoonAsItHasAnswered() {
    LocalPlatform to = start(ScriptedHandler.class, s -> s.withConcurrency(1));
    for (int i = 0; i < 200; i++) {
      assertThat(call(to, "echo:" + i)).isEqualTo("" + i);
    }
    assertThat(to.service().census().started()).isOne();
  }

  @Test
  void idleWorkerIsStopped() {
    LocalPlatform to = start(ScriptedHandler.class, s -> s.withIdle(Duration.ofMillis(300)));
    long pid = Long.parseLong(call(to, "pid").split(" ", 2)[0]);
    Eventually.isGone(pid);
    Eventually.holds(() -> to.service().census().processes() == 0);
    assertThat(call(to, "pid")).endsWith(" 1");
  }

  @Test
  void eightColdStartsAtOnceAllSucceed() throws IOException {
    LocalPlatform to = start(ScriptedHandler.class, s -> s.withConcurrency(8));
    Path marks = Files.createDirectory(directory.resolve("marks"));
    List<CompletableFuture<InvokeOutcome>> all =
        IntStream.range(0, 8).mapToObj(i -> send(to, "meet:8@" + marks)).toList();
    Set<InvokeOutcome> processes = new HashSet<>();
    all.forEach(one -> processes.add(one.join()));
    assertThat(processes).hasSize(8).allMatch(Returned.class::isInstance);
  }

  @Test
  void environmentIsThatOfLambda() {
    LocalPlatform to =
        start(
            ScriptedHandler.class,
            s -> s.withEnvironment(Map.of("SHARDS", "12")).withMemoryMegabytes(256));
    assertThat(call(to, "env:AWS_LAMBDA_FUNCTION_NAME")).isEqualTo("test");
    assertThat(call(to, "env:AWS_LAMBDA_FUNCTION_MEMORY_SIZE")).isEqualTo("256");
    assertThat(call(to, "env:AWS_LAMBDA_FUNCTION_VERSION")).isEqualTo("$LATEST");
    assertThat(call(to, "env:TZ")).isEqualTo(":UTC");
    assertThat(call(to, "env:LAMBDA_TASK_ROOT")).isEqualTo(directory.toString());
    assertThat(call(to, "env:SHARDS")).isEqualTo("12");
    assertThat(call(to, "env:HOME")).isEqualTo("null");
    assertThat(call(to, "directory")).isEqualTo(directory.toString());
  }

  @Test
  void deadlineAndMemoryAreThoseOfTheSettings() {
    LocalPlatform to =
        start(
            ScriptedHandler.class,
            s -> s.withTimeout(Duration.ofSeconds(100)).withMemoryMegabytes(200));
    assertThat(Integer.parseInt(call(to, "remaining"))).isBetween(1, 100_000);
    String[] memory = call(to, "memory").split(" ", 2);
    assertThat(Long.parseLong(memory[0])).isLessThanOrEqualTo(170L * 1024 * 1024);
    assertThat(memory[1]).isEqualTo("200");
  }

  @Test
  void outputOfWorkersIsInTheirLog() throws IOException {
    LocalPlatform to = start();
    assertThat(call(to, "print:hello from the worker")).isEqualTo("hello from the worker");
    assertThat(Files.readString(directory.resolve("worker-logs/worker-1.log")))
        .contains("hello from the worker");
  }

  @Test
  void plainRuntimeServesWhereThereIsNoNativeClient() {
    LocalPlatform to =
        start(
            ScriptedHandler.class, s -> s.withJvmOptions(List.of("-Ddev.kappa.worker.plain=true")));
    assertThat(call(to, "echo:plain")).isEqualTo("plain");
    assertThat(failure(to, "throw:a \\n quote").message())
        .isEqualTo("java.lang.IllegalStateException: a \\n quote");
    assertThat(call(to, "pid")).endsWith(" 3");
    assertThat(Integer.parseInt(call(to, "remaining"))).isPositive();
  }

  @Test
  void invocationUnderWayAtTheCloseIsUnreachable() {
    LocalPlatform to = start();
    Path mark = directory.resolve("under-way");
    CompletableFuture<InvokeOutcome> outcome = send(to, "hang:" + mark);
    Eventually.holds(() -> Files.exists(mark));
    to.close();
    assertThat(error(outcome.join())).isEqualTo(InvokeError.NO_ANSWER);
    assertThat(error(send(to, "echo:late").join())).isEqualTo(InvokeError.NO_ANSWER);
  }

  @Test
  void closeLeavesNoWorkerAndNoGrandchild() {
    LocalPlatform to = start();
    long worker = Long.parseLong(call(to, "pid").split(" ", 2)[0]);
    long child = Long.parseLong(call(to, "child:600"));
    to.close();
    Eventually.isGone(worker);
    Eventually.isGone(child);
  }
}
