package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Which task is next, by what is promised of it. */
class ReadyTasksTest {
  private long nanoTime;
  private final ReadyTasks ready = new ReadyTasks(() -> nanoTime);
  private long count;

  private Handle add(String run, int level, String key, int weight) {
    count++;
    Handle task = new Handle(1, count);
    ready.add(run, task, new Priority(level, key, weight));
    return task;
  }

  private String next() {
    return Objects.requireNonNull(ready.poll()).run();
  }

  private List<String> next(int n) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      runs.add(next());
    }
    return runs;
  }

  @Test
  void higherPriorityGoesFirst() {
    add("low", 5, "", 0);
    add("usual", 0, "", 0);
    add("high", 1, "", 0);
    assertThat(next(3)).containsExactly("high", "usual", "low");
    assertThat(ready.poll()).isNull();
  }

  @Test
  void lowestPriorityIsNextWhenSixteenOthersWentFirst() {
    add("low", 5, "", 0);
    for (int i = 0; i < 40; i++) {
      add("high", 1, "", 0);
    }
    List<String> order = next(41);
    assertThat(order.indexOf("low")).isEqualTo(ReadyTasks.PATIENCE);
  }

  @Test
  void runsOfOneKeyShareOnePlace() {
    for (int i = 0; i < 3; i++) {
      add("a1", 3, "a", 1);
      add("a2", 3, "a", 1);
      add("b", 3, "b", 1);
      add("alone", 3, "", 1);
    }
    assertThat(next(6)).containsExactly("a1", "b", "alone", "a2", "b", "alone");
  }

  @Test
  void keyIsGivenAsManyTasksAsItsWeightSaysInItsTurn() {
    for (int i = 0; i < 4; i++) {
      add("heavy", 3, "a", 3);
      add("light", 3, "b", 1);
    }
    assertThat(next(6)).containsExactly("heavy", "heavy", "heavy", "light", "heavy", "light");
  }

  @Test
  void overdueTasksOfLowerPrioritiesAreNext() {
    add("low", 4, "", 0);
    add("high", 2, "", 0);
    add("high", 2, "", 0);
    ready.overdue(2);
    assertThat(next(3)).containsExactly("low", "high", "high");
  }

  @Test
  void forgottenRunLeavesNothing() {
    add("a", 3, "k", 1);
    add("a", 3, "k", 1);
    add("b", 3, "k", 1);
    ready.forget("a");
    assertThat(ready.size()).isEqualTo(1);
    assertThat(ready.first("a")).isNull();
    assertThat(next()).isEqualTo("b");
    assertThat(ready.size()).isZero();
  }

  // ---- whatever comes

  /** A run of the properties; without a key of its own it is its own. */
  private record Run(String id, int level, String key, int weight) {
    String place() {
      return level + (key.isEmpty() ? " run " + id : " key " + key);
    }
  }

  private static final List<Run> RUNS =
      List.of(
          new Run("a", 1, "", 1),
          new Run("b", 1, "x", 1),
          new Run("c", 1, "x", 1),
          new Run("d", 3, "x", 2),
          new Run("e", 3, "y", 3),
          new Run("f", 3, "y", 3),
          new Run("g", 3, "", 1),
          new Run("h", 5, "y", 1),
          new Run("i", 5, "", 1));

  /** -1 asks for the next; others add a task of that run. */
  @Provide
  Arbitrary<List<Integer>> histories() {
    Arbitrary<Integer> one =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, Arbitraries.integers().between(0, RUNS.size() - 1)),
            net.jqwik.api.Tuple.of(4, Arbitraries.just(-1)));
    Arbitrary<List<Integer>> busy =
        Combinators.combine(
                Arbitraries.integers().between(0, RUNS.size() - 1),
                Arbitraries.integers().between(5, 40))
            .as(
                (run, times) -> {
                  // A loop that comes back as soon as it was given a worker.
                  List<Integer> turns = new ArrayList<>();
                  for (int i = 0; i < times; i++) {
                    turns.add(run);
                    turns.add(-1);
                  }
                  return turns;
                });
    return Arbitraries.oneOf(one.list().ofMaxSize(40), busy)
        .list()
        .ofMaxSize(8)
        .map(parts -> parts.stream().flatMap(List::stream).toList());
  }

  @Property(tries = 500)
  void eachIsGivenOnceInTheOrderOfItsRun(@ForAll("histories") List<Integer> history) {
    ReadyTasks tasks = new ReadyTasks(() -> nanoTime);
    Map<String, List<Handle>> waiting = new HashMap<>();
    long number = 0;
    int size = 0;
    for (int turn : history) {
      if (turn >= 0) {
        Run run = RUNS.get(turn);
        Handle task = new Handle(2, ++number);
        tasks.add(run.id, task, new Priority(run.level, run.key, run.weight));
        waiting.computeIfAbsent(run.id, r -> new ArrayList<>()).add(task);
        size++;
      } else {
        ReadyTasks.Ready given = tasks.poll();
        assertThat(given == null).isEqualTo(size == 0);
        if (given != null) {
          assertThat(given.task())
              .isEqualTo(waiting.getOrDefault(given.run(), List.of()).removeFirst());
          size--;
        }
      }
      assertThat(tasks.size()).isEqualTo(size);
    }
  }

  @Property(tries = 500)
  void nobodyStarves(@ForAll("histories") List<Integer> history) {
    ReadyTasks tasks = new ReadyTasks(() -> nanoTime);
    Map<String, Integer> waiting = new LinkedHashMap<>();
    Map<Integer, Integer> passedOver = new TreeMap<>();
    Map<String, Map<String, Integer>> whileItWaited = new HashMap<>();
    long number = 0;
    for (int turn : history) {
      if (turn >= 0) {
        Run run = RUNS.get(turn);
        tasks.add(run.id, new Handle(2, ++number), new Priority(run.level, run.key, run.weight));
        waiting.merge(run.id, 1, Integer::sum);
        continue;
      }
      ReadyTasks.Ready given = tasks.poll();
      if (given == null) {
        continue;
      }
      Run its = run(given.run());
      Set<String> places = new TreeSet<>();
      for (Run other : RUNS) {
        if (waiting.getOrDefault(other.id, 0) > 0 && other.level == its.level) {
          places.add(other.place());
        }
      }
      places.remove(its.place());
      for (String other : places) {
        Map<String, Integer> others = whileItWaited.computeIfAbsent(other, p -> new HashMap<>());
        assertThat(others.merge(its.place(), 1, Integer::sum))
            .as("%s went before %s", its.place(), other)
            .isLessThanOrEqualTo(its.weight);
      }
      for (int level = 1; level <= Priority.LOWEST; level++) {
        int l = level;
        boolean waits =
            RUNS.stream().anyMatch(r -> r.level == l && waiting.getOrDefault(r.id, 0) > 0);
        boolean passed = waits && l != its.level;
        passedOver.put(l, passed ? passedOver.getOrDefault(l, 0) + 1 : 0);
        assertThat(passedOver.get(l)).isLessThan(ReadyTasks.PATIENCE + Priority.LOWEST);
      }
      waiting.merge(its.id, -1, Integer::sum);
      whileItWaited.remove(its.place());
    }
  }

  // ---- how long they wait

  @Test
  void theOneThatWaitsLongestIsFoundInWhateverPlaceItIs() {
    assertThat(ready.longestWait()).isZero();
    nanoTime = 100;
    add("low", 5, "", 1);
    nanoTime = 200;
    add("high", 1, "tenant", 1);
    add("low", 5, "", 1);
    nanoTime = 1_000;
    assertThat(ready.longestWait()).isEqualTo(900);
    ready.forget("low");
    assertThat(ready.longestWait()).isEqualTo(800);
    assertThat(next()).isEqualTo("high");
    assertThat(ready.longestWait()).isZero();
  }

  @Test
  void theOneThatWaitsForAFreshInvocationWaitsToo() {
    nanoTime = 100;
    ready.addForFresh("fresh", new Handle(1, 1));
    nanoTime = 150;
    add("run", 3, "", 1);
    nanoTime = 300;
    assertThat(ready.longestWait()).isEqualTo(200);
    ready.pollFresh();
    assertThat(ready.longestWait()).isEqualTo(150);
  }

  private static Run run(String id) {
    return RUNS.stream().filter(run -> run.id.equals(id)).findFirst().orElseThrow();
  }
}
