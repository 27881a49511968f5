package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.JsonText;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The coordinator that works on a data directory, as its file {@code coordinator.json} says.
 *
 * @param url the address of its API
 * @param pid its process
 * @param kind how it was started
 * @param jar the application that it runs
 * @param redis the Redis that it uses; null for its own
 */
record Owner(URI url, long pid, Kind kind, ApplicationJar jar, @Nullable URI redis) {
  /** How a coordinator was started, which says how long it stays. */
  enum Kind {
    /** Inside a command that waits; ends with it. */
    CALL,
    /** By {@code kappa dev}. */
    DEV,
    /** By {@code kappa coordinator}. */
    SERVER,
    /** By detaching; ends when it has had nothing to do for a while. */
    BACKGROUND
  }

  String json() {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("url", url.toString());
          json.writeStringProperty("pid", Long.toString(pid));
          json.writeStringProperty("kind", kind.name());
          json.writeStringProperty("jar", jar.path().toString());
          json.writeStringProperty("jarStamp", jar.stamp());
          json.writeStringProperty("redis", redis == null ? "" : redis.toString());
          json.writeEndObject();
        });
  }

  /** {@return the owner in {@code text}, unless it is not a whole one} */
  static Optional<Owner> parse(String text) {
    Map<String, String> members = new HashMap<>();
    try (JsonParser json = JsonText.parser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        members.put(name, json.getString());
      }
      return Optional.of(of(members));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Owner of(Map<String, String> members) {
    String redis = member(members, "redis");
    return new Owner(
        URI.create(member(members, "url")),
        Long.parseLong(member(members, "pid")),
        Kind.valueOf(member(members, "kind")),
        new ApplicationJar(Path.of(member(members, "jar")), member(members, "jarStamp")),
        redis.isEmpty() ? null : URI.create(redis));
  }

  private static String member(Map<String, String> members, String name) {
    String value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  /** Checks that it uses the Redis that the user named, if any: {@code DATA_DIRECTORY_IN_USE}. */
  void requireRedis(@Nullable URI named, DataDirectory directory) {
    if (named != null && !named.equals(redis)) {
      throw new KappaException(
          ErrorCode.DATA_DIRECTORY_IN_USE,
          "the coordinator of %s (process %d) uses %s, not --redis %s; end it, or name another directory with --data"
              .formatted(directory.path(), pid, redis == null ? "its own Redis" : redis, named));
    }
  }

  boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
