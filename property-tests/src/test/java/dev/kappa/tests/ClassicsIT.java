package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.api.client.Patience;
import dev.kappa.tests.app.ClassicsApplication;
import dev.kappa.tests.extent.Thorough;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The classic programs on real workers, whose invocations may take a second, with a real
 * coordinator and Redis; each waits for its checkpoints, and goes on at once.
 */
@Thorough
final class ClassicsIT {
  /** Where each checkpoint ends an invocation, fewer do. */
  private static final int MANY = Kappa.workersReturn() ? 500 : 20_000;

  private static final BigInteger LARGE = ClassicsTest.factorial(MANY);
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10));

  private static final Kappa KAPPA = Kappa.onNewData();
  private static final KappaClient CLIENT =
      new KappaClient(() -> KAPPA.awaitOwner().url(), PATIENCE);

  @BeforeAll
  static void start(@TempDir Path files) {
    Path jar = TestJar.write(files.resolve("app.jar"), ClassicsApplication.class.getName());
    KAPPA.startCoordinator("--jar", jar.toString(), "--timeout", "1s");
  }

  @AfterAll
  static void end() {
    CLIENT.close();
    KAPPA.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "factorial-recursive", "factorial-recursive-async",
        "factorial-for", "factorial-for-async",
        "factorial-while", "factorial-while-async"
      })
  void smallFactorialIsExact(String way) {
    assertThat(result(way, "{\"n\":117}")).isEqualTo(ClassicsTest.factorial(117).toString());
  }

  @Test
  void largeFactorialsOutliveManyInvocationsAndAreExact() {
    String waits = start("factorial-recursive", "{\"n\":%d}".formatted(MANY));
    String goesOn = start("factorial-while-async", "{\"n\":%d}".formatted(MANY));
    outlivesItsInvocations(ended(waits));
    RunView merged = ended(goesOn);
    if (!Kappa.workersReturn()) {
      outlivesItsInvocations(merged);
    }
    assertThat(new BigInteger(String.valueOf(merged.resultJson()))).isEqualTo(LARGE);
  }

  private static void outlivesItsInvocations(RunView run) {
    assertThat(new BigInteger(String.valueOf(run.resultJson()))).isEqualTo(LARGE);
    assertThat(run.checkpoints()).as("one a factor").isGreaterThan(MANY - 2);
    assertThat(run.tasks()).isEqualTo(1);
    assertThat(run.invocations())
        .as("invocations: the task never waits, so only their time limit ends them")
        .isGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fib",
        "fib-async",
        "fib-one",
        "fib-one-async",
        "fib-blocking",
        "fib-blocking-async"
      })
  void fibOfSixIsEight(String way) {
    assertThat(result(way, "{\"n\":6}")).isEqualTo("8");
  }

  @ParameterizedTest
  @CsvSource({"ping-pong, 0", "ping-pong-async, 0", "ping-pong, 1", "ping-pong-async, 1"})
  void ballGoesToAndFro(String way, int capacity) {
    assertThat(result(way, "{\"hits\":100,\"capacity\":%d}".formatted(capacity))).isEqualTo("100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"work-queue", "work-queue-async"})
  void tenWorkersDoAThousandJobs(String way) {
    assertThat(result(way, "{\"workers\":10,\"jobs\":1000}")).isEqualTo("499500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum-tree", "sum-tree-async"})
  void treeOfSpawnedSumsAddsUp(String way) {
    assertThat(result(way, "{\"n\":20}")).isEqualTo("210");
  }

  private static String result(String workflow, String input) {
    return String.valueOf(ended(start(workflow, input)).resultJson());
  }

  private static String start(String workflow, String input) {
    return CLIENT.start(new StartRequest(workflow, input, null)).runId();
  }

  private static RunView ended(String id) {
    RunView run = CLIENT.find(id);
    for (int minutes = 0; minutes < 3 && run.endedAt() == null; minutes++) {
      run = CLIENT.await(id, Duration.ofMinutes(1));
    }
    assertThat(run.status()).as("%s", run.error()).isEqualTo(RunStatus.SUCCEEDED);
    return run;
  }
}
