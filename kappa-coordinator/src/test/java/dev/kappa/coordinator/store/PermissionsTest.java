package dev.kappa.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The least that Redis must allow is what the code says, and what is deployed. */
final class PermissionsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/dev/kappa/coordinator/store");
  private static final Path FILE = Path.of("../kappa-lambda-handler/deploy/redis/users.acl");

  /** A call, or a name that is handed to a function of a script which calls it. */
  private static final Pattern CALL =
      Pattern.compile("redis\\.p?call\\('([A-Z]+)'|each_blob\\([^)\\n]*'([A-Z]+)'\\)");

  @Test
  void commandsOfTheScriptsAreThoseThatTheyCall() throws IOException {
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      Set<String> called = new TreeSet<>();
      scripts.forEach(script -> called.addAll(calls(read(script))));
      assertThat(Permissions.SCRIPTS).containsExactlyElementsOf(called);
    }
  }

  @Test
  void fileOfUsersGrantsExactlyThese() {
    List<String> users = read(FILE).lines().toList();
    assertThat(users).hasSize(2).first().isEqualTo("user default off");
    String[] words = users.get(1).split(" ");
    assertThat(words).startsWith("user", "kappa", "on").contains("resetchannels");
    assertThat(words).filteredOn(word -> word.startsWith("~")).containsExactly("~kappa:*");
    assertThat(Arrays.stream(words).filter(word -> word.startsWith("+")))
        .containsExactlyElementsOf(Permissions.commands().stream().map(c -> "+" + c).toList());
  }

  @Test
  void pageOfDeployingHasTheWholeRule() {
    assertThat(read(Path.of("../docs/deploying.md")).replaceAll("\\s+", " "))
        .contains(Permissions.rule());
  }

  @Test
  void terraformGrantsExactlyThese() {
    String locals = read(Path.of("../kappa-lambda-handler/deploy/terraform/locals.tf"));
    int from = locals.indexOf("redis_commands = [");
    String list = locals.substring(from, locals.indexOf(']', from));
    assertThat(Pattern.compile("\"([^\"]+)\"").matcher(list).results().map(m -> m.group(1)))
        .containsExactlyElementsOf(Permissions.commands());
  }

  private static Set<String> calls(String script) {
    Set<String> found = new TreeSet<>();
    Matcher call = CALL.matcher(script);
    while (call.find()) {
      String name = call.group(1) == null ? call.group(2) : call.group(1);
      found.add(name.toLowerCase(Locale.ROOT));
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
