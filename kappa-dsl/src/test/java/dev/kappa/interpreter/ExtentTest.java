package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Action1;
import dev.kappa.Loop;
import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.TimedOutException;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Placement;
import io.vavr.Function0;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time limits, scopes and sagas. */
class ExtentTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private static Task<Void> note(String what) {
    return Task.run("note", () -> Journal.note(what));
  }

  private static <T> Task<T> late(Task<T> task) {
    return task.recover(TimedOutException.class, e -> note("late").then(() -> Task.value(null)));
  }

  // ---- placements

  @Test
  void whatIsResidentGivesItsValueAndItsErrorsAsIfItWereNot() {
    Task<Integer> inner = Task.step("there", () -> 7).resident().step("here", n -> n + 1);
    assertThat(Everywhere.value(inner.resident().map(n -> n * 2))).isEqualTo(16);
    Task<Integer> failing =
        Task.<Integer>step(
                "there",
                () -> {
                  throw new IllegalStateException("no");
                })
            .resident()
            .recover(IllegalStateException.class, e -> Task.value(1));
    assertThat(Everywhere.value(failing)).isEqualTo(1);
  }

  @Test
  void extentSaysWhereItIsWhateverIsOpenedIn() {
    Extent there = Extent.NONE.on(Placement.RESIDENT);
    assertThat(there.masked().until(5).saga(2).scope(new Handle(1, 1)).isResident()).isTrue();
    assertThat(there.on(null)).isEqualTo(Extent.NONE);
    assertThat(Extent.in(new Handle(1, 1)).isResident()).isFalse();
  }

  @Test
  void whatIsLeftGoesBackToTheExtentAroundIt() {
    Everywhere.End end =
        Everywhere.end(
            late(Task.sleep(DAY).resident().timeout(HOUR).resident().ensure(note("finally"))));
    assertThat(end.notes()).contains("finally", "late");
  }

  // ---- time limits

  @Test
  void whatIsDoneInTimeIsNotTouched() {
    assertThat(Everywhere.value(Task.sleep(HOUR).map(x -> 1).timeout(DAY))).isEqualTo(1);
  }

  @Test
  void waitThatTakesTooLongIsBrokenOff() {
    Everywhere.End end = Everywhere.end(Task.sleep(DAY).timeout(HOUR));
    assertThat(end.error()).isEqualTo("dev.kappa.TimedOutException: not done within PT1H");
    assertThat(end.elapsed()).isEqualTo(HOUR.toMillis());
  }

  @Test
  void loopThatOnlyComputesAndSleepsALittleIsBrokenOff() {
    Task<Object> loop = Task.iterate(0L, n -> Task.sleep(SECOND).map(x -> Loop.again(n + 1)));
    Everywhere.End end = Everywhere.end(late(loop.timeout(Duration.ofSeconds(10))));
    assertThat(end.notes()).containsExactly("late");
    assertThat(end.elapsed()).isEqualTo(10_000);
  }

  @Test
  void timeOutIsNotCaughtInside() {
    Task<Void> inside =
        Task.sleep(DAY).recover(Throwable.class, e -> note("caught")).ensure(note("finally"));
    Everywhere.End end = Everywhere.end(late(inside.timeout(HOUR)));
    assertThat(end.notes()).containsExactly("finally", "late");
  }

  @Test
  void innerLimitIsItsOwn() {
    Task<Void> program =
        late(Task.sleep(DAY).timeout(SECOND)).then(() -> Task.sleep(DAY)).timeout(HOUR);
    Everywhere.End end = Everywhere.end(late(program));
    assertThat(end.notes()).containsExactly("late", "late");
    assertThat(end.elapsed()).isEqualTo(HOUR.toMillis());
  }

  @Test
  void outerLimitPassesTheInnerOne() {
    Task<Void> program = late(Task.sleep(DAY).timeout(Duration.ofHours(2))).timeout(HOUR);
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.error()).contains("PT1H");
    assertThat(end.notes()).isEmpty();
  }

  @Test
  void finalizerTakesItsTime() {
    Everywhere.End end =
        Everywhere.end(late(Task.sleep(DAY).ensure(Task.sleep(DAY)).timeout(HOUR)));
    assertThat(end.elapsed()).isEqualTo(DAY.plus(HOUR).toMillis());
  }

  @Test
  void limitIsOverWhenItsTaskIs() {
    assertThat(Everywhere.value(Task.value(1).timeout(HOUR).also(x -> Task.sleep(DAY))))
        .isEqualTo(1);
  }

  @Test
  void triesCanEachHaveTheirLimit() {
    Task<Void> program =
        note("try").then(() -> Task.sleep(DAY)).timeout(HOUR).retry(Retry.times(3));
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.notes()).containsExactly("try", "try", "try");
    assertThat(end.elapsed()).isEqualTo(3 * HOUR.toMillis());
  }

  // ---- scopes

  @Test
  void whatWasSpawnedInAScopeEndsWithIt() {
    Task<String> program =
        Task.scope(
            () ->
                Task.spawn(() -> Task.sleep(DAY).ensure(note("child ended")))
                    .then(f -> Task.sleep(HOUR))
                    .then(() -> note("body ended"))
                    .then(() -> Task.value("done")));
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.value()).isEqualTo("done");
    assertThat(end.notes()).containsExactly("body ended", "child ended");
    assertThat(end.elapsed()).isEqualTo(HOUR.toMillis());
  }

  @Test
  void scopeEndsWhatItsChildrenSpawned() {
    Task<Void> grandchild = Task.sleep(DAY).ensure(note("grandchild ended"));
    Task<Void> program =
        Task.<Void>scope(
            () ->
                Task.spawn(() -> Task.spawn(() -> grandchild).then(() -> Task.done()))
                    .then(TaskFuture::await)
                    .then(() -> Task.sleep(HOUR)));
    Everywhere.End end = Everywhere.end(program.then(() -> note("all ended")));
    assertThat(end.notes()).containsExactly("grandchild ended", "all ended");
  }

  @Test
  void scopeThatFailsEndsItsChildren() {
    Task<Void> program =
        Task.scope(
            () ->
                Task.spawn(() -> Task.sleep(DAY).ensure(note("child ended")))
                    .then(() -> Task.sleep(HOUR))
                    .then(() -> Task.fail(new Oops("why"))));
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.error()).isEqualTo("dev.kappa.interpreter.Oops: why");
    assertThat(end.notes()).containsExactly("child ended");
  }

  @Test
  void limitOfAScopeEndsItsChildren() {
    Task<List<Void>> all =
        Task.scope(
            () ->
                Task.spawnAll(List.of(1, 2), n -> Task.sleep(DAY).ensure(note("ended")))
                    .then(Task::awaitAll));
    Everywhere.End end = Everywhere.end(late(all.timeout(HOUR)));
    assertThat(end.notes()).containsExactly("ended", "ended", "late");
  }

  @Test
  void winnerOfARaceEndsTheOthers() {
    List<Function0<Task<String>>> runners =
        List.of(
            () -> Task.sleep(DAY).map(x -> "slow").ensure(note("slow ended")),
            () -> Task.sleep(HOUR).map(x -> "fast"));
    Everywhere.End end = Everywhere.end(Task.race(runners));
    assertThat(end.value()).isEqualTo("fast");
    assertThat(end.notes()).containsExactly("slow ended");
    assertThat(end.elapsed()).isEqualTo(HOUR.toMillis());
  }

  // ---- sagas

  private static Task<Integer> booked(int number) {
    Action1<Integer> undo = n -> Journal.note("undo " + n);
    return Task.step(
            "book",
            () -> {
              Journal.note("book " + number);
              return number;
            })
        .undo("cancel", undo);
  }

  @Test
  void sagaThatFailsUndoesTheLastFirst() {
    Task<Integer> trip =
        Task.saga(
            () ->
                booked(1)
                    .then(() -> booked(2))
                    .then(() -> booked(3))
                    .then(() -> Task.<Integer>fail(new Oops("full"))));
    Everywhere.End end = Everywhere.end(trip);
    assertThat(end.error()).isEqualTo("dev.kappa.interpreter.Oops: full");
    assertThat(end.notes())
        .containsExactly("book 1", "book 2", "book 3", "undo 3", "undo 2", "undo 1");
  }

  @Test
  void sagaThatSucceedsUndoesNothing() {
    Everywhere.End end = Everywhere.end(Task.saga(() -> booked(1).then(() -> booked(2))));
    assertThat(end.notes()).containsExactly("book 1", "book 2");
  }

  @Test
  void deepCallsNoteWhatTheyDidInTheSagaAround() {
    Task<Integer> trip = Task.saga(() -> deep(30).then(() -> Task.<Integer>fail(new Oops("full"))));
    Everywhere.End end = Everywhere.end(trip);
    assertThat(end.notes().subList(30, 60))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 30).mapToObj(n -> "undo " + (31 - n)).toList().reversed());
  }

  /** Books the lowest first, in calls that are so deep. */
  private static Task<Integer> deep(int n) {
    return n == 0 ? Task.value(0) : booked(n).then(() -> deep(n - 1)).map(x -> x + 1);
  }

  @Test
  void errorsOfUndoingAreKeptAsSuppressed() {
    Task<Object> failing =
        Task.step("book", () -> 1)
            .compensate(n -> Task.fail(new Oops("undo failed")))
            .then(() -> Task.fail(new Oops("full")));
    Everywhere.End end = Everywhere.end(Task.saga(() -> booked(7).then(() -> failing)));
    assertThat(end.error())
        .isEqualTo(
            "dev.kappa.interpreter.Oops: full; suppressed: dev.kappa.interpreter.Oops: undo failed");
    assertThat(end.notes()).containsExactly("book 7", "undo 7");
  }

  private static <T> Task<T> full() {
    return Task.fail(new Oops("full"));
  }

  @Test
  void sagaThatSucceededIsUndoneWhenTheOneAroundItFails() {
    Task<Integer> inner = Task.saga(() -> booked(2).then(() -> booked(3)));
    Task<Integer> trip =
        Task.saga(() -> booked(1).then(() -> inner).then(() -> booked(4)).then(() -> full()));
    assertThat(Everywhere.end(trip).notes())
        .containsExactly(
            "book 1", "book 2", "book 3", "book 4", "undo 4", "undo 3", "undo 2", "undo 1");
  }

  @Test
  void sagasInSagasAreUndoneHoweverDeep() {
    Task<Integer> trip = Task.saga(() -> nested(5).then(() -> full()));
    assertThat(Everywhere.end(trip).notes().subList(5, 10))
        .containsExactly("undo 5", "undo 4", "undo 3", "undo 2", "undo 1");
  }

  private static Task<Integer> nested(int n) {
    return n == 0 ? Task.value(0) : Task.saga(() -> nested(n - 1).then(() -> booked(n)));
  }

  @Test
  void sagaThatFailedIsUndoneOnceThoughTheOneAroundItGoesOnAndFails() {
    Task<Integer> inner =
        Task.saga(() -> booked(2).then(() -> ExtentTest.<Integer>full()))
            .recover(Oops.class, e -> booked(3));
    Task<Integer> trip = Task.saga(() -> booked(1).then(() -> inner).then(() -> full()));
    assertThat(Everywhere.end(trip).notes())
        .containsExactly("book 1", "book 2", "undo 2", "book 3", "undo 3", "undo 1");
  }

  @Test
  void whatSagasDidToFinishOrToUndoIsNotUndone() {
    Task<Integer> cleaning = Task.saga(() -> booked(8));
    Task<Integer> undoing =
        Task.saga(
                () ->
                    Task.value(0)
                        .compensate(n -> Task.saga(() -> booked(9)))
                        .then(() -> ExtentTest.<Integer>full()))
            .recover(Oops.class, e -> Task.value(0));
    Task<Integer> trip =
        Task.saga(
            () ->
                booked(1)
                    .ensure(booked(7))
                    .ensure(cleaning)
                    .then(() -> undoing)
                    .then(() -> full()));
    assertThat(Everywhere.end(trip).notes())
        .containsExactly("book 1", "book 7", "book 8", "book 9", "undo 1");
  }

  @Test
  void sagasWithinAFinalizerAreAsAnywhere() {
    Task<Integer> cleaning = Task.saga(() -> Task.saga(() -> booked(8)).then(() -> full()));
    Task<Integer> trip = Task.value(1).ensure(cleaning);
    assertThat(Everywhere.end(trip).notes()).containsExactly("book 8", "undo 8");
  }

  @Test
  void limitThatPassesUndoes() {
    Task<Void> trip = Task.saga(() -> booked(1).then(() -> Task.sleep(DAY)));
    Everywhere.End end = Everywhere.end(late(trip.timeout(HOUR)));
    assertThat(end.notes()).containsExactly("book 1", "undo 1", "late");
  }

  @Test
  void undoWithoutASagaIsRefused() {
    assertThat(Everywhere.error(booked(1))).contains("undo outside of a saga");
  }

  // ---- using

  @Test
  void whatWasGotIsGivenBack() {
    Task<String> program =
        Task.using(
            Task.step("get", () -> "it"),
            it -> note("use " + it).then(() -> Task.<String>fail(new Oops("why"))),
            it -> note("give back " + it));
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.error()).contains("why");
    assertThat(end.notes()).containsExactly("use it", "give back it");
  }
}
