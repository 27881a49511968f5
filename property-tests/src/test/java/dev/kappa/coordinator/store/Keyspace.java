package dev.kappa.coordinator.store;

import io.vavr.collection.TreeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis server holds. Immutable, so that a former state costs nothing to keep. Strings stand
 * for bytes, one character each.
 *
 * @param keys by their names
 * @param nextExpiry no key's time is over before, in milliseconds since 1970
 */
record Keyspace(TreeMap<String, Key> keys, long nextExpiry) {
  static final long NEVER = -1;
  private static final TreeMap<String, String> NO_FIELDS = TreeMap.empty();

  /**
   * A key: a hash, or a sorted set of members by score, or a set whose members have no value, or a
   * string under the empty name.
   *
   * @param expiresAt milliseconds since 1970, or {@link #NEVER}
   */
  record Key(TreeMap<String, String> fields, long expiresAt) {}

  static Keyspace empty() {
    return new Keyspace(TreeMap.empty(), Long.MAX_VALUE);
  }

  /** {@return the fields of a key; none if it is absent} */
  TreeMap<String, String> fields(String key) {
    return keys.get(key).map(Key::fields).getOrElse(NO_FIELDS);
  }

  @Nullable String field(String key, String field) {
    return fields(key).get(field).getOrNull();
  }

  boolean has(String key) {
    return keys.containsKey(key);
  }

  /** {@return this with other fields; a key without any is gone} */
  Keyspace change(String key, UnaryOperator<TreeMap<String, String>> change) {
    TreeMap<String, String> changed = change.apply(fields(key));
    if (changed.isEmpty()) {
      return without(key);
    }
    return with(keys.put(key, new Key(changed, expiresAt(key))));
  }

  Keyspace without(String key) {
    return with(keys.remove(key));
  }

  private Keyspace with(TreeMap<String, Key> others) {
    return new Keyspace(others, nextExpiry);
  }

  long expiresAt(String key) {
    return keys.get(key).map(Key::expiresAt).getOrElse(NEVER);
  }

  Keyspace expire(String key, long at) {
    if (!has(key)) {
      return this;
    }
    long next = at == NEVER ? nextExpiry : Math.min(nextExpiry, at);
    return new Keyspace(keys.put(key, new Key(fields(key), at)), next);
  }

  /** {@return this without the keys whose time is over} */
  Keyspace at(long now) {
    if (now < nextExpiry) {
      return this;
    }
    TreeMap<String, Key> left =
        keys.filterValues(key -> key.expiresAt() == NEVER || key.expiresAt() > now);
    long next =
        left.values().map(Key::expiresAt).filter(at -> at != NEVER).min().getOrElse(Long.MAX_VALUE);
    return new Keyspace(left, next);
  }

  /** {@return the members of a sorted set with their scores between the bounds, in order} */
  List<Map.Entry<String, Double>> range(String key, String least, String most) {
    List<Map.Entry<String, Double>> found = new ArrayList<>();
    fields(key)
        .forEach(
            (member, text) -> {
              double score = Double.parseDouble(text);
              if (within(score, least, 1) && within(score, most, -1)) {
                found.add(Map.entry(member, score));
              }
            });
    found.sort(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey));
    return found;
  }

  private static boolean within(double score, String bound, int sign) {
    boolean excluding = bound.startsWith("(");
    double limit = score(excluding ? bound.substring(1) : bound);
    boolean beyond = sign > 0 ? score > limit : score < limit;
    return beyond || (!excluding && score == limit);
  }

  static double score(String text) {
    return switch (text) {
      case "+inf", "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
