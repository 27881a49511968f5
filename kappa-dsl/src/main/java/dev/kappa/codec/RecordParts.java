package dev.kappa.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;

/**
 * What is known of a record class.
 *
 * @param getters one for each component, {@code (Object) -> Object}
 * @param constructor the canonical one, {@code (Object[]) -> Object}
 * @param shape changes when names or types of components do, here or in nested records
 */
record RecordParts(
    String[] names,
    Class<?>[] types,
    Slot[] slots,
    MethodHandle[] getters,
    MethodHandle constructor,
    int shape) {
  /** How a component is written: without its type where the declaration says it all. */
  enum Slot {
    ANY,
    LONG,
    ENUM,
    RECORD
  }

  static RecordParts of(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    int count = components.length;
    String[] names = new String[count];
    Class<?>[] types = new Class<?>[count];
    Slot[] slots = new Slot[count];
    MethodHandle[] getters = new MethodHandle[count];
    for (int i = 0; i < count; i++) {
      names[i] = components[i].getName();
      types[i] = components[i].getType();
      slots[i] = slot(types[i]);
      getters[i] = getter(components[i].getAccessor());
    }
    return new RecordParts(
        names,
        types,
        slots,
        getters,
        constructor(type.getDeclaredConstructor(types)),
        signature(type, new HashSet<>()).hashCode());
  }

  int count() {
    return names.length;
  }

  String describe() {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < names.length; i++) {
      text.append(i == 0 ? "" : ", ").append(types[i].getSimpleName()).append(' ').append(names[i]);
    }
    return text.append(')').toString();
  }

  private static MethodHandle getter(Method accessor) throws IllegalAccessException {
    accessor.setAccessible(true);
    return MethodHandles.lookup()
        .unreflect(accessor)
        .asType(MethodType.methodType(Object.class, Object.class));
  }

  private static MethodHandle constructor(Constructor<?> canonical) throws IllegalAccessException {
    canonical.setAccessible(true);
    return MethodHandles.lookup()
        .unreflectConstructor(canonical)
        .asSpreader(Object[].class, canonical.getParameterCount())
        .asType(MethodType.methodType(Object.class, Object[].class));
  }

  private static Slot slot(Class<?> declared) {
    if (declared == long.class || declared == Long.class) {
      return Slot.LONG;
    }
    if (declared.isEnum()) {
      return Slot.ENUM;
    }
    return declared.isRecord() ? Slot.RECORD : Slot.ANY;
  }

  private static String signature(Class<?> type, Set<Class<?>> seen) {
    StringBuilder text = new StringBuilder();
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> declared = component.getType();
      text.append(component.getName()).append(':').append(declared.getName());
      if (declared.isRecord() && seen.add(declared)) {
        text.append('(').append(signature(declared, seen)).append(')');
      }
      text.append(';');
    }
    return text.toString();
  }
}
