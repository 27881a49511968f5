package dev.kappa.check;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.Arrays;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;

/** Where findings go: to the compiler, unless they are not wanted. */
record Reports(Trees trees) {
  private static final String NAME = "kappa";

  /** Reports what is wrong with {@code subject}. */
  void problem(TreePath at, String subject, Problem problem) {
    report(problem.fate().kind(), at, problem.about(subject));
  }

  /** Reports what is likely to be a mistake and has no code, since it is no error later. */
  void warning(TreePath at, String text) {
    report(Diagnostic.Kind.WARNING, at, "Kappa: " + text);
  }

  private void report(Diagnostic.Kind kind, TreePath at, String text) {
    if (!isSuppressed(at)) {
      trees.printMessage(kind, text, at.getLeaf(), at.getCompilationUnit());
    }
  }

  private boolean isSuppressed(TreePath path) {
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      if (isDeclaration(at.getLeaf()) && suppresses(trees.getElement(at))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDeclaration(Tree tree) {
    return tree instanceof VariableTree || tree instanceof MethodTree || tree instanceof ClassTree;
  }

  private static boolean suppresses(Element declared) {
    SuppressWarnings annotation =
        declared == null ? null : declared.getAnnotation(SuppressWarnings.class);
    return annotation != null && Arrays.asList(annotation.value()).contains(NAME);
  }
}
