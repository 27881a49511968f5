package dev.kappa.apps.crawl;

import dev.kappa.apps.files.Scratch;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known before a round: all addresses so far, and those that pages link to. */
final class Known {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Set<String> pending = new LinkedHashSet<>();
  private int pendingAllowed;
  private boolean cut;

  /** {@return what was written before that round} */
  static Known read(Scratch scratch, int round) throws IOException {
    Known known = new Known();
    try (DataInputStream in = scratch.open(file(round))) {
      int n = in.readInt();
      for (int i = 0; i < n; i++) {
        known.add(Node.readFrom(in));
      }
      known.pending.addAll(Outcome.strings(in));
      known.pendingAllowed = in.readInt();
      known.cut = in.readBoolean();
    }
    return known;
  }

  void write(Scratch scratch, int round) throws IOException {
    scratch.write(
        file(round),
        out -> {
          out.writeInt(nodes.size());
          for (Node node : nodes) {
            node.writeTo(out);
          }
          Outcome.encode(List.copyOf(pending), out);
          out.writeInt(pendingAllowed);
          out.writeBoolean(cut);
          return round;
        });
  }

  private static String file(int round) {
    return "known-" + round;
  }

  List<Node> nodes() {
    return nodes;
  }

  Node node(int number) {
    return nodes.get(number);
  }

  /** {@return the address's number; null if it is not known} */
  @Nullable Integer number(String address) {
    return numbers.get(address);
  }

  /** {@return its number} */
  int add(Node node) {
    numbers.put(node.url(), nodes.size());
    nodes.add(node);
    return nodes.size() - 1;
  }

  void set(int number, Node node) {
    nodes.set(number, node);
  }

  /** {@return how many addresses there are, with those that are remembered for the next depth} */
  int size() {
    return nodes.size() + pending.size();
  }

  /** {@return whether nothing is known of an address, nor is it remembered} */
  boolean isNew(String address) {
    return !numbers.containsKey(address) && !pending.contains(address);
  }

  /**
   * Remembers a new address for the next depth. Of those that may be asked for, more than {@code
   * most} are never of use; the others take no place from them.
   */
  void link(String address, boolean allowed, int most) {
    if (allowed && pendingAllowed >= most) {
      cut = true;
      return;
    }
    pending.add(address);
    pendingAllowed += allowed ? 1 : 0;
  }

  /** {@return what was remembered and is not known otherwise since} It is forgotten. */
  List<String> takePending() {
    List<String> taken = pending.stream().filter(url -> !numbers.containsKey(url)).toList();
    pending.clear();
    pendingAllowed = 0;
    return taken;
  }

  /** {@return whether there were more addresses than may be asked for} */
  boolean isCut() {
    return cut;
  }

  void cut() {
    cut = true;
  }

  int count(Node.Kind kind) {
    return (int) nodes.stream().filter(node -> node.kind() == kind).count();
  }
}
