package dev.kappa.tests.soak;

import dev.kappa.tests.app.soak.Content;
import dev.kappa.tests.app.soak.Parcels;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Judges what came of runs that have large values, and of those that write objects. */
final class LargeOutcomes {
  private final Spec spec;
  private final JsonNode result;
  private final Set<String> done;
  private final Consumer<String> wrong;

  /**
   * @param done the steps whose results were kept
   * @param wrong is told what is wrong
   */
  LargeOutcomes(Spec spec, JsonNode result, Set<String> done, Consumer<String> wrong) {
    this.spec = spec;
    this.result = result;
    this.done = done;
    this.wrong = wrong;
  }

  private void expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      wrong.accept("%s is %s (expected: %s)".formatted(what, found, expected));
    }
  }

  /** Each packer's parcels came in its order, each once, and the run has the last one's content. */
  void parcels() {
    Set<String> steps = new TreeSet<>(Set.of("made:order", "made:end"));
    for (int packer = 0; packer < spec.width(); packer++) {
      steps.add("made:order of " + packer);
      for (int i = 0; i < Parcels.EACH; i++) {
        steps.add("made:%d:%d".formatted(packer, i));
        steps.add("opened:%d:%d".formatted(packer, i));
      }
    }
    expect("what was done", steps, new TreeSet<>(done));
    inOrder();
    content("end");
  }

  private void inOrder() {
    int[] next = new int[spec.width()];
    for (JsonNode node : result.get("names")) {
      String[] name = node.stringValue().split(":", -1);
      int packer = Integer.parseInt(name[0]);
      expect("the next parcel of packer " + packer, next[packer]++, Integer.parseInt(name[1]));
    }
    for (int packer = 0; packer < spec.width(); packer++) {
      expect("the parcels of packer " + packer, Parcels.EACH, next[packer]);
    }
  }

  private void content(String name) {
    String difference =
        Content.difference(
            Parcels.named(spec.traces().toString(), name),
            spec.size() << 10,
            result.get("content").stringValue());
    if (!difference.isEmpty()) {
      wrong.accept(difference);
    }
  }

  /** It has what it had all the time. */
  void vault() {
    expect("what was done", Set.of("made:kept", "seen:kept"), done);
    content("kept");
  }

  /** There is an object for each that was to be written, under a key of its own. */
  void objects() {
    Set<String> keys = new HashSet<>();
    result.get("objects").forEach(object -> keys.add(object.get("key").stringValue()));
    expect("the objects", spec.size() * spec.width(), result.get("objects").size());
    expect("their keys", spec.size() * spec.width(), keys.size());
    expect("what was done", 2 * spec.size() * spec.width(), done.size());
  }
}
