package dev.kappa.check;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreePath;
import javax.lang.model.element.Element;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Tells what the codec will do with the value of an expression. It may show more than its type. */
final class ExpressionCheck {
  private final Types types;
  private final TypeCheck check;

  ExpressionCheck(Types types, TypeCheck check) {
    this.types = types;
    this.check = check;
  }

  /** {@return what is wrong with {@code value}, which has no parentheses around it, or null} */
  @Nullable Problem of(TreePath value) {
    TypeMirror type = types.type(value);
    if (type == null) {
      return null;
    }
    return switch (value.getLeaf()) {
      case LambdaExpressionTree lambda -> ofFunction(value, type);
      case MemberReferenceTree reference -> ofFunction(value, type);
      case NewClassTree created -> check.ofNew(type);
      case MethodInvocationTree call when isMemoizing(value, call) ->
          new Problem(
              Fate.REFUSED,
              "a memoized() function, which holds a lock",
              "Use the function itself, and let a step return what is to be kept.");
      default -> check.of(type);
    };
  }

  private @Nullable Problem ofFunction(TreePath function, TypeMirror type) {
    return isSerializable(function)
        ? null
        : new Problem(Fate.REFUSED, types.describe(type), Fixes.OF_A_FUNCTION);
  }

  /** A cast around a lambda may make it serializable. */
  private boolean isSerializable(TreePath function) {
    TypeMirror type = types.type(function);
    return (type != null && types.isSerializable(type))
        || (function.getParentPath().getLeaf() instanceof TypeCastTree
            && isSerializable(function.getParentPath()));
  }

  private boolean isMemoizing(TreePath path, MethodInvocationTree call) {
    Element method = types.element(path, call.getMethodSelect());
    return method != null
        && method.getSimpleName().contentEquals("memoized")
        && types.elements().getPackageOf(method).getQualifiedName().contentEquals("io.vavr");
  }
}
