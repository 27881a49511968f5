package dev.kappa.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of records: numbers that change with the names and types of components, also of
 * records in records. Class names are as {@link Class#getName} has them.
 */
public final class Shapes {
  /** What marks a static method that makes a record of what it was before. */
  public static final String MIGRATE = "dev.kappa.Migrate";

  /** So many combinations of former records are looked at. */
  private static final int MOST = 4096;

  private final Source source;

  /** Of the records that {@code source} knows. */
  public Shapes(Source source) {
    this.source = source;
  }

  /** Says what records there are. */
  public interface Source {
    /** {@return the components as name and type, in order; null if the class is no record} */
    @Nullable List<Map.Entry<String, String>> components(String className);

    /** {@return the records that the class was before: it can be made of each at once} */
    List<String> formers(String className);
  }

  /** {@return the shape of a record as it is now} */
  public int now(String className) {
    return of(className, Map.of());
  }

  /**
   * {@return which records stand for which: what a value of {@code className} consisted of when its
   * shape was {@code shape}; empty if that is the present shape; null if it can't be told}
   */
  public @Nullable Map<String, String> versions(String className, int shape) {
    if (now(className) == shape) {
      return Map.of();
    }
    List<Map<String, String>> tried = new ArrayList<>(List.of(Map.of()));
    for (String type : reachable(className)) {
      int known = tried.size();
      for (String former : allFormers(type)) {
        for (int i = 0; i < known && tried.size() < MOST; i++) {
          Map<String, String> versions = new HashMap<>(tried.get(i));
          versions.put(type, former);
          if (of(className, versions) == shape) {
            return Map.copyOf(versions);
          }
          tried.add(versions);
        }
      }
    }
    return null;
  }

  /** {@return what a record was, what that was, and so on} */
  private Set<String> allFormers(String className) {
    Set<String> found = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(source.formers(className));
    while (!open.isEmpty()) {
      String former = open.removeFirst();
      if (!former.equals(className) && found.add(former)) {
        open.addAll(source.formers(former));
      }
    }
    return found;
  }

  private Set<String> reachable(String className) {
    Set<String> found = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(className));
    while (!open.isEmpty()) {
      String type = open.removeLast();
      List<Map.Entry<String, String>> components = source.components(type);
      if (components != null && found.add(type)) {
        components.forEach(component -> open.add(component.getValue()));
        open.addAll(source.formers(type));
      }
    }
    return found;
  }

  private int of(String className, Map<String, String> versions) {
    StringBuilder text = new StringBuilder();
    write(className, versions, new HashSet<>(), text);
    return text.toString().hashCode();
  }

  private void write(
      String className, Map<String, String> versions, Set<String> seen, StringBuilder text) {
    List<Map.Entry<String, String>> components =
        source.components(versions.getOrDefault(className, className));
    if (components == null) {
      return;
    }
    for (Map.Entry<String, String> component : components) {
      String type = component.getValue();
      text.append(component.getKey()).append(':').append(type);
      if (source.components(type) != null && seen.add(type)) {
        text.append('(');
        write(type, versions, seen, text);
        text.append(')');
      }
      text.append(';');
    }
  }
}
