package dev.kappa.check;

import dev.kappa.codec.Encodable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/**
 * Tells from a static type what the codec will do with its values. Says nothing where some values
 * can be stored: then it is the value that counts.
 */
final class TypeCheck {
  /** A type may hold ever larger types of its own kind. */
  private static final int DEPTH = 16;

  /** Interfaces that nobody implements but who logs. */
  private static final Set<String> LOGGERS =
      Set.of(
          "org.slf4j.Logger", "org.apache.logging.log4j.Logger", "org.apache.commons.logging.Log");

  private final Types types;

  TypeCheck(Types types) {
    this.types = types;
  }

  /** {@return what is wrong with all values of {@code type}, or null} */
  @Nullable Problem of(TypeMirror type) {
    return of(type, new HashSet<>());
  }

  /** {@return the same for a variable that a lambda captures} */
  @Nullable Problem ofVariable(TypeMirror type) {
    Class<?> known = known(types.model().erasure(type));
    if (known != null && KnownTypes.isConcreteCollection(known)) {
      return new Problem(Fate.REFUSED, types.describe(type), Fixes.OF_A_COLLECTION_VARIABLE);
    }
    return of(type);
  }

  /** {@return the same for the value of {@code new type(…)}} */
  @Nullable Problem ofNew(TypeMirror type) {
    Class<?> known = known(types.model().erasure(type));
    return known == null ? of(type) : Problem.worse(KnownTypes.ofExactly(known), of(type));
  }

  /** {@return the same for a step's result} */
  @Nullable Problem ofResult(TypeMirror type) {
    return Problem.worse(of(type), narrowed(type));
  }

  private @Nullable Problem of(TypeMirror type, Set<String> seen) {
    return switch (type) {
      case ArrayType array -> ofArray(array, seen);
      case TypeVariable variable -> of(variable.getUpperBound(), seen);
      case WildcardType wildcard ->
          wildcard.getExtendsBound() == null ? null : of(wildcard.getExtendsBound(), seen);
      case IntersectionType intersection -> ofIntersection(intersection, seen);
      case DeclaredType declared
          when declared.getKind() == TypeKind.DECLARED
              && declared.asElement() instanceof TypeElement element ->
          ofDeclared(declared, element, seen);
      default -> null; // primitives, and what is not known
    };
  }

  private @Nullable Problem ofIntersection(IntersectionType type, Set<String> seen) {
    Problem found = null;
    for (TypeMirror bound : type.getBounds()) {
      found = Problem.worse(found, of(bound, seen));
    }
    boolean doubtful = found != null && !found.fate().isCertain();
    return doubtful && types.isSerializable(type) ? null : found;
  }

  private @Nullable Problem ofArray(ArrayType array, Set<String> seen) {
    TypeMirror component = array.getComponentType();
    Class<?> known = known(types.model().erasure(component));
    Problem ofElements = of(component, seen);
    Problem found = ofElements == null ? null : ofElements.within("an array, whose elements are");
    if (known == null || Encodable.isComponent(known)) {
      return found;
    }
    String what = "an array of " + known.getCanonicalName();
    return Problem.worse(
        found, new Problem(Fate.UNREADABLE, what, "Use a List, or an array of Object."));
  }

  private @Nullable Problem ofDeclared(DeclaredType type, TypeElement element, Set<String> seen) {
    if (types.is(type, Throwable.class.getName())
        || seen.size() == DEPTH
        || !seen.add(type.toString())) {
      return null;
    }
    Class<?> known = known(type);
    Problem found = known == null ? ofProgram(type, element, seen) : ofKnown(known, type, seen);
    seen.remove(type.toString());
    return found;
  }

  private @Nullable Problem ofKnown(Class<?> known, DeclaredType type, Set<String> seen) {
    Problem problem = KnownTypes.of(known);
    if (problem != null || !KnownTypes.isContainer(known)) {
      return problem;
    }
    Problem found = null;
    for (TypeMirror argument : type.getTypeArguments()) {
      found = Problem.worse(found, Problem.worse(of(argument, seen), narrowed(argument)));
    }
    return found == null ? null : found.within("a " + known.getCanonicalName() + ", which holds");
  }

  /** A collection that is an element or a result comes back as an ordinary one. */
  private @Nullable Problem narrowed(TypeMirror type) {
    Class<?> known = known(types.model().erasure(type));
    return known != null && Encodable.isTooNarrow(known)
        ? new Problem(
            Fate.NARROWED,
            types.describe(type),
            "Declare it as List, Set, Map or another interface.")
        : null;
  }

  private @Nullable Problem ofProgram(DeclaredType type, TypeElement element, Set<String> seen) {
    if (types.isOfLanguage(element) && element.getKind().isInterface()) {
      return ofLanguage(element);
    }
    return switch (element.getKind()) {
      case RECORD -> Problem.worse(ofComponents(type, element, seen), ofName(element));
      case ENUM -> ofName(element);
      case INTERFACE, ANNOTATION_TYPE -> ofInterface(element, seen);
      default -> types.is(type, Enum.class.getName()) ? null : ofClass(element);
    };
  }

  private Problem ofClass(TypeElement element) {
    return new Problem(Fate.REFUSED, types.describe(element), Fixes.ofClass(types, element));
  }

  private static @Nullable Problem ofLanguage(TypeElement element) {
    return element.getSimpleName().contentEquals("StepContext")
        ? new Problem(
            Fate.DOUBTFUL,
            "a " + element.getQualifiedName(),
            "Call StepContext.current() inside the step.")
        : null;
  }

  private @Nullable Problem ofName(TypeElement element) {
    return element.getNestingKind() == NestingKind.LOCAL
        ? new Problem(
            Fate.UNSTABLE,
            types.describe(element),
            "Its name is a number that an edit can change. Declare it in the class.")
        : null;
  }

  private @Nullable Problem ofComponents(DeclaredType type, TypeElement element, Set<String> seen) {
    Problem found = null;
    for (RecordComponentElement component : element.getRecordComponents()) {
      TypeMirror declared = types.model().asMemberOf(type, component);
      Problem problem = Problem.worse(of(declared, seen), tooNarrow(declared));
      if (problem != null) {
        String holder = types.describe(element) + ", whose '" + component.getSimpleName() + "' is";
        found = Problem.worse(found, problem.within(holder));
      }
    }
    return found;
  }

  private @Nullable Problem tooNarrow(TypeMirror declared) {
    Problem narrowed = narrowed(declared);
    return narrowed == null ? null : new Problem(Fate.REFUSED, narrowed.what(), narrowed.fix());
  }

  private @Nullable Problem ofInterface(TypeElement element, Set<String> seen) {
    List<? extends TypeMirror> permitted = element.getPermittedSubclasses();
    if (!permitted.isEmpty()) {
      return ofSealed(element, permitted, seen);
    }
    boolean function = element.getAnnotation(FunctionalInterface.class) != null;
    if (function && !types.isSerializable(element.asType())) {
      return Fixes.ofFunction(types.describe(element));
    }
    if (LOGGERS.contains(element.getQualifiedName().toString())) {
      return new Problem(Fate.REFUSED, types.describe(element), Fixes.OF_A_LOGGER);
    }
    String fix = Fixes.ofKind(types, element);
    return fix == null
        ? ofImplementors(element)
        : new Problem(Fate.DOUBTFUL, types.describe(element), fix);
  }

  private @Nullable Problem ofImplementors(TypeElement element) {
    TypeElement ordinary = types.implementors().ordinary(element, types);
    return ordinary == null
        ? null
        : new Problem(
            Fate.DOUBTFUL,
            types.describe(element) + ", which classes implement such as " + ordinary,
            Fixes.ofClass(types, ordinary));
  }

  private @Nullable Problem ofSealed(
      TypeElement element, List<? extends TypeMirror> permitted, Set<String> seen) {
    Problem last = null;
    for (TypeMirror each : permitted) {
      last = of(each, seen);
      if (last == null || last.fate() != Fate.REFUSED) {
        return null;
      }
    }
    return last == null ? null : last.within(types.describe(element) + ", which is always");
  }

  private @Nullable Class<?> known(TypeMirror type) {
    if (!(type instanceof DeclaredType declared)) {
      return null;
    }
    Element element = declared.asElement();
    boolean named = element instanceof TypeElement t && t.getNestingKind() != NestingKind.LOCAL;
    return named && element.getKind() != ElementKind.OTHER
        ? KnownTypes.find(types.elements().getBinaryName((TypeElement) element).toString())
        : null;
  }
}
