package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the records in stored values of one class were, and how to make the present ones of them.
 */
final class Migration {
  private final Map<Class<?>, Class<?>> formers;

  private Migration(Map<Class<?>, Class<?>> formers) {
    this.formers = formers;
  }

  /**
   * {@return how values of {@code type} that had {@code shape} are read; null if that is unknown}
   */
  static @Nullable Migration of(Class<?> type, int shape) {
    Records records = new Records();
    records.known.put(type.getName(), type);
    Map<String, String> versions = new Shapes(records).versions(type.getName(), shape);
    if (versions == null) {
      return null;
    }
    Map<Class<?>, Class<?>> formers = new HashMap<>();
    versions.forEach((now, then) -> formers.put(records.get(now), records.get(then)));
    return new Migration(formers);
  }

  /** {@return the record that was stored where {@code type} is now} */
  Class<?> former(Class<?> type) {
    return formers.getOrDefault(type, type);
  }

  /** {@return the {@code type} that {@code value} makes, which is as it was stored} */
  Object made(Class<?> type, Object value) {
    if (type.isInstance(value)) {
      return value;
    }
    for (Method maker : makers(type)) {
      Class<?> taken = maker.getParameterTypes()[0];
      if (leadsTo(taken, value.getClass(), new HashSet<>())) {
        return call(maker, made(taken, value));
      }
    }
    throw new IllegalStateException(type + " is not made of " + value.getClass());
  }

  private static boolean leadsTo(Class<?> type, Class<?> former, Set<Class<?>> seen) {
    return type.equals(former)
        || (seen.add(type)
            && makers(type).stream()
                .anyMatch(maker -> leadsTo(maker.getParameterTypes()[0], former, seen)));
  }

  private static Object call(Method maker, Object former) {
    Object made;
    try {
      made = maker.invoke(null, former);
    } catch (InvocationTargetException e) {
      throw failed(maker, "throws " + e.getCause(), e.getCause());
    } catch (IllegalAccessException e) {
      throw failed(maker, "can't be called: " + e.getMessage(), e);
    }
    if (made == null) {
      throw failed(maker, "gives null", null);
    }
    return made;
  }

  private static KappaException failed(Method maker, String how, @Nullable Throwable cause) {
    return new KappaException(
        ErrorCode.NOT_DECODABLE,
        "the @Migrate method %s.%s(%s) %s; mend it: tasks that hold such values wait for it"
            .formatted(
                maker.getDeclaringClass().getName(),
                maker.getName(),
                maker.getParameterTypes()[0].getSimpleName(),
                how),
        cause);
  }

  private static List<Method> makers(Class<?> type) {
    List<Method> makers = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      boolean makes =
          Modifier.isStatic(method.getModifiers())
              && method.getParameterCount() == 1
              && method.getParameterTypes()[0].isRecord()
              && method.getReturnType().equals(type);
      if (makes && isMarked(method) && method.trySetAccessible()) {
        makers.add(method);
      }
    }
    return makers;
  }

  private static boolean isMarked(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      if (annotation.annotationType().getName().equals(Shapes.MIGRATE)) {
        return true;
      }
    }
    return false;
  }

  /** Loaded records, by name; each is met as the type of a component or parameter. */
  private static final class Records implements Shapes.Source {
    private final Map<String, Class<?>> known = new HashMap<>();

    Class<?> get(String name) {
      Class<?> type = known.get(name);
      if (type == null) {
        throw new IllegalStateException("no record " + name);
      }
      return type;
    }

    @Override
    public @Nullable List<Map.Entry<String, String>> components(String className) {
      Class<?> type = known.get(className);
      if (type == null || !type.isRecord()) {
        return null;
      }
      List<Map.Entry<String, String>> components = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        known.put(component.getType().getName(), component.getType());
        components.add(Map.entry(component.getName(), component.getType().getName()));
      }
      return components;
    }

    @Override
    public List<String> formers(String className) {
      Class<?> type = known.get(className);
      if (type == null) {
        return List.of();
      }
      List<String> formers = new ArrayList<>();
      for (Method maker : makers(type)) {
        Class<?> former = maker.getParameterTypes()[0];
        known.put(former.getName(), former);
        formers.add(former.getName());
      }
      return formers;
    }
  }
}
