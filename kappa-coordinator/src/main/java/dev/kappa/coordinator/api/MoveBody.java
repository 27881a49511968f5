package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** With which version of the application a run is to go on, as JSON. */
public final class MoveBody {
  private static final int LONGEST = 100;

  private MoveBody() {}

  /** {@return the document of {@code version}} */
  public static String of(String version) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("version", version);
          json.writeEndObject();
        });
  }

  /**
   * {@return the version that {@code document} names}
   *
   * @throws KappaException {@code BAD_REQUEST} if it can't be understood
   */
  static String parse(String document) {
    try {
      String version = JsonMapper.shared().readTree(document).required("version").stringValue();
      if (!version.isEmpty() && version.length() <= LONGEST) {
        return version;
      }
      throw refused("a version of %d characters".formatted(version.length()), null);
    } catch (JacksonException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  private static KappaException refused(String why, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.BAD_REQUEST,
        "what the run is moved to: %s (expected: {\"version\": …}, 1 to %d characters)"
            .formatted(why, LONGEST),
        cause);
  }
}
