package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops. */
class LoopsTest {
  @Test
  void iterateGoesOnWithEachState() {
    Task<String> program =
        Task.iterate(
            1,
            n ->
                n < 5
                    ? Task.step("turn", () -> Loop.again(n + 1))
                    : Task.value(Loop.done("done at " + n)));
    assertThat(Everywhere.value(program)).isEqualTo("done at 5");
  }

  @Test
  void iterateThatIsDoneAtOnceRunsOneTurn() {
    assertThat(Everywhere.value(Task.iterate("x", x -> Task.value(Loop.done())))).isNull();
  }

  /** A turn of its own types, as a method of a user's may have them. */
  private static Task<? extends Loop<Integer, Integer>> countdown(Number n) {
    return n.intValue() == 0
        ? Task.value(new Loop.Done<Integer, Integer>(n.intValue()))
        : Task.value(new Loop.Again<Integer, Integer>(n.intValue() - 1));
  }

  @Test
  void turnMayBeOfNarrowerTypesThanTheLoop() {
    Task<Number> narrower = Task.<Number, Number>iterate(3, LoopsTest::countdown);
    Task<Comparable<?>> always = Task.iterate("x", x -> Task.value(new Loop.Done<>(x + "y")));
    assertThat(Everywhere.value(narrower)).isEqualTo(0);
    assertThat(Everywhere.value(always)).isEqualTo("xy");
  }

  @Test
  void errorLeavesTheLoop() {
    Task<Integer> program =
        Task.iterate(
            0, n -> n < 3 ? Task.value(Loop.again(n + 1)) : Task.fail(new Oops("turn " + n)));
    assertThat(Everywhere.error(program)).contains("turn 3");
    assertThat(Everywhere.value(program.recover(Oops.class, e -> Task.value(-1)))).isEqualTo(-1);
  }

  @Test
  @SuppressWarnings("NullAway") // what is tested
  void turnThatGivesNoLoopFailsWithAReason() {
    Task<Integer> program = Task.iterate(0, n -> Task.value(null));
    assertThat(Everywhere.error(program)).contains("a turn of iterate gave null");
  }

  @Test
  void forEachRunsItsItemsInOrder() {
    Everywhere.End end =
        Everywhere.end(
            Task.forEach(List.of("a", "b", "c"), x -> Task.run("note", () -> Journal.note(x))));
    assertThat(end.notes()).containsExactly("a", "b", "c");
    assertThat(end.value()).isNull();
  }

  @Test
  void forEachOverNothingGivesNothing() {
    assertThat(Everywhere.value(Task.forEach(List.of(), x -> Task.value(1)))).isNull();
  }

  @Test
  void forEachKeepsNullItems() {
    Everywhere.End end =
        Everywhere.end(
            Task.forEach(
                Arrays.asList("a", null), x -> Task.run("note", () -> Journal.note("" + x))));
    assertThat(end.notes()).containsExactly("a", "null");
  }

  @Test
  void laterChangesOfTheListAreNotSeen() {
    List<Integer> items = new ArrayList<>(List.of(1, 2));
    Task<Integer> program = Task.fold(items, 0, (sum, x) -> Task.value(sum + x));
    items.add(1000);
    assertThat(Everywhere.value(program)).isEqualTo(3);
  }

  @Test
  void errorInForEachStopsIt() {
    Everywhere.End end =
        Everywhere.end(
            Task.forEach(
                List.of(1, 2, 3),
                n ->
                    Task.run("note", () -> Journal.note("" + n))
                        .then(() -> n == 2 ? Task.fail(new Oops("at 2")) : Task.done())));
    assertThat(end.error()).contains("at 2");
    assertThat(end.notes()).containsExactly("1", "2");
  }

  @Test
  void foldGivesEachResultToTheNextTurn() {
    Task<String> program =
        Task.fold(List.of("a", "b", "c"), "", (all, x) -> Task.step("add", () -> all + x));
    assertThat(Everywhere.value(program)).isEqualTo("abc");
  }

  @Test
  void foldOverNothingGivesItsSeed() {
    assertThat(Everywhere.value(Task.fold(List.<Integer>of(), "seed", (s, x) -> Task.value(s))))
        .isEqualTo("seed");
  }

  @Test
  void loopsNest() {
    Task<Integer> program =
        Task.fold(
            List.of(1, 2, 3),
            0,
            (sum, x) ->
                Task.fold(List.of(10, 20), sum, (s, y) -> Task.step("add", () -> s + x * y)));
    assertThat(Everywhere.value(program)).isEqualTo(180);
  }
}
