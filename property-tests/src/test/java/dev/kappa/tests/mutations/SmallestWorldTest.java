package dev.kappa.tests.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.simulation.Hunt;
import dev.kappa.tests.simulation.Rules;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a failing property says of a deliberate bug: a small world, and how to see it again. */
final class SmallestWorldTest {
  private static final int WORLDS = 400;

  private static final String RULE = Rules.randomProgramsGiveWhatTheyMean.name();

  private static final Pattern COMMAND =
      Pattern.compile(
          "-Dkappa.rule=(\\S+) -Dkappa.seed=(\\d+) -Dkappa.without=(\\S*) -Dkappa.only=(\\S*) -Dkappa.cuts=(\\S*)");

  private static final Pattern SIZE =
      Pattern.compile("a program of (\\d+) parts, (\\d+) faults: .*");

  @Test
  void bugThatTakesNoFaultIsShownByASmallProgramAlone() {
    Shown shown = shown("keep one frame too few");
    assertThat(shown.parts()).as(shown.text()).isLessThanOrEqualTo(4);
    assertThat(shown.faults()).as(shown.text()).isZero();
  }

  @Test
  void bugThatTakesAFaultIsShownWithFewFaults() {
    Shown shown = shown("apply a commit again that comes twice");
    assertThat(shown.parts()).as(shown.text()).isLessThanOrEqualTo(4);
    assertThat(shown.faults()).as(shown.text()).isBetween(1, 3);
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

  /** Hunts for a bug; what its command shows is what was said, and without the bug all is well. */
  private static Shown shown(String bug) {
    MutatedCode code = new MutatedCode(edits(bug));
    Caught caught =
        Objects.requireNonNull(
            Caught.in(code, Rules.randomProgramsGiveWhatTheyMean, 1, WORLDS), "not caught");
    long seed = caught.world() - 1L;

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
