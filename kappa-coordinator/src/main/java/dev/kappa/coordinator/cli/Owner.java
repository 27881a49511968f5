package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Tls;
import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.store.Durability;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator that works on a data directory, as its file {@code coordinator.json} says.
 *
 * @param url the address of its API
 * @param pid its process
 * @param kind how it was started
 * @param jar the application that it runs
 * @param options what it was started with
 * @param token what may do all there; null if it asks for no tokens
 */
record Owner(
    URI url,
    long pid,
    Kind kind,
    ApplicationJar jar,
    CoordinatorOptions options,
    @Nullable Token token) {
  /** How a coordinator was started, which says how long it stays. */
  enum Kind {
    /** Inside a command that waits; ends with it. */
    CALL,
    /** By {@code kappa dev}. */
    DEV,
    /** By {@code kappa coordinator}. */
    SERVER,
    /** By detaching; ends when it has had nothing to do for a while. */
    BACKGROUND;

    /** {@return whether users know it by its port} */
    boolean serves() {
      return this == DEV || this == SERVER;
    }
  }

  String json() {
    Map<String, String> members = new LinkedHashMap<>(LastOptions.members(options));
    members.put("url", url.toString());
    members.put("pid", Long.toString(pid));
    members.put("kind", kind.name());
    members.put("jar", jar.path().toString());
    members.put("jarStamp", jar.stamp());
    if (token != null) {
      members.put("token", token.text());
    }
    return Members.write(members);
  }

  /** {@return the owner of {@code directory} in {@code text}, unless it is not a whole one} */
  static Optional<Owner> parse(Path directory, String text) {
    return Members.read(
        text,
        members ->
            new Owner(
                URI.create(members.text("url")),
                Long.parseLong(members.text("pid")),
                Kind.valueOf(members.text("kind")),
                new ApplicationJar(Path.of(members.text("jar")), members.text("jarStamp")),
                LastOptions.of(directory, members),
                token(members.text("token", ""))));
  }

  private static @Nullable Token token(String text) {
    return text.isEmpty() ? null : new Token(text);
  }

  /** {@return whose certificates are trusted there} */
  String trust() {
    return Tls.trust(options.guard().authorities());
  }

  /** {@return the Redis that it uses; null for its own} */
  @Nullable URI redis() {
    return options.redis();
  }

  /** Checks that it uses the Redis that the user named, if any: {@code DATA_DIRECTORY_IN_USE}. */
  void requireRedis(@Nullable URI named, DataDirectory directory) {
    if (named != null && !Objects.equals(RedisFlag.resolve(named, null), redis())) {
      throw new KappaException(
          ErrorCode.DATA_DIRECTORY_IN_USE,
          "the coordinator of %s (process %d) uses %s, not --redis %s; end it, or name another directory with --data"
              .formatted(directory.path(), pid, RedisFlag.shown(redis()), RedisFlag.shown(named)));
    }
  }

  /**
   * Checks that it promises what the user asked for, if anything: {@code DATA_DIRECTORY_IN_USE}.
   */
  void requireDurability(@Nullable Durability named, DataDirectory directory) {
    if (named != null && !named.equals(options.durability())) {
      throw new KappaException(
          ErrorCode.DATA_DIRECTORY_IN_USE,
          "the coordinator of %s (process %d) works with --durability %s, not %s; end it, or name another directory with --data"
              .formatted(directory.path(), pid, options.durability(), named));
    }
  }

  boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
