package dev.kappa.tests.simulation;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a world is smaller than what its seed says.
 *
 * @param without kinds of faults that do not happen
 * @param only the faults that happen; null: all that chance says
 * @param cuts how a program that was drawn is made smaller, one cut after the other: each is the
 *     number of one of the {@link SmallerPlans} of what is left
 */
record Less(Set<Fault> without, @Nullable Set<Strike> only, List<Integer> cuts) {
  static final Less NONE = without(Set.of());

  private static final String NO_FAULTS = "none";

  static Less without(Set<Fault> faults) {
    return new Less(faults, null, List.of());
  }

  /**
   * Reads what {@link #command} tells.
   *
   * @param only empty for all that chance says
   */
  static Less parse(String without, String only, String cuts) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    faults.addAll(items(without, Fault::valueOf));
    return new Less(faults, strikes(only), items(cuts, Integer::valueOf));
  }

  private static @Nullable Set<Strike> strikes(String only) {
    return switch (only) {
      case "" -> null;
      case NO_FAULTS -> Set.of();
      default -> new LinkedHashSet<>(items(only, Strike::parse));
    };
  }

  private static <T> List<T> items(String text, Function<String, T> item) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(item)
        .toList();
  }

  Less without(Fault fault) {
    Set<Fault> more = EnumSet.of(fault);
    more.addAll(without);
    return new Less(more, only, cuts);
  }

  Less only(List<Strike> strikes) {
    return new Less(without, new LinkedHashSet<>(strikes), cuts);
  }

  Less cut(int number) {
    return new Less(without, only, Stream.concat(cuts.stream(), Stream.of(number)).toList());
  }

  /** {@return what is left of a plan} */
  Plan of(Plan drawn) {
    Plan plan = drawn;
    for (int number : cuts) {
      List<Plan> ways = SmallerPlans.of(plan);
      if (number >= ways.size()) {
        throw new IllegalArgumentException(
            "cut %d of %s (expected: less than %d)".formatted(number, plan, ways.size()));
      }
      plan = ways.get(number);
    }
    return plan;
  }

  /** {@return the options that say so} */
  String command() {
    String strikes = only == null ? "" : only.isEmpty() ? NO_FAULTS : text(only);
    return "-Dkappa.without=%s -Dkappa.only=%s -Dkappa.cuts=%s"
        .formatted(text(without), strikes, text(cuts));
  }

  private static String text(Collection<?> items) {
    return items.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
