package dev.kappa.check;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Captured variables whose object a lambda changes. Each worker changes a copy of its own: nobody
 * else sees it. It is reported only if somebody might look: another lambda, code after this one, or
 * the next turn of the same one.
 */
final class Changes {
  private static final Set<String> CHANGING =
      Set.of(
          "add",
          "addAll",
          "addFirst",
          "addLast",
          "and",
          "andNot",
          "clear",
          "compute",
          "computeIfAbsent",
          "computeIfPresent",
          "flip",
          "merge",
          "offer",
          "offerFirst",
          "offerLast",
          "or",
          "poll",
          "pollFirst",
          "pollFirstEntry",
          "pollLast",
          "pollLastEntry",
          "pop",
          "push",
          "put",
          "putAll",
          "putFirst",
          "putIfAbsent",
          "putLast",
          "remove",
          "removeAll",
          "removeFirst",
          "removeFirstOccurrence",
          "removeIf",
          "removeLast",
          "removeLastOccurrence",
          "replace",
          "replaceAll",
          "retainAll",
          "set",
          "setTime",
          "setValue",
          "sort",
          "xor");

  private static final List<String> CHANGEABLE =
      List.of(
          "java.util.Collection",
          "java.util.Map",
          "java.util.Map.Entry",
          "java.util.Date",
          "java.util.BitSet");

  private static final Set<String> CHANGING_STATICALLY =
      Set.of(
          "addAll",
          "fill",
          "parallelSetAll",
          "parallelSort",
          "reverse",
          "rotate",
          "setAll",
          "shuffle",
          "sort",
          "swap");

  private static final Set<String> STATICS = Set.of("java.util.Arrays", "java.util.Collections");

  private final Types types;
  private final Reports reports;
  private final Map<Element, Origin> origins = new HashMap<>();
  private final List<Use> uses = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  Changes(Types types, Reports reports) {
    this.types = types;
    this.reports = reports;
  }

  private record Origin(@Nullable Given lambda) {}

  private record Use(Element variable, @Nullable Given lambda, long position) {}

  private record Change(Element variable, Given lambda, TreePath at) {}

  /** Notes that {@code lambda} itself, or none, declares {@code variable}. */
  void declared(Element variable, @Nullable Given lambda) {
    origins.put(variable, new Origin(lambda));
  }

  boolean isCaptured(Element variable, Given lambda) {
    Origin origin = origins.get(variable);
    return origin != null && !lambda.equals(origin.lambda());
  }

  void used(Element variable, @Nullable Given lambda, TreePath at) {
    uses.add(new Use(variable, lambda, position(at, at.getLeaf())));
  }

  /** Notes that something is assigned to {@code target}. */
  void assigned(TreePath target, @Nullable Given lambda) {
    TreePath root = Functions.bare(target);
    boolean element = false;
    while (root.getLeaf() instanceof ArrayAccessTree access) {
      root = Functions.bare(new TreePath(root, access.getExpression()));
      element = true;
    }
    if (element) {
      changed(root, target, lambda);
    }
  }

  /** Notes a call that may change what it is made on, or its first argument. */
  void call(TreePath path, MethodInvocationTree call, @Nullable Given lambda) {
    if (!(call.getMethodSelect() instanceof MemberSelectTree select)) {
      return;
    }
    TreePath receiver = new TreePath(new TreePath(path, select), select.getExpression());
    call(path, select.getIdentifier(), receiver, lambda);
    if (!call.getArguments().isEmpty()
        && CHANGING_STATICALLY.contains(select.getIdentifier().toString())
        && types.trees().getElement(receiver) instanceof javax.lang.model.element.TypeElement owner
        && STATICS.contains(owner.getQualifiedName().toString())) {
      changed(new TreePath(path, call.getArguments().get(0)), path, lambda);
    }
  }

  /** Notes a call of {@code method}, or a reference to it. */
  void call(TreePath at, CharSequence method, TreePath receiver, @Nullable Given lambda) {
    if (lambda != null
        && CHANGING.contains(method.toString())
        && Functions.bare(receiver).getLeaf() instanceof IdentifierTree) {
      var type = types.type(receiver);
      if (type != null && CHANGEABLE.stream().anyMatch(each -> types.is(type, each))) {
        changed(receiver, at, lambda);
      }
    }
  }

  private void changed(TreePath variable, TreePath at, @Nullable Given lambda) {
    TreePath name = Functions.bare(variable);
    Element element =
        name.getLeaf() instanceof IdentifierTree ? types.trees().getElement(name) : null;
    if (lambda != null && element != null && isCaptured(element, lambda)) {
      changes.add(new Change(element, lambda, at));
    }
  }

  /** Reports the changes that somebody might look at in vain. */
  void report() {
    for (Change change : changes) {
      if (isLookedAt(change)) {
        reports.warning(
            change.at(),
            "the "
                + change.lambda().describe()
                + " changes '"
                + change.variable().getSimpleName()
                + "', but nobody else sees it: each worker has its own copy of what a lambda"
                + " captures. Return the new value, or use a Channel.");
      }
    }
  }

  private boolean isLookedAt(Change change) {
    Origin origin = origins.get(change.variable());
    Given declaring = origin == null ? null : origin.lambda();
    return change.lambda().isRepeatedSince(declaring)
        || uses.stream()
            .filter(use -> use.variable().equals(change.variable()))
            .anyMatch(use -> looksAt(use, change, declaring));
  }

  private boolean looksAt(Use use, Change change, @Nullable Given declaring) {
    Given user = use.lambda();
    if (user == null || user.equals(declaring)) {
      return use.position() > end(change);
    }
    return !user.isWithin(change.lambda());
  }

  private long end(Change change) {
    return types
        .trees()
        .getSourcePositions()
        .getEndPosition(change.at().getCompilationUnit(), change.lambda().tree());
  }

  private long position(TreePath path, Tree tree) {
    return types.trees().getSourcePositions().getStartPosition(path.getCompilationUnit(), tree);
  }
}
