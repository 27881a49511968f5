package dev.kappa.check;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import org.jspecify.annotations.Nullable;

/** Walks through a class and finds what each lambda that is given to Kappa takes from outside. */
final class CaptureScanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final Functions functions;
  private final Types types;
  private final Captures captures;
  private final Changes changes;
  private final Deque<Scope> scopes = new ArrayDeque<>();
  private @Nullable Given current;

  CaptureScanner(Functions functions, Types types, TypeCheck check, Reports reports) {
    this.functions = functions;
    this.types = types;
    this.captures = new Captures(functions, types, check, reports);
    this.changes = new Changes(types, reports);
  }

  /**
   * A class that is being walked through.
   *
   * @param within the lambda that it is written in, if any
   */
  record Scope(TypeElement type, @Nullable Given within) {}

  void check(TreePath type) {
    scan(type, null);
    changes.report();
  }

  @Override
  public @Nullable Void visitClass(ClassTree node, @Nullable Void none) {
    if (!(types.trees().getElement(getCurrentPath()) instanceof TypeElement type)) {
      return null;
    }
    scopes.push(new Scope(type, current));
    super.visitClass(node, null);
    scopes.pop();
    return null;
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree node, @Nullable Void none) {
    return null;
  }

  @Override
  public @Nullable Void visitVariable(VariableTree node, @Nullable Void none) {
    Element variable = types.trees().getElement(getCurrentPath());
    if (variable != null && Types.isLocalVariable(variable)) {
      changes.declared(variable, current);
    }
    return super.visitVariable(node, null);
  }

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree node, @Nullable Void none) {
    Given outer = enter(node);
    super.visitLambdaExpression(node, null);
    current = outer;
    return null;
  }

  /** {@return the lambda that was the present one} */
  private @Nullable Given enter(Tree function) {
    Given outer = current;
    String method = functions.methodOf(function);
    if (method != null) {
      current = new Given(function, method, outer);
    }
    return outer;
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void none) {
    Given outer = enter(node);
    Given given = functions.methodOf(node) == null ? null : current;
    TreePath receiver = new TreePath(getCurrentPath(), node.getQualifierExpression());
    boolean reported = made(node, receiver) || (given != null && bound(given, node, receiver));
    changes.call(getCurrentPath(), node.getName(), receiver, current);
    current = outer;
    return reported ? null : super.visitMemberReference(node, null);
  }

  /** {@return whether {@code node} is a constructor that takes a wrong {@code this} along} */
  private boolean made(MemberReferenceTree node, TreePath type) {
    return node.getMode() == MemberReferenceTree.ReferenceMode.NEW
        && types.type(type) instanceof DeclaredType made
        && made.asElement() instanceof TypeElement element
        && needsThis(element, "new " + element.getSimpleName(), getCurrentPath());
  }

  /** {@return whether something is wrong with what the reference is bound to} */
  private boolean bound(Given given, MemberReferenceTree node, TreePath receiver) {
    if (isThis(receiver.getLeaf())) {
      return capturedThis(getCurrentPath(), node.getName().toString());
    }
    return captures.isExpression(receiver) && captures.receiver(given, receiver);
  }

  private static boolean isThis(Tree tree) {
    return switch (tree) {
      case IdentifierTree name -> isThis(name.getName());
      case MemberSelectTree select -> isThis(select.getIdentifier());
      default -> false;
    };
  }

  private static boolean isThis(CharSequence name) {
    return "this".contentEquals(name) || "super".contentEquals(name);
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree node, @Nullable Void none) {
    Element element = types.trees().getElement(getCurrentPath());
    if (element == null) {
      return null;
    }
    if (isThis(node.getName())) {
      if (!scopes.isEmpty() && isOutside(scopes.peek())) {
        capturedThis(getCurrentPath(), null);
      }
    } else if (Types.isLocalVariable(element)) {
      variable(element);
    } else if (isMember(element) && element.getEnclosingElement() instanceof TypeElement owner) {
      needsObjectOf(owner, node.getName().toString(), getCurrentPath());
    }
    return null;
  }

  private static boolean isMember(Element element) {
    return (element.getKind() == ElementKind.FIELD || element.getKind() == ElementKind.METHOD)
        && !element.getModifiers().contains(Modifier.STATIC);
  }

  private void variable(Element variable) {
    changes.used(variable, current, getCurrentPath());
    if (current != null && changes.isCaptured(variable, current)) {
      captures.variable(current, variable, getCurrentPath());
    }
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree node, @Nullable Void none) {
    if (isThis(node.getIdentifier())
        && types.element(getCurrentPath(), node.getExpression()) instanceof TypeElement type) {
      needsObjectOf(type, null, getCurrentPath());
      return null;
    }
    return super.visitMemberSelect(node, null);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree node, @Nullable Void none) {
    Element constructor = types.trees().getElement(getCurrentPath());
    if (node.getEnclosingExpression() == null
        && constructor != null
        && constructor.getEnclosingElement() instanceof TypeElement type) {
      needsThis(type, "new " + node.getIdentifier(), getCurrentPath());
    }
    return super.visitNewClass(node, null);
  }

  /** {@return whether making a {@code type} takes a {@code this} along that can't be stored} */
  private boolean needsThis(TypeElement type, String use, TreePath at) {
    TypeElement outer = types.outer(type);
    return outer != null && needsObjectOf(outer, use, at);
  }

  /** The innermost class that is a {@code type} is the one whose object is meant. */
  private boolean needsObjectOf(TypeElement type, @Nullable String use, TreePath at) {
    for (Scope scope : scopes) {
      if (types.isSubtype(scope.type().asType(), type.asType())) {
        return isOutside(scope) && capturedThis(at, use);
      }
    }
    return false;
  }

  private boolean isOutside(Scope scope) {
    return current != null && (scope.within() == null || !scope.within().isWithin(current));
  }

  private boolean capturedThis(TreePath at, @Nullable String use) {
    for (Scope scope : scopes) {
      if (current != null && isOutside(scope)) {
        return captures.self(current, scope.type(), use, at);
      }
    }
    return false;
  }

  @Override
  public @Nullable Void visitAssignment(AssignmentTree node, @Nullable Void none) {
    changes.assigned(new TreePath(getCurrentPath(), node.getVariable()), current);
    return super.visitAssignment(node, null);
  }

  @Override
  public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree node, @Nullable Void none) {
    changes.assigned(new TreePath(getCurrentPath(), node.getVariable()), current);
    return super.visitCompoundAssignment(node, null);
  }

  @Override
  public @Nullable Void visitUnary(UnaryTree node, @Nullable Void none) {
    switch (node.getKind()) {
      case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
          changes.assigned(new TreePath(getCurrentPath(), node.getExpression()), current);
      default -> {}
    }
    return super.visitUnary(node, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void none) {
    changes.call(getCurrentPath(), node, current);
    return super.visitMethodInvocation(node, null);
  }
}
