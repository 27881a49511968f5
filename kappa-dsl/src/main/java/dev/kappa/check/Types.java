package dev.kappa.check;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.Serializable;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Questions to the compiler about types and the elements that trees stand for. */
record Types(
    Trees trees, javax.lang.model.util.Types model, Elements elements, Implementors implementors) {
  /** The package whose methods take the lambdas that are stored. */
  static final String LANGUAGE = "dev.kappa";

  /** {@return what {@code tree}, a child of {@code parent}, refers to} */
  @Nullable Element element(TreePath parent, Tree tree) {
    return trees.getElement(new TreePath(parent, tree));
  }

  /** {@return the type of the expression {@code tree}, or null if the compiler has none} */
  @Nullable TypeMirror type(TreePath parent, Tree tree) {
    return type(new TreePath(parent, tree));
  }

  @Nullable TypeMirror type(TreePath path) {
    TypeMirror type = trees.getTypeMirror(path);
    return type == null || type.getKind() == TypeKind.ERROR ? null : type;
  }

  /** {@return whether {@code element} is declared in the language's package itself} */
  boolean isOfLanguage(Element element) {
    return elements.getPackageOf(element).getQualifiedName().contentEquals(LANGUAGE);
  }

  /** {@return whether all values of {@code type} are instances of the class called {@code name}} */
  boolean is(TypeMirror type, String name) {
    TypeElement other = elements.getTypeElement(name);
    return other != null && isSubtype(type, other.asType());
  }

  boolean isSerializable(TypeMirror type) {
    return is(type, Serializable.class.getName());
  }

  boolean isSubtype(TypeMirror type, TypeMirror other) {
    return switch (type) {
      case IntersectionType both -> both.getBounds().stream().anyMatch(b -> isSubtype(b, other));
      case TypeVariable variable -> isSubtype(variable.getUpperBound(), other);
      default -> model.isSubtype(model.erasure(type), model.erasure(other));
    };
  }

  /** {@return the class of the object that an instance of {@code type} belongs to, if any} */
  @Nullable TypeElement outer(TypeElement type) {
    return type.asType() instanceof DeclaredType declared
            && declared.getEnclosingType() instanceof DeclaredType outer
            && outer.asElement() instanceof TypeElement element
        ? element
        : null;
  }

  /** {@return {@code type} for a message, such as {@code java.io.InputStream}} */
  String describe(TypeMirror type) {
    TypeMirror erased = model.erasure(type);
    if (erased instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element) {
      return describe(element);
    }
    return "a " + erased;
  }

  /** {@return {@code type} for a message, with an article} */
  String describe(TypeElement type) {
    return switch (type.getNestingKind()) {
      case ANONYMOUS -> "an anonymous class";
      case LOCAL -> "a " + type.getSimpleName() + ", declared in a method";
      case TOP_LEVEL, MEMBER -> "a " + type.getQualifiedName();
    };
  }

  /** {@return whether {@code element} is a variable that lambdas take a copy of} */
  static boolean isLocalVariable(Element element) {
    ElementKind kind = element.getKind();
    return kind == ElementKind.LOCAL_VARIABLE
        || kind == ElementKind.PARAMETER
        || kind == ElementKind.EXCEPTION_PARAMETER
        || kind == ElementKind.RESOURCE_VARIABLE
        || kind == ElementKind.BINDING_VARIABLE;
  }
}
