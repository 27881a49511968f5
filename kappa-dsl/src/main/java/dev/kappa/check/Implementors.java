package dev.kappa.check;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * The classes, records and enums that are compiled together, to tell which interfaces only stand
 * for objects that can't be stored. Those declared in methods are left out.
 */
final class Implementors {
  private final List<TypeElement> declared = new ArrayList<>();

  /** Takes up what {@code unit} declares. */
  void add(CompilationUnitTree unit, Trees trees) {
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
        if (trees.getElement(getCurrentPath()) instanceof TypeElement type
            && !type.getKind().isInterface()
            && !type.getModifiers().contains(Modifier.ABSTRACT)) {
          declared.add(type);
        }
        return super.visitClass(tree, null);
      }

      @Override
      public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
        return null;
      }
    }.scan(unit, null);
  }

  /** {@return one of those that implement {@code type}, if all of them are ordinary classes} */
  @Nullable TypeElement ordinary(TypeElement type, Types types) {
    TypeElement found = null;
    for (TypeElement each : declared) {
      if (types.isSubtype(each.asType(), type.asType())) {
        if (each.getKind() != ElementKind.CLASS
            || types.is(each.asType(), Throwable.class.getName())) {
          return null;
        }
        found = found == null ? each : found;
      }
    }
    return found;
  }
}
