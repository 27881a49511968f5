package dev.kappa.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What README and the pages of docs say of the command line is what it understands. */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");

  /** In a line of a block, or in a text between back ticks. */
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\n(.*?)^```");

  private static final Pattern LINE = Pattern.compile("(?m)^(?:\\$ )?(?:\\./)?kappa (.+)$");
  private static final Pattern SPAN = Pattern.compile("`(?:\\./)?kappa ([^`]+)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  @TempDir private Path directory;

  // ---- calls

  static Stream<String> calls() {
    return pages().flatMap(page -> groups(BLOCK, page)).flatMap(block -> groups(LINE, block));
  }

  static Stream<String> forms() {
    return pages().flatMap(page -> groups(SPAN, BLOCK.matcher(page).replaceAll("")));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void callInABlockIsUnderstood(String call) {
    assertThatCode(() -> commands().parseArgs(words(call).toArray(String[]::new)))
        .as("kappa %s", call)
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void formNamesACommandAndItsOptions(String form) {
    List<String> words = words(form);
    if (!words.get(0).equals("COMMAND")) {
      assertThat(optionsOf(words.get(0)))
          .as("options of kappa %s", words.get(0))
          .isNotEmpty()
          .containsAll(matches(OPTION, form).toList());
    }
  }

  /** {@return the options of a command; none if there is no such command} */
  private List<String> optionsOf(String name) {
    return commands().getSubcommands().entrySet().stream()
        .filter(command -> command.getKey().equals(name))
        .flatMap(command -> options(command.getValue()).stream())
        .toList();
  }

  // ---- options

  @Test
  void eachOptionThatIsNamedIsOneOfSomeCommand() {
    Set<String> known = new TreeSet<>();
    commands().getSubcommands().values().forEach(command -> known.addAll(options(command)));
    assertThat(pages().flatMap(page -> matches(OPTION, page))).isSubsetOf(known);
  }

  @Test
  void eachCommandAndOptionIsOnThePageOfTheCommandLine() {
    String page = read(ROOT.resolve("docs/cli.md"));
    commands()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(page).contains("`kappa " + name);
              assertThat(matches(OPTION, page).toList())
                  .as("options of kappa %s", name)
                  .containsAll(shown(command));
            });
  }

  private CommandLine commands() {
    return new CalledCli(directory).commands();
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .flatMap(option -> Stream.of(option.names()))
        .toList();
  }

  /** All but those that picocli gives to each command, and those of the program's own. */
  private static List<String> shown(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
        .map(OptionSpec::longestName)
        .toList();
  }

  // ---- pages

  private static Stream<String> pages() {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream())
          .map(DocumentedCommandsTest::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page).replace("\\|", "|");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1));
  }

  private static Stream<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group);
  }

  private static List<String> words(String call) {
    return WORD.matcher(call)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toList();
  }
}
