package dev.kappa.tests.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.simulation.Hunt;
import dev.kappa.tests.simulation.Rules;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a failing property says of a deliberate bug: a small world, and how to see it again. */
final class SmallestWorldTest {
  private static final int WORLDS = 400;

  private static final int WORLDS_WITH_IT = 4;
  private static final int FEW_PARTS = 4;
  private static final String RULE = Rules.randomProgramsGiveWhatTheyMean.name();

  private static final Pattern COMMAND =
      Pattern.compile(
          "-Dkappa.rule=(\\S+) -Dkappa.seed=(\\d+) -Dkappa.without=(\\S*) -Dkappa.only=(\\S*) -Dkappa.cuts=(\\S*)");

  private static final Pattern SIZE =
      Pattern.compile("a program of (\\d+) parts, (\\d+) faults: .*");

  @Test
  void bugThatTakesNoFaultIsShownByASmallProgramAlone() {
    assertThat(shown("keep one frame too few", shown -> shown.faults() == 0)).isTrue();
  }

  @Test
  void bugThatTakesAFaultIsShownWithFewFaults() {
    assertThat(
            shown(
                "apply a commit again that comes twice",
                shown -> shown.faults() >= 1 && shown.faults() <= 3))
        .isTrue();
  }

  /** What is said of the smallest world. */
  private record Shown(String text) {
    int parts() {
      return number(1);
    }

    int faults() {
      return number(2);
    }

    private int number(int group) {
      MatchResult size = SIZE.matcher(text).results().findFirst().orElseThrow();
      return Integer.parseInt(size.group(group));
    }
  }

  /**
   * Hunts for a bug. {@return whether it is shown so, by a program of few parts, in one of the
   * first worlds that have it} In some no smaller program meets the same faults.
   */
  private static boolean shown(String bug, Predicate<Shown> so) {
    MutatedCode code = new MutatedCode(edits(bug));
    int world = 0;
    for (int i = 0; i < WORLDS_WITH_IT; i++) {
      Caught caught =
          Objects.requireNonNull(
              Caught.in(code, Rules.randomProgramsGiveWhatTheyMean, world + 1, WORLDS),
              "not caught");
      world = caught.world();
      Shown shown = smallest(code, world - 1L);
      if (shown.parts() <= FEW_PARTS && so.test(shown)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What the command for the smallest world shows is what was said; without the bug all is well.
   */
  private static Shown smallest(MutatedCode code, long seed) {
    String told = String.valueOf(hunt(code, "smallest", RULE, seed));
    MatchResult command = COMMAND.matcher(told).results().findFirst().orElseThrow();
    assertThat(command.group(1)).isEqualTo(RULE);
    assertThat(command.group(2)).isEqualTo(Long.toString(seed));

    String again =
        (String)
            hunt(code, "again", RULE, seed, command.group(3), command.group(4), command.group(5));
    assertThat(again).as("what the command shows").isNotNull();
    assertThat(told).endsWith(Objects.requireNonNull(again));
    assertThat(Hunt.again(RULE, seed, command.group(3), command.group(4), command.group(5)))
        .as("the same world without the bug")
        .isNull();
    return new Shown(again);
  }

  private static List<Mutation.Edit> edits(String bug) {
    return Mutations.OF_COMMITS.stream()
        .filter(mutation -> mutation.name().equals(bug))
        .findFirst()
        .orElseThrow()
        .edits();
  }

  private static @Nullable Object hunt(MutatedCode code, String name, Object... arguments) {
    try {
      Method method =
          Stream.of(code.loadClass(Hunt.class.getName()).getMethods())
              .filter(each -> each.getName().equals(name))
              .findFirst()
              .orElseThrow();
      return method.invoke(null, arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }
}
