package dev.kappa.tests.mutations;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All deliberate bugs, by what they are bugs of. */
final class DeliberateBugs {
  private static final Map<String, List<Mutation>> GROUPS = groups();

  /** Each. */
  static final List<Mutation> ALL = GROUPS.values().stream().flatMap(List::stream).toList();

  private DeliberateBugs() {}

  private static Map<String, List<Mutation>> groups() {
    Map<String, List<Mutation>> groups = new LinkedHashMap<>();
    groups.put("Commits", Mutations.OF_COMMITS);
    groups.put("Channels", Mutations.OF_CHANNELS);
    groups.put("Tasks", Mutations.OF_TASKS);
    groups.put("Collection", Mutations.OF_COLLECTION);
    groups.put("The engine", Mutations.OF_THE_ENGINE);
    groups.put("The store and its scripts", Mutations.OF_THE_STORE);
    groups.put("Partitions that are owned", LeaseMutations.OF_TENURE);
    groups.put("Partitions that are taken", LeaseMutations.OF_TAKING);
    groups.put("Partitions that are given away", LeaseMutations.OF_GIVING);
    groups.put("Two releases at once", LeaseMutations.OF_RELEASES);
    groups.put("Waiting", WaitingMutations.OF_WAITING);
    groups.put("Other runs", WaitingMutations.OF_OTHER_RUNS);
    groups.put("Limits that runs share", LimitMutations.OF_LIMITS);
    groups.put("Resident tasks", PlacementMutations.OF_PLACEMENT);
    groups.put("Functions that return what they did", ReturnMutations.OF_RETURNING);
    groups.put("Steps", LanguageMutations.OF_STEPS);
    groups.put("Words of the language", LanguageMutations.OF_WORDS);
    groups.put("Frames", LanguageMutations.OF_FRAMES);
    return groups;
  }

  /** {@return the page that lists them} */
  static String page() {
    return """
        # Deliberate bugs

        Each of these %d changes of the code is tried by `MutationsIT`, and the property beside it must break
        (see [Kappa's own tests](internal-tests.md#deliberate-bugs)). A test compares this page with the list;
        `-Dtest=DeliberateBugsTest -Dkappa.freeze=true` writes it anew.
        """
            .formatted(ALL.size())
        + GROUPS.entrySet().stream()
            .map(group -> section(group.getKey(), group.getValue()))
            .collect(Collectors.joining());
  }

  private static String section(String title, List<Mutation> bugs) {
    return bugs.stream()
        .map(bug -> "| %s | `%s` |%n".formatted(bug.name(), bug.rule()))
        .collect(
            Collectors.joining("", "\n## " + title + "\n\n| bug | property |\n|---|---|\n", ""));
  }
}
