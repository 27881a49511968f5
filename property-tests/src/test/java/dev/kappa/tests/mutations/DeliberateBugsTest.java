package dev.kappa.tests.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.simulation.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of the deliberate bugs is so. */
final class DeliberateBugsTest {
  private static final Path PAGE = Path.of("..", "docs", "deliberate-bugs.md");

  /** One is of the simulation itself; what breaks the other breaks one that says more. */
  private static final Set<Rules> WITHOUT =
      EnumSet.of(
          Rules.sameSeedIsTheSameHistory,
          Rules.everyProgramGivesItsResultWhateverFails,
          Rules.everyProgramGivesItsResultHoweverOftenItIsSaved);

  @Test
  void pageListsThemAll() throws IOException {
    if (Boolean.getBoolean("kappa.freeze")) {
      Files.writeString(PAGE, DeliberateBugs.page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(DeliberateBugs.page());
  }

  @Test
  void eachRuleHasOne() {
    Set<Rules> caught = EnumSet.copyOf(WITHOUT);
    DeliberateBugs.ALL.forEach(bug -> caught.add(bug.rule()));
    assertThat(EnumSet.complementOf(EnumSet.copyOf(caught))).isEmpty();
  }

  @Test
  void eachHasANameOfItsOwn() {
    assertThat(DeliberateBugs.ALL).extracting(Mutation::name).doesNotHaveDuplicates();
  }
}
