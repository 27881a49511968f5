package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.CancelledException;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.Workflows;
import dev.kappa.error.SpawnTrace;
import io.vavr.Function0;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Exceptions that cross tasks say who spawned the task in which they arose. */
final class SpawnTraceTest {
  private static Run<Object> run(Task<?> root) {
    return KappaTest.of(Workflows.of("shop", Void.class, nothing -> root), "shop", null).run();
  }

  private static Task<Void> reserve() {
    return Task.run("reserve", SpawnTraceTest::outOfStock);
  }

  private static void outOfStock() {
    throw new IllegalStateException("out of stock", new ArithmeticException("0"));
  }

  private static Task<Void> order() {
    return Task.step("quote", () -> 5)
        .then(price -> Task.spawn(() -> reserve()))
        .then(TaskFuture::await);
  }

  private static Task<Void> all() {
    return Task.spawn(() -> order()).then(TaskFuture::await);
  }

  @Test
  void failedRunSaysWhoSpawnedTheTaskUpToTheWorkflow() {
    RunError error = Objects.requireNonNull(run(all()).error());
    assertThat(error.step()).isEqualTo("reserve");
    List<String> lines = error.spawned();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("in task 2.1");
    assertThat(lines.get(1))
        .matches(
            "spawned by SpawnTraceTest.order \\(SpawnTraceTest.java:\\d+\\), after step 'quote'");
    assertThat(lines.get(2))
        .matches("spawned by SpawnTraceTest.all \\(SpawnTraceTest.java:\\d+\\)");
    assertThat(lines.get(3)).isEqualTo("spawned by workflow 'shop'");
  }

  private static Task<Void> raced() {
    List<Function0<Task<Void>>> ways =
        List.of(() -> Task.signal("s", Void.class).await(), () -> reserve());
    return Task.race(ways);
  }

  @Test
  void taskOfARaceSaysWhereItsBodyIsWritten() {
    assertThat(Objects.requireNonNull(run(raced()).error()).spawned().get(1))
        .matches("spawned by SpawnTraceTest.raced \\(SpawnTraceTest.java:\\d+\\)");
  }

  private static Task<List<String>> told(IllegalStateException e) {
    List<String> lines = Objects.requireNonNull(SpawnTrace.of(e)).lines();
    String cause = Objects.requireNonNull(e.getCause()).getClass().getSimpleName();
    String where = e.getStackTrace()[0].getMethodName();
    return Task.value(
        List.of(String.valueOf(e.getMessage()), cause, where, lines.getFirst(), lines.getLast()));
  }

  @Test
  void whoRecoversIsGivenItsClassCauseStackAndWhoSpawnedIt() {
    Run<Object> run =
        run(
            all()
                .map(nothing -> List.<String>of())
                .recover(IllegalStateException.class, e -> told(e)));
    assertThat(run.result())
        .isEqualTo(
            List.of(
                "out of stock",
                "ArithmeticException",
                "outOfStock",
                "in task 2.1",
                "spawned by workflow 'shop'"));
  }

  @Test
  void errorOfTheRootItselfNamesNobody() {
    assertThat(Objects.requireNonNull(run(reserve()).error()).spawned()).isEmpty();
  }

  @Test
  void cancelledTaskSaysWhoSpawnedIt() {
    Run<Object> run =
        run(
            Task.spawn(() -> Task.signal("never", String.class).await())
                .also(TaskFuture::cancel)
                .then(TaskFuture::await)
                .recover(
                    CancelledException.class,
                    e -> Task.value(Objects.requireNonNull(SpawnTrace.of(e)).lines().getFirst())));
    assertThat(run.result()).isEqualTo("in task 1.1");
  }

  private static Task<Void> failing(String what) {
    return Task.run(what, () -> fail(what));
  }

  private static void fail(String what) {
    throw new IllegalArgumentException(what);
  }

  private static Task<String> suppressedOf(Task<?> failing) {
    return Task.spawn(() -> failing)
        .then(TaskFuture::await)
        .map(nothing -> "none")
        .recover(
            IllegalArgumentException.class,
            e ->
                Task.value(
                    e.getMessage()
                        + Arrays.stream(e.getSuppressed())
                            .filter(each -> !(each instanceof SpawnTrace))
                            .map(Throwable::getMessage)
                            .toList()));
  }

  @Test
  void whatFailsInCleaningUpIsKeptAsSuppressedAcrossTasks() {
    assertThat(run(suppressedOf(failing("body").ensure(failing("ensure")))).result())
        .isEqualTo("body[ensure]");
    assertThat(
            run(suppressedOf(
                    Task.using(
                        Task.value("file"), file -> failing("use"), file -> failing("release"))))
                .result())
        .isEqualTo("use[release]");
    assertThat(run(suppressedOf(Task.saga(() -> booking()))).result())
        .isEqualTo("pay[cancel car, cancel hotel]");
  }

  @Test
  void testSeesCauseAndWhatFailedInCleaningUp() {
    RunError error = run(Task.saga(() -> booking())).error();
    assertThat(error.exception()).hasMessage("pay").isInstanceOf(IllegalArgumentException.class);
    assertThat(error.suppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("cancel car", "cancel hotel");
    assertThat(error.cause()).isNull();
    assertThat(run(all()).error().cause()).isInstanceOf(ArithmeticException.class);
    assertThat(run(all()).error().suppressed()).isEmpty();
  }

  private static Task<Void> booking() {
    return Task.value("hotel")
        .undo("cancel hotel", hotel -> fail("cancel hotel"))
        .then(() -> Task.value("car").compensate(car -> failing("cancel car")))
        .then(() -> failing("pay"));
  }
}
