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
 */
record Keyspace(TreeMap<String, Key> keys) {
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
    return new Keyspace(TreeMap.empty());
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
    return new Keyspace(keys.put(key, new Key(changed, expiresAt(key))));
  }

  Keyspace without(String key) {
    return new Keyspace(keys.remove(key));
  }

  long expiresAt(String key) {
    return keys.get(key).map(Key::expiresAt).getOrElse(NEVER);
  }

  Keyspace expire(String key, long at) {
    return has(key) ? new Keyspace(keys.put(key, new Key(fields(key), at))) : this;
  }

  /** {@return this without the keys whose time is over} */
  Keyspace at(long now) {
    TreeMap<String, Key> left =
        keys.filterValues(key -> key.expiresAt() == NEVER || key.expiresAt() > now);
    return left.size() == keys.size() ? this : new Keyspace(left);
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
