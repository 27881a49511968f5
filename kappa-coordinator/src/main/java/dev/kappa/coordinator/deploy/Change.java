package dev.kappa.coordinator.deploy;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One thing that a deployment does, in the order in which it does them. */
public sealed interface Change {
  /** {@return a word for it, as the JSON document has it} */
  String kind();

  /** {@return what it does, for people} */
  String text();

  /** The jar is put where Lambda fetches it. */
  record Upload(String object, long bytes) implements Change {
    @Override
    public String kind() {
      return "upload";
    }

    @Override
    public String text() {
      return "put %s MB to %s".formatted(megabytes(bytes), object);
    }
  }

  /** There is no function yet. */
  record Create(FunctionShape shape, long bytes, Map<String, String> tags) implements Change {
    /** Copies. */
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public String kind() {
      return "create-function";
    }

    @Override
    public String text() {
      return "make the function: %s on %s, %d MB, %d s, role %s, code of %s MB%s"
          .formatted(
              shape.runtime(),
              shape.architecture(),
              shape.memoryMb(),
              shape.timeoutSeconds(),
              shape.role(),
              megabytes(bytes),
              tags.isEmpty() ? "" : ", tags " + Tag.list(tags));
    }
  }

  /** The function has other settings. */
  record Configure(FunctionShape before, FunctionShape shape) implements Change {
    @Override
    public String kind() {
      return "update-configuration";
    }

    @Override
    public String text() {
      return "change settings: " + String.join(", ", before.settingsUntil(shape));
    }
  }

  /** The function has other code. */
  record Replace(FunctionShape shape, String sha256Before, long bytes) implements Change {
    @Override
    public String kind() {
      return "update-code";
    }

    @Override
    public String text() {
      return "replace the code %s by %s, of %s MB on %s"
          .formatted(
              brief(sha256Before),
              brief(shape.codeSha256()),
              megabytes(bytes),
              shape.architecture());
    }

    private static String brief(String sha256) {
      return sha256.length() > 10 ? sha256.substring(0, 10) : sha256;
    }
  }

  /** What the function is now becomes a version that never changes. */
  record Publish() implements Change {
    @Override
    public String kind() {
      return "publish-version";
    }

    @Override
    public String text() {
      return "publish a version";
    }
  }

  /**
   * New runs begin with the version from then on.
   *
   * @param versionBefore that the alias names until then; empty if there is no such alias yet
   * @param revision that the alias must still have; empty if there is none
   */
  record Point(String alias, String versionBefore, String revision) implements Change {
    /** {@return that of an alias that there is, or of a new one} */
    static Point of(String alias, Optional<Present.Published> before) {
      return before
          .map(now -> new Point(alias, now.version(), now.revision()))
          .orElse(new Point(alias, "", ""));
    }

    @Override
    public String kind() {
      return isNew() ? "create-alias" : "update-alias";
    }

    @Override
    public String text() {
      return isNew()
          ? "let a new alias %s name that version".formatted(alias)
          : "let the alias %s name that version, no more %s".formatted(alias, versionBefore);
    }

    boolean isNew() {
      return versionBefore.isEmpty();
    }
  }

  /** The function has other tags; those that are not named stay. A version has none. */
  record Tag(Map<String, String> tags) implements Change {
    /** Copies. */
    public Tag {
      tags = Map.copyOf(tags);
    }

    @Override
    public String kind() {
      return "tag";
    }

    @Override
    public String text() {
      return "set tags: " + list(tags);
    }

    private static String list(Map<String, String> tags) {
      return new TreeMap<>(tags)
          .entrySet().stream()
              .map(tag -> tag.getKey() + "=" + tag.getValue())
              .collect(Collectors.joining(", "));
    }
  }

  private static String megabytes(long bytes) {
    return "%.1f".formatted(bytes / 1e6);
  }
}
