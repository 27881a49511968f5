package dev.kappa.tests.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Plans that are one cut smaller than another, and still mean something. */
final class SmallerPlans {
  private static final Plan LEAST = new Plan.Add(1);

  private SmallerPlans() {}

  /**
   * What a plan is made of.
   *
   * @param parts plans in it
   * @param whole the same with other parts
   * @param fewer the same with smaller numbers
   */
  private record Shape(List<Plan> parts, Function<List<Plan>, Plan> whole, List<Plan> fewer) {
    Plan with(int number, Plan part) {
      List<Plan> others = new ArrayList<>(parts);
      others.set(number, part);
      return whole.apply(others);
    }
  }

  /** {@return them, those that lack most first} Each is smaller, so that there is an end. */
  static List<Plan> of(Plan plan) {
    Shape shape = shape(plan);
    List<Plan> smaller = new ArrayList<>();
    if (!plan.equals(LEAST)) {
      smaller.add(LEAST);
    }
    smaller.addAll(shape.parts());
    smaller.addAll(shape.fewer());
    for (int i = 0; i < shape.parts().size(); i++) {
      int part = i;
      of(shape.parts().get(i)).forEach(cut -> smaller.add(shape.with(part, cut)));
    }
    return smaller.stream().filter(SmallerPlans::isClear).distinct().toList();
  }

  /** {@return how many plans it is made of, itself included} */
  static int size(Plan plan) {
    return 1 + shape(plan).parts().stream().mapToInt(SmallerPlans::size).sum();
  }

  private static Shape shape(Plan plan) {
    return switch (plan) {
      case Plan.Add p -> leaf(p, List.of());
      case Plan.Throw p -> leaf(p, List.of());
      case Plan.Save p -> leaf(p, List.of());
      case Plan.Heard p -> leaf(p, List.of());
      case Plan.Pause p -> leaf(p, less(p.millis(), 0, Plan.Pause::new));
      case Plan.Post p -> leaf(p, less(p.capacity(), 0, Plan.Post::new));
      case Plan.Market p -> leaf(p, lessTrade(p));
      case Plan.Then p -> two(p.first(), p.second(), Plan.Then::new);
      case Plan.And p -> two(p.first(), p.second(), Plan.And::new);
      case Plan.Catch p ->
          two(p.body(), p.handler(), (body, taken) -> new Plan.Catch(body, p.kind(), taken));
      case Plan.Finally p -> two(p.body(), p.finalizer(), Plan.Finally::new);
      case Plan.Turns p ->
          one(
              p.body(),
              body -> new Plan.Turns(p.turns(), body),
              less(p.turns(), 1, n -> new Plan.Turns(n, p.body())));
      case Plan.Child p -> one(p.body(), Plan.Child::new, List.of());
      case Plan.Children p ->
          one(
              p.body(),
              body -> new Plan.Children(p.count(), p.atMost(), body),
              less(p.count(), 1, n -> new Plan.Children(n, p.atMost(), p.body())));
      case Plan.Scoped p -> one(p.body(), Plan.Scoped::new, List.of());
      case Plan.Limited p -> one(p.body(), Plan.Limited::new, List.of());
      case Plan.Won p -> one(p.body(), Plan.Won::new, List.of());
      case Plan.Stopped p -> one(p.body(), Plan.Stopped::new, List.of());
    };
  }

  private static Shape leaf(Plan plan, List<Plan> fewer) {
    return new Shape(List.of(), none -> plan, fewer);
  }

  private static Shape one(Plan part, UnaryOperator<Plan> whole, List<Plan> fewer) {
    return new Shape(List.of(part), parts -> whole.apply(parts.get(0)), fewer);
  }

  private static Shape two(Plan first, Plan second, BinaryOperator<Plan> whole) {
    return new Shape(
        List.of(first, second), parts -> whole.apply(parts.get(0), parts.get(1)), List.of());
  }

  // ---- numbers

  private static List<Plan> lessTrade(Plan.Market p) {
    List<Plan> less = new ArrayList<>();
    less.addAll(less(p.sellers(), 1, n -> new Plan.Market(n, p.buyers(), p.goods(), p.capacity())));
    less.addAll(less(p.buyers(), 1, n -> new Plan.Market(p.sellers(), n, p.goods(), p.capacity())));
    less.addAll(less(p.goods(), 0, n -> new Plan.Market(p.sellers(), p.buyers(), n, p.capacity())));
    less.addAll(less(p.capacity(), 0, n -> new Plan.Market(p.sellers(), p.buyers(), p.goods(), n)));
    return less;
  }

  /** The least that there can be, and half of the way to it, so that a few steps are enough. */
  private static List<Plan> less(int number, int least, IntFunction<Plan> plan) {
    if (number <= least) {
      return List.of();
    }
    int half = (least + number + 1) / 2;
    return half < number
        ? List.of(plan.apply(least), plan.apply(half))
        : List.of(plan.apply(least));
  }

  // ---- what it means

  /** Of several tasks that fail it is not said which one is heard of: theirs must not. */
  private static boolean isClear(Plan plan) {
    boolean mayNotFail = plan instanceof Plan.Children || plan instanceof Plan.Stopped;
    return shape(plan).parts().stream()
        .allMatch(part -> isClear(part) && !(mayNotFail && !errors(part).isEmpty()));
  }

  /** {@return the kinds of errors that may come out of it} */
  private static Set<Integer> errors(Plan plan) {
    Set<Integer> kinds = new HashSet<>();
    if (plan instanceof Plan.Throw thrown) {
      kinds.add(thrown.kind());
    } else if (plan instanceof Plan.Catch caught) {
      kinds.addAll(errors(caught.body()));
      if (kinds.remove(caught.kind())) {
        kinds.addAll(errors(caught.handler()));
      }
    } else {
      shape(plan).parts().forEach(part -> kinds.addAll(errors(part)));
    }
    return kinds;
  }
}
