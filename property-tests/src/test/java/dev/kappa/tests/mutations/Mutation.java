package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import java.util.ArrayList;
import java.util.List;

/**
 * A deliberate bug.
 *
 * @param name what is wrong
 * @param rule the property that is to catch it
 * @param edits all of which make the bug
 */
record Mutation(String name, Rules rule, List<Edit> edits) {
  /** Of which module sources are changed. */
  enum Sources {
    COORDINATOR("kappa-coordinator", "dev/kappa/coordinator/"),
    DSL("kappa-dsl", "dev/kappa/"),
    HANDLER("kappa-lambda-handler", "dev/kappa/handler/");

    /** Where its sources are, beside the directory of these tests. */
    final String directory;

    /** What its files are below. */
    final String root;

    Sources(String directory, String root) {
      this.directory = directory;
      this.root = root;
    }
  }

  /**
   * A change of one file.
   *
   * @param file below the root of the sources
   * @param found a text that is in it exactly once
   * @param instead of it
   */
  record Edit(Sources sources, String file, String found, String instead) {
    /** {@return the name of the file as a resource} */
    String path() {
      return sources.root + file;
    }
  }

  static Mutation of(String name, Rules rule, String file, String found, String instead) {
    return new Mutation(name, rule, List.of(new Edit(Sources.COORDINATOR, file, found, instead)));
  }

  /** One in what the user's code and its worker know. */
  static Mutation ofDsl(String name, Rules rule, String file, String found, String instead) {
    return new Mutation(name, rule, List.of(new Edit(Sources.DSL, file, found, instead)));
  }

  /** One in what works in a function. */
  static Mutation ofHandler(String name, Rules rule, String file, String found, String instead) {
    return new Mutation(name, rule, List.of(new Edit(Sources.HANDLER, file, found, instead)));
  }

  /** {@return the same, with another change of the same module} */
  Mutation and(String file, String found, String instead) {
    List<Edit> more = new ArrayList<>(edits);
    more.add(new Edit(edits.getFirst().sources(), file, found, instead));
    return new Mutation(name, rule, more);
  }

  @Override
  public String toString() {
    return name;
  }
}
