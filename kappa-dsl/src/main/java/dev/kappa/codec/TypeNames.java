package dev.kappa.codec;

import dev.kappa.codec.Allowlist.Verdict;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the classes that stored bytes name, through one class loader and the allowlist. */
final class TypeNames {
  private final ClassLoader loader;
  private final Map<String, Class<?>> found = new ConcurrentHashMap<>();

  TypeNames(ClassLoader loader) {
    this.loader = loader;
  }

  /** {@return the class that {@code storedName} names} */
  Class<?> load(String storedName) {
    Class<?> known = found.get(storedName);
    if (known != null) {
      return known;
    }
    Class<?> loaded = Aliases.isAlias(storedName) ? loadAlias(storedName) : loadAllowed(storedName);
    found.put(storedName, loaded);
    return loaded;
  }

  /** {@return the class that {@code storedName} names, or null if it is absent or not allowed} */
  @Nullable Class<?> loadIfPossible(String storedName) {
    try {
      return load(storedName);
    } catch (KappaException e) {
      return null;
    }
  }

  /** {@return the component type of an array; {@code name} is as {@link Class#getName} has it} */
  Class<?> loadComponent(String name) {
    int dimensions = 0;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    if (dimensions > 255) {
      throw refused(name.substring(0, 16) + "…", "has too many dimensions");
    }
    Class<?> type = dimensions == 0 ? loadElement(name) : ofDescriptor(name, dimensions);
    for (int i = 0; i < dimensions; i++) {
      type = type.arrayType();
    }
    return type;
  }

  private Class<?> ofDescriptor(String name, int start) {
    String rest = name.substring(start);
    return switch (rest) {
      case "Z" -> boolean.class;
      case "B" -> byte.class;
      case "C" -> char.class;
      case "S" -> short.class;
      case "I" -> int.class;
      case "J" -> long.class;
      case "F" -> float.class;
      case "D" -> double.class;
      default -> {
        if (rest.length() < 3 || rest.charAt(0) != 'L' || !rest.endsWith(";")) {
          throw refused(name, "is not the name of a class");
        }
        yield loadElement(rest.substring(1, rest.length() - 1));
      }
    };
  }

  private Class<?> loadElement(String name) {
    Class<?> known = Forms.knownByName(name);
    return known != null ? known : load(name);
  }

  private Class<?> loadAlias(String alias) {
    String className = Aliases.className(alias);
    if (className == null) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE,
          "stored type "
              + alias
              + " is not known to this version of Kappa; run the task on the version that stored it"
              + " or on a newer one");
    }
    return forName(className, Aliases.class.getClassLoader());
  }

  private Class<?> loadAllowed(String name) {
    if (name.startsWith("[")) {
      throw refused(name, "is an array");
    }
    Verdict verdict = Allowlist.verdict(name);
    if (verdict == Verdict.DENIED) {
      throw refused(name, "may not be named in stored values");
    }
    Class<?> type = forName(name, loader);
    if (verdict == Verdict.IF_DATA && !Allowlist.isData(type)) {
      throw refused(name, "is neither an exception nor an enum nor a record");
    }
    return type;
  }

  private static Class<?> forName(String name, @Nullable ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE,
          "class "
              + name
              + " of a stored value can't be loaded; keep the class in the application's jar, under"
              + " this name, while tasks hold values of it",
          e);
    }
  }

  private static KappaException refused(String name, String why) {
    return new KappaException(
        ErrorCode.NOT_DECODABLE, "class " + name + " of a stored value " + why);
  }
}
