package dev.kappa.coordinator.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The commands of Redis that the store uses, on a keyspace. */
final class Commands {
  private final LongSupplier clock;
  private Keyspace data = Keyspace.empty();

  Commands(LongSupplier clock) {
    this.clock = clock;
  }

  Keyspace data() {
    data = data.at(clock.getAsLong());
    return data;
  }

  void data(Keyspace other) {
    data = other;
  }

  /** {@return what Redis replies: a {@code Long}, a {@code String}, a list of these, or null} */
  @Nullable Object call(List<String> words) {
    String key = words.size() > 1 ? words.get(1) : "";
    List<String> rest = words.subList(Math.min(2, words.size()), words.size());
    data = data();
    return switch (words.getFirst().toUpperCase(Locale.ROOT)) {
      case "EXISTS" -> data.has(key) ? 1L : 0L;
      case "GET" -> data.field(key, "");
      case "HGET" -> data.field(key, rest.getFirst());
      case "HMGET" -> fields(key, rest);
      case "HGETALL" -> all(key);
      case "HSET" -> put(key, rest, false);
      case "ZADD" -> put(key, rest, true);
      case "SADD" -> addAll(key, rest);
      case "SET" -> set(key, rest.getFirst(), rest.contains("KEEPTTL"));
      case "HDEL", "ZREM", "SREM" -> remove(key, rest);
      case "SMEMBERS" -> new ArrayList<>(data.fields(key).keySet().toJavaList());
      case "UNLINK", "DEL" -> unlink(words.subList(1, words.size()));
      case "PERSIST" -> persist(key);
      case "PTTL" -> ttl(key);
      case "PEXPIRE" -> expire(key, clock.getAsLong() + Long.parseLong(rest.getFirst()));
      case "PEXPIREAT" -> expire(key, Long.parseLong(rest.getFirst()));
      case "TIME" -> time();
      case "ZRANGEBYSCORE" ->
          range(data.range(key, rest.get(0), rest.get(1)), rest.subList(2, rest.size()));
      case "ZREVRANGEBYSCORE" ->
          range(data.range(key, rest.get(1), rest.get(0)).reversed(), rest.subList(2, rest.size()));
      default -> throw new IllegalArgumentException("a command that is not simulated: " + words);
    };
  }

  private List<@Nullable Object> fields(String key, List<String> names) {
    List<@Nullable Object> found = new ArrayList<>();
    names.forEach(name -> found.add(data.field(key, name)));
    return found;
  }

  private List<Object> all(String key) {
    List<Object> found = new ArrayList<>();
    data.fields(key)
        .forEach(
            (name, value) -> {
              found.add(name);
              found.add(value);
            });
    return found;
  }

  /** Pairs: a field and its value, or a score and its member. */
  private Long put(String key, List<String> pairs, boolean valueFirst) {
    int before = data.fields(key).size();
    for (int i = 0; i < pairs.size(); i += 2) {
      String name = pairs.get(valueFirst ? i + 1 : i);
      String first = pairs.get(valueFirst ? i : i + 1);
      String value = valueFirst ? Double.toString(Keyspace.score(first)) : first;
      data = data.change(key, old -> old.put(name, value));
    }
    return (long) data.fields(key).size() - before;
  }

  private Long addAll(String key, List<String> members) {
    members.forEach(member -> data = data.change(key, old -> old.put(member, "")));
    return (long) members.size();
  }

  private String set(String key, String value, boolean keepsTtl) {
    Keyspace before = keepsTtl ? data : data.without(key);
    data = before.change(key, old -> old.put("", value));
    return "OK";
  }

  private Long remove(String key, List<String> names) {
    int before = data.fields(key).size();
    data = data.change(key, old -> old.removeAll(names));
    return (long) before - data.fields(key).size();
  }

  private Long unlink(List<String> names) {
    int before = data.keys().size();
    names.forEach(name -> data = data.without(name));
    return (long) before - data.keys().size();
  }

  private Long persist(String key) {
    boolean expires = data.expiresAt(key) != Keyspace.NEVER;
    data = data.expire(key, Keyspace.NEVER);
    return expires ? 1L : 0L;
  }

  private Long ttl(String key) {
    if (!data.has(key)) {
      return -2L;
    }
    long at = data.expiresAt(key);
    return at == Keyspace.NEVER ? -1L : at - clock.getAsLong();
  }

  private Long expire(String key, long at) {
    boolean there = data.has(key);
    data = data.expire(key, at);
    return there ? 1L : 0L;
  }

  private List<Object> time() {
    long now = clock.getAsLong();
    return List.of(Long.toString(now / 1000), Long.toString(now % 1000 * 1000));
  }

  private static List<Object> range(List<Map.Entry<String, Double>> all, List<String> options) {
    boolean scores = options.contains("WITHSCORES");
    int limit = options.indexOf("LIMIT");
    long skip = limit < 0 ? 0 : Long.parseLong(options.get(limit + 1));
    long most = limit < 0 ? all.size() : Long.parseLong(options.get(limit + 2));
    List<Object> found = new ArrayList<>();
    for (Map.Entry<String, Double> each : all.stream().skip(skip).limit(most).toList()) {
      found.add(each.getKey());
      if (scores) {
        found.add(text(each.getValue()));
      }
    }
    return found;
  }

  private static String text(double score) {
    if (Double.isInfinite(score)) {
      return score > 0 ? "inf" : "-inf";
    }
    return Long.toString((long) score);
  }
}
