package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a world is made smaller; here all that happens in it is said by a test. */
final class ShrinkingTest {
  private static final List<Strike> MANY =
      IntStream.range(0, 40)
          .boxed()
          .flatMap(i -> Stream.of(new Strike(Fault.CUT, i), new Strike(Fault.RELEASE, i)))
          .toList();

  private static final Plan LARGE =
      new Plan.Then(
          new Plan.Children(3, 2, new Plan.Pause(400)),
          new Plan.And(new Plan.Child(new Plan.Post(2)), new Plan.Add(5)));

  private int worlds;

  @Test
  void onlyTheFaultsAreLeftThatItTakes() {
    Set<Strike> needed = Set.of(new Strike(Fault.CUT, 3), new Strike(Fault.CUT, 31));
    Broken smallest = shrink(less -> brokenIf(less, happening(less).containsAll(needed)));

    assertThat(smallest.strikes()).containsExactlyInAnyOrderElementsOf(needed);
    assertThat(smallest.less().only()).isEqualTo(needed);
    assertThat(smallest.less().without()).contains(Fault.RELEASE).doesNotContain(Fault.CUT);
  }

  @Test
  void onlyThePartsAreLeftThatItTakes() {
    Broken smallest = shrink(less -> brokenIf(less, less.of(LARGE).toString().contains("Post")));

    assertThat(smallest.plan()).isEqualTo(new Plan.Post(0));
    assertThat(smallest.less().of(LARGE)).isEqualTo(smallest.plan());
    assertThat(smallest.size()).isEqualTo("a program of 1 parts, 0 faults: []");
  }

  @Test
  void programThatWasNotDrawnIsLeftAsItIs() {
    Broken first = new Broken(Less.NONE, new AssertionError("first"), null, List.of());
    Broken smallest = Shrinking.smallest(first, less -> null, () -> false);
    assertThat(smallest).isSameAs(first);
    assertThat(smallest.size()).isEqualTo("0 faults: []");
  }

  @Test
  void thereIsAnEndThoughEveryWorldIsBrokenInItsOwnWay() {
    Shrinking.Look endless =
        less -> {
          List<Strike> others =
              IntStream.range(0, 1000).mapToObj(i -> new Strike(Fault.CLOCK, worlds + i)).toList();
          return new Broken(less, new AssertionError("again"), LARGE, others);
        };
    shrink(endless);
    assertThat(worlds).isLessThanOrEqualTo(Shrinking.MOST);
  }

  @Test
  void nothingMoreIsLookedAtWhenItIsLate() {
    Broken first = brokenAt(Less.NONE);
    Broken smallest = Shrinking.smallest(first, this::count, () -> worlds == 7);
    assertThat(worlds).isEqualTo(7);
    assertThat(smallest).isNotSameAs(first);
  }

  private @Nullable Broken count(Less less) {
    worlds++;
    return brokenAt(less);
  }

  private Broken shrink(Shrinking.Look look) {
    return Shrinking.smallest(
        brokenAt(Less.NONE),
        less -> {
          worlds++;
          return look.at(less);
        },
        () -> false);
  }

  private static @Nullable Broken brokenIf(Less less, boolean broken) {
    return broken ? brokenAt(less) : null;
  }

  private static Broken brokenAt(Less less) {
    return new Broken(less, new AssertionError("broken"), less.of(LARGE), happening(less));
  }

  private static List<Strike> happening(Less less) {
    Set<Strike> left = new LinkedHashSet<>(MANY);
    left.removeIf(strike -> less.without().contains(strike.fault()));
    if (less.only() != null) {
      left.retainAll(less.only());
    }
    return new ArrayList<>(left);
  }
}
