package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a run is started with.
 *
 * @param workflow the workflow's name
 * @param inputJson its input as JSON, well-formed and without needless white space
 * @param idempotencyKey two starts under the same key make one run; at most {@value
 *     #MAX_KEY_LENGTH} characters
 */
public record StartRequest(String workflow, String inputJson, @Nullable String idempotencyKey) {
  /** The most characters that an idempotency key can have. */
  public static final int MAX_KEY_LENGTH = 256;

  /** {@return a request with an input that is JSON, in its shortest form} */
  public static StartRequest compact(String workflow, byte[] input, String key) {
    String json = new String(input, StandardCharsets.UTF_8);
    return new StartRequest(workflow, StartBody.json("input", json), key);
  }

  /** Checks the name and the key: {@code BAD_REQUEST}. */
  public StartRequest {
    if (workflow.isBlank()) {
      throw new KappaException(ErrorCode.BAD_REQUEST, "workflow: blank (expected: a name)");
    }
    if (idempotencyKey != null
        && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY_LENGTH)) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "key: %d characters (expected: 1 to %d, not all blank)"
              .formatted(idempotencyKey.length(), MAX_KEY_LENGTH));
    }
  }
}
