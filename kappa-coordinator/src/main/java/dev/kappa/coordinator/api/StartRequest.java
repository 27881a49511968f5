package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Priority;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a run is started with.
 *
 * @param workflow the workflow's name
 * @param inputJson its input as JSON, well-formed and without needless white space
 * @param idempotencyKey two starts under the same key make one run; at most {@value
 *     #MAX_KEY_LENGTH} characters
 * @param priority before which other runs' tasks its own are given to workers
 */
public record StartRequest(
    String workflow, String inputJson, @Nullable String idempotencyKey, Priority priority) {
  /** The most characters that an idempotency key can have. */
  public static final int MAX_KEY_LENGTH = 256;

  /** With the usual priority. */
  public StartRequest(String workflow, String inputJson, @Nullable String idempotencyKey) {
    this(workflow, inputJson, idempotencyKey, Priority.NONE);
  }

  /** {@return a request with an input that is JSON, in its shortest form} */
  public static StartRequest compact(String workflow, byte[] input, String key, Priority priority) {
    String json = new String(input, StandardCharsets.UTF_8);
    return new StartRequest(workflow, StartBody.json("input", json), key, priority);
  }

  /** {@return the same under {@code key}} */
  public StartRequest withKey(String key) {
    return new StartRequest(workflow, inputJson, key, priority);
  }

  /** {@return the same, with {@code usual} where nothing is said of its priority} */
  public StartRequest withUsual(Priority usual) {
    return new StartRequest(workflow, inputJson, idempotencyKey, priority.over(usual));
  }

  /**
   * {@return what is said of a priority}
   *
   * @param level 1 to 5; 0 for the usual
   * @param weight 1 to 100; 0 for the usual
   * @throws KappaException with {@code BAD_REQUEST} if something is out of its range
   */
  public static Priority priority(int level, String fairnessKey, int weight) {
    String problem = Priority.problem(level, fairnessKey, weight);
    if (problem != null) {
      throw new KappaException(ErrorCode.BAD_REQUEST, problem);
    }
    return new Priority(level, fairnessKey, weight);
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
