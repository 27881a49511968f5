package dev.kappa.check;

import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import javax.lang.model.type.DeclaredType;

/** Checks what is given as a function and is no lambda, and what steps return. */
final class FunctionCheck {
  private final Types types;
  private final TypeCheck check;
  private final ExpressionCheck expressions;
  private final Reports reports;

  FunctionCheck(Types types, TypeCheck check, Reports reports) {
    this.types = types;
    this.check = check;
    this.expressions = new ExpressionCheck(types, check);
    this.reports = reports;
  }

  void check(Functions functions) {
    functions.others().forEach(this::checkOther);
    functions.steps().forEach(this::checkResult);
  }

  private void checkOther(Functions.Other other) {
    Problem problem = expressions.of(other.value());
    if (problem != null) {
      reports.problem(other.value(), "the function given to " + other.method(), problem);
    }
  }

  private void checkResult(TreePath call) {
    MethodInvocationTree step = (MethodInvocationTree) call.getLeaf();
    if (types.type(call) instanceof DeclaredType task && task.getTypeArguments().size() == 1) {
      Problem problem = check.ofResult(task.getTypeArguments().get(0));
      if (problem != null) {
        Tree body = step.getArguments().get(step.getArguments().size() - 1);
        reports.problem(new TreePath(call, body), "the result of " + name(step), problem);
      }
    }
  }

  private static String name(MethodInvocationTree step) {
    return step.getArguments().get(0) instanceof LiteralTree literal
        ? "step '" + literal.getValue() + "'"
        : "the step";
  }
}
