package dev.kappa.check;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * The functions that a class gives to Kappa's methods: lambdas and method references, those that
 * are given by way of a variable, and what else stands for a function.
 */
final class Functions {
  private static final Pattern FUNCTION =
      Pattern.compile("io\\.vavr\\.(Checked)?Function\\d|dev\\.kappa\\.Action1?");

  /** Lambdas and method references, with the method that each is given to, as Task.step. */
  private final Map<Tree, String> given = new HashMap<>();

  private final Map<Element, TreePath> initializers = new HashMap<>();
  private final List<Other> others = new ArrayList<>();
  private final List<TreePath> steps = new ArrayList<>();
  private final Types types;

  private Functions(Types types) {
    this.types = types;
  }

  /**
   * Something that is given as a function and is no lambda.
   *
   * @param value the expression
   * @param method what it is given to
   */
  record Other(TreePath value, String method) {}

  static Functions givenIn(TreePath type, Types types) {
    Functions functions = new Functions(types);
    functions.new Initializers().scan(type, null);
    functions.new Calls().scan(type, null);
    return functions;
  }

  boolean isEmpty() {
    return given.isEmpty() && others.isEmpty() && steps.isEmpty();
  }

  /** {@return the method that {@code function} is given to, or null if to none of Kappa's} */
  @Nullable String methodOf(Tree function) {
    return given.get(function);
  }

  /** {@return what a variable is given where it is declared, if it is} */
  @Nullable TreePath initializer(Element variable) {
    return initializers.get(variable);
  }

  List<Other> others() {
    return others;
  }

  /** {@return the calls that make steps} */
  List<TreePath> steps() {
    return steps;
  }

  static boolean isLambda(Tree tree) {
    return tree instanceof LambdaExpressionTree || tree instanceof MemberReferenceTree;
  }

  /** {@return {@code path} without the parentheses and casts around its expression} */
  static TreePath bare(TreePath path) {
    return switch (path.getLeaf()) {
      case ParenthesizedTree p -> bare(new TreePath(path, p.getExpression()));
      case TypeCastTree c -> bare(new TreePath(path, c.getExpression()));
      default -> path;
    };
  }

  private static boolean isFunction(TypeMirror type) {
    return type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && FUNCTION.matcher(element.getQualifiedName()).matches();
  }

  private void give(TreePath path, String method) {
    TreePath value = bare(path);
    switch (value.getLeaf()) {
      case LambdaExpressionTree lambda -> {
        if (given.putIfAbsent(lambda, method) == null) {
          new Captured(lambda).scan(value, null);
        }
      }
      case MemberReferenceTree reference -> given.putIfAbsent(reference, method);
      case ConditionalExpressionTree choice -> {
        give(new TreePath(value, choice.getTrueExpression()), method);
        give(new TreePath(value, choice.getFalseExpression()), method);
      }
      case SwitchExpressionTree choice -> new Yields(method).scan(value, null);
      case IdentifierTree name -> giveVariable(value, method);
      default -> others.add(new Other(value, method));
    }
  }

  private void giveVariable(TreePath name, String method) {
    Element variable = types.trees().getElement(name);
    TreePath value = variable == null ? null : initializers.get(variable);
    if (value != null && !(value.getLeaf() instanceof IdentifierTree)) {
      give(value, method);
    } else {
      others.add(new Other(name, method));
    }
  }

  /** Finds what variables begin with. */
  private final class Initializers extends TreePathScanner<@Nullable Void, @Nullable Void> {
    @Override
    public @Nullable Void visitVariable(VariableTree node, @Nullable Void none) {
      Element variable = types.trees().getElement(getCurrentPath());
      if (variable != null && node.getInitializer() != null) {
        initializers.put(variable, bare(new TreePath(getCurrentPath(), node.getInitializer())));
      }
      return super.visitVariable(node, null);
    }
  }

  /** Finds lambdas that a lambda captures by way of variables: they are stored with it. */
  private final class Captured extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Tree lambda;

    private Captured(Tree lambda) {
      this.lambda = lambda;
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree node, @Nullable Void none) {
      Element variable = types.trees().getElement(getCurrentPath());
      TreePath value = variable == null ? null : initializers.get(variable);
      if (variable != null
          && value != null
          && Types.isLocalVariable(variable)
          && isFunction(variable.asType())
          && isLambda(value.getLeaf())
          && !isInLambda(value)) {
        give(value, "'" + variable.getSimpleName() + "', which is captured itself");
      }
      return null;
    }

    private boolean isInLambda(TreePath value) {
      for (Tree each : value) {
        if (each.equals(lambda)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Finds the results of a switch. */
  private final class Yields extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final String method;

    private Yields(String method) {
      this.method = method;
    }

    @Override
    public @Nullable Void visitCase(com.sun.source.tree.CaseTree node, @Nullable Void none) {
      if (node.getBody() instanceof ExpressionTree value) {
        give(new TreePath(getCurrentPath(), value), method);
        return null;
      }
      return super.visitCase(node, null);
    }

    @Override
    public @Nullable Void visitYield(YieldTree node, @Nullable Void none) {
      give(new TreePath(getCurrentPath(), node.getValue()), method);
      return null;
    }
  }

  /** Finds the calls of Kappa's methods. */
  private final class Calls extends TreePathScanner<@Nullable Void, @Nullable Void> {
    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void none) {
      if (!node.getArguments().isEmpty()) {
        call(types.element(getCurrentPath(), node.getMethodSelect()), node.getArguments());
      }
      return super.visitMethodInvocation(node, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree node, @Nullable Void none) {
      if (!node.getArguments().isEmpty()) {
        call(types.trees().getElement(getCurrentPath()), node.getArguments());
      }
      return super.visitNewClass(node, null);
    }

    private void call(@Nullable Element called, List<? extends ExpressionTree> arguments) {
      if (!(called instanceof ExecutableElement method)
          || !types.isOfLanguage(method)
          || !(method.getEnclosingElement() instanceof TypeElement owner)) {
        return;
      }
      boolean constructor = method.getSimpleName().contentEquals("<init>");
      String name =
          constructor
              ? "new " + owner.getSimpleName()
              : owner.getSimpleName() + "." + method.getSimpleName();
      List<? extends VariableElement> parameters = method.getParameters();
      for (int i = 0; i < Math.min(arguments.size(), parameters.size()); i++) {
        if (isFunction(parameters.get(i).asType())) {
          give(new TreePath(getCurrentPath(), arguments.get(i)), name);
        }
      }
      if (method.getSimpleName().contentEquals("step")) {
        steps.add(getCurrentPath());
      }
    }
  }
}
