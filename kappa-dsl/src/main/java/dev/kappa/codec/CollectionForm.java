package dev.kappa.codec;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The collections of {@code java.util}; also views of them that libraries of the JDK make. */
record CollectionForm(int tag) implements Form {
  private static final List<Class<?>> REBUILT =
      List.of(
          ArrayList.class,
          LinkedList.class,
          ArrayDeque.class,
          java.util.HashSet.class,
          LinkedHashSet.class,
          TreeSet.class,
          java.util.HashMap.class,
          LinkedHashMap.class,
          TreeMap.class,
          ConcurrentHashMap.class);

  /** {@return the tag for {@code type}, or null if it is none of the JDK's collections} */
  static @Nullable Integer tag(Class<?> type) {
    if (!type.getName().startsWith("java.util.")) {
      return null;
    }
    if (type == ArrayDeque.class) {
      return Tag.DEQUE;
    }
    if (List.class.isAssignableFrom(type)) {
      return type == LinkedList.class ? Tag.LINKED_LIST : Tag.LIST;
    }
    if (Set.class.isAssignableFrom(type)) {
      return SortedSet.class.isAssignableFrom(type) ? Tag.SORTED_SET : Tag.SET;
    }
    if (Map.class.isAssignableFrom(type)) {
      return mapTag(type);
    }
    return Map.Entry.class.isAssignableFrom(type) ? Tag.ENTRY : null;
  }

  private static int mapTag(Class<?> type) {
    if (SortedMap.class.isAssignableFrom(type)) {
      return Tag.SORTED_MAP;
    }
    return ConcurrentMap.class.isAssignableFrom(type) ? Tag.CONCURRENT_MAP : Tag.MAP;
  }

  /**
   * {@return whether a variable of the class {@code declared} could not hold what is decoded} That
   * is so for classes such as {@code EnumMap}; interfaces and the common classes are fine.
   */
  static boolean isTooNarrow(Class<?> declared) {
    return declared.getName().startsWith("java.util.")
        && !declared.isInterface()
        && (Collection.class.isAssignableFrom(declared) || Map.class.isAssignableFrom(declared))
        && !REBUILT.contains(declared)
        && !declared.getSimpleName().startsWith("Abstract");
  }

  @Override
  public void write(Encoder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      map(out, map);
    } else if (value instanceof Map.Entry<?, ?> entry) {
      entry(out, entry);
    } else {
      collection(out, (Collection<?>) value);
    }
  }

  private void collection(Encoder out, Collection<?> elements) {
    if (elements instanceof SortedSet<?> sorted && sorted.comparator() != null) {
      throw out.refused(elements.getClass(), "It has a comparator. Copy it into a LinkedHashSet.");
    }
    out.open(tag, elements.size());
    int i = 0;
    for (Object element : elements) {
      out.at(i++);
      out.write(element);
    }
    out.close();
  }

  private void map(Encoder out, Map<?, ?> map) {
    if (map instanceof SortedMap<?, ?> sorted && sorted.comparator() != null) {
      throw out.refused(map.getClass(), "It has a comparator. Copy it into a LinkedHashMap.");
    }
    out.open(tag, 2 * map.size());
    int i = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.at(i++);
      out.write(entry.getKey());
      out.at(i++);
      out.write(entry.getValue());
    }
    out.close();
  }

  private void entry(Encoder out, Map.Entry<?, ?> entry) {
    out.open(tag, 2);
    out.at(0);
    out.write(entry.getKey());
    out.at(1);
    out.write(entry.getValue());
    out.close();
  }

  @SuppressWarnings("JdkObsolete") // a LinkedList comes back as what it was
  static Object read(int tag, Decoder in) {
    return switch (tag) {
      case Tag.LIST -> fill(new ArrayList<@Nullable Object>(), in);
      case Tag.SET -> fill(new LinkedHashSet<@Nullable Object>(), in);
      case Tag.MAP -> fill(new LinkedHashMap<@Nullable Object, @Nullable Object>(), in);
      case Tag.LINKED_LIST -> fill(new LinkedList<@Nullable Object>(), in);
      case Tag.DEQUE -> fill(new ArrayDeque<Object>(), in);
      case Tag.SORTED_SET -> fill(new TreeSet<Object>(), in);
      case Tag.SORTED_MAP -> fill(new TreeMap<Object, @Nullable Object>(), in);
      case Tag.CONCURRENT_MAP -> fill(new ConcurrentHashMap<Object, Object>(), in);
      case Tag.ENTRY ->
          new SimpleImmutableEntry<@Nullable Object, @Nullable Object>(in.read(), in.read());
      default -> throw Decoder.malformed("unknown tag " + tag);
    };
  }

  private static <T extends @Nullable Object> Collection<T> fill(
      Collection<T> elements, Decoder in) {
    while (!in.atEnd()) {
      elements.add(CollectionForm.<T>element(in));
    }
    return elements;
  }

  private static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> fill(
      Map<K, V> map, Decoder in) {
    while (!in.atEnd()) {
      K key = element(in);
      map.put(key, CollectionForm.<V>element(in));
    }
    return map;
  }

  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  // A collection that takes no nulls refuses them itself, and the error says so.
  private static <T extends @Nullable Object> T element(Decoder in) {
    return (T) in.read();
  }
}
