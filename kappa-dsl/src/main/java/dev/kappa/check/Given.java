package dev.kappa.check;

import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.Tree;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lambda or method reference that is given to Kappa.
 *
 * @param tree where it is written
 * @param method what it is given to, such as {@code Task.step}
 * @param outer the one that it is written in, if any
 */
record Given(Tree tree, String method, @Nullable Given outer) {
  private static final Set<String> REPEATING =
      Set.of("Task.spawnAll", "Task.forEach", "Task.fold", "Task.iterate");

  /** {@return for a message} */
  String describe() {
    String kind = isReference() ? "method reference" : "lambda";
    return kind + " given to " + method;
  }

  /** {@return whether this is {@code other} or written in it} */
  boolean isWithin(Given other) {
    for (Given each = this; each != null; each = each.outer) {
      if (each.tree.equals(other.tree)) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether it runs many times while {@code declaring} runs once} */
  boolean isRepeatedSince(@Nullable Given declaring) {
    for (Given each = this; each != null && !each.equals(declaring); each = each.outer) {
      if (REPEATING.contains(each.method)) {
        return true;
      }
    }
    return false;
  }

  private boolean isReference() {
    return tree instanceof MemberReferenceTree;
  }
}
