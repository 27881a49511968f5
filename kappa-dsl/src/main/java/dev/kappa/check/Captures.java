package dev.kappa.check;

import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Judges what lambdas capture. Each lambda hears of each variable once. */
final class Captures {
  private static final String FIX_OF_THIS =
      "Copy what is needed to local variables before, or make the class a record; a client or the"
          + " like is captured as a Resource.";

  private final Functions functions;
  private final Types types;
  private final TypeCheck check;
  private final ExpressionCheck expressions;
  private final Reports reports;
  private final Map<Tree, Set<Element>> seen = new HashMap<>();

  Captures(Functions functions, Types types, TypeCheck check, Reports reports) {
    this.functions = functions;
    this.types = types;
    this.check = check;
    this.expressions = new ExpressionCheck(types, check);
    this.reports = reports;
  }

  /** Judges a local variable. */
  void variable(Given lambda, Element variable, TreePath at) {
    if (isNew(lambda, variable)) {
      Problem problem = ofVariable(variable);
      if (problem != null) {
        reports.problem(
            at,
            "captured variable '" + variable.getSimpleName() + "' of the " + lambda.describe(),
            problem);
      }
    }
  }

  /**
   * Judges the object whose method {@code lambda} is.
   *
   * @return whether it was reported
   */
  boolean receiver(Given lambda, TreePath receiver) {
    TypeMirror type = types.type(receiver);
    if (type == null) {
      return false;
    }
    Element variable =
        receiver.getLeaf() instanceof IdentifierTree ? types.trees().getElement(receiver) : null;
    Problem problem =
        variable != null && Types.isLocalVariable(variable)
            ? ofVariable(variable)
            : Problem.worse(check.ofVariable(type), expressions.of(receiver));
    if (problem != null) {
      reports.problem(receiver, "the receiver of the " + lambda.describe(), problem);
    }
    return problem != null;
  }

  /**
   * Judges {@code this}.
   *
   * @param use what it is needed for, if it isn't named
   * @return whether it can't be stored
   */
  boolean self(Given lambda, TypeElement type, @Nullable String use, TreePath at) {
    Problem problem = check.of(type.asType());
    if (problem == null || !problem.fate().isCertain()) {
      return false;
    }
    if (isNew(lambda, type)) {
      String by = use == null ? "" : ", used by '" + use + "',";
      reports.problem(
          at,
          "captured 'this'" + by + " of the " + lambda.describe(),
          problem.withFix(FIX_OF_THIS));
    }
    return true;
  }

  /** {@return whether {@code receiver} of a method reference is no type} */
  boolean isExpression(TreePath receiver) {
    Tree tree = receiver.getLeaf();
    return !(tree instanceof PrimitiveTypeTree
        || tree instanceof ArrayTypeTree
        || tree instanceof ParameterizedTypeTree
        || isType(types.trees().getElement(receiver)));
  }

  private static boolean isType(@Nullable Element element) {
    return element != null
        && (element instanceof TypeElement
            || element instanceof javax.lang.model.element.TypeParameterElement);
  }

  private boolean isNew(Given lambda, Element captured) {
    return seen.computeIfAbsent(lambda.tree(), tree -> new HashSet<>()).add(captured);
  }

  /** What is captured never changes: what it began with tells more than its type. */
  private @Nullable Problem ofVariable(Element variable) {
    TreePath value = functions.initializer(variable);
    Problem ofValue = value == null ? null : expressions.of(value);
    return value != null && Functions.isLambda(value.getLeaf())
        ? ofValue
        : Problem.worse(check.ofVariable(variable.asType()), ofValue);
  }
}
