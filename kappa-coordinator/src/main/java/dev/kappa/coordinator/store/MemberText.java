package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A member as it is stored: a line for each thing, its name and its value. */
final class MemberText {
  private MemberText() {}

  static String of(Member member) {
    return """
    api %s
    worker %s
    format %d
    oldest-format %d
    draining %s
    partitions %s
    """
        .formatted(
            member.api(),
            member.worker(),
            member.formats().newest(),
            member.formats().oldest(),
            member.draining(),
            member.partitions().stream().map(Object::toString).collect(Collectors.joining(",")));
  }

  /** Reads what any version wrote; lines of unknown names are left out. */
  static Member parse(String id, String text) {
    Map<String, String> lines = new HashMap<>();
    text.lines()
        .map(line -> line.split(" ", 2))
        .filter(line -> line.length == 2)
        .forEach(line -> lines.put(line[0], line[1]));
    try {
      return new Member(
          id,
          URI.create(value(lines, "api")),
          value(lines, "worker"),
          new Formats(
              Integer.parseInt(value(lines, "oldest-format")),
              Integer.parseInt(value(lines, "format"))),
          Boolean.parseBoolean(value(lines, "draining")),
          Arrays.stream(value(lines, "partitions").split(",", -1))
              .filter(number -> !number.isEmpty())
              .map(Integer::valueOf)
              .collect(Collectors.toCollection(TreeSet::new)));
    } catch (IllegalArgumentException e) {
      throw new KappaException(
          ErrorCode.UNSUPPORTED_STORE,
          "coordinator %s describes itself in a way that can't be read: %s. Use releases of Kappa that are nearer to each other"
              .formatted(id, e.getMessage()),
          e);
    }
  }

  private static String value(Map<String, String> lines, String name) {
    String value = lines.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
