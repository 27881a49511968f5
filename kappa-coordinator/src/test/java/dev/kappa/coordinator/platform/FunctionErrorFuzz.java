package dev.kappa.coordinator.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a function returns as its error: it is told as one, in words that came with it. */
final class FunctionErrorFuzz {
  static Stream<Arguments> bodies() {
    return Stream.of(
            "{\"errorMessage\":\"2026-01-02T03:04:05Z 1-2-3 Task timed out after 3.00 seconds\"}",
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: 1 Error: Runtime exited\"}",
            "{\"errorType\":\"java.lang.OutOfMemoryError\",\"errorMessage\":\"Java heap space\",\"stackTrace\":[\"a\"]}",
            "{\"errorType\":\"Function.ResponseSizeTooLarge\"}",
            "{\"errorMessage\":\"Class not found: x.Y\"}",
            "{\"errorMessage\":[1],\"errorType\":{}}",
            "null",
            "\"text\"",
            "")
        .map(body -> Arguments.of(body.getBytes(UTF_8)));
  }

  @MethodSource("bodies")
  @FuzzTest(maxDuration = "2m")
  void body(byte[] body) {
    InvokeOutcome.Failed failed = FunctionErrorBody.outcome(body);
    String text = new String(body, UTF_8);
    assertThat(isJson(body) || isJson(text.getBytes(UTF_8)) || failed.error() == InvokeError.CRASH)
        .isTrue();
    assertThat(failed.message().length()).isLessThanOrEqualTo(2 * text.length() + 40);
  }

  /**
   * Of bytes that are not UTF-8 a reader that knows names already may take more than a new one: FF
   * FF before the end of a name is for it what it fills up names with.
   */
  private static boolean isJson(byte[] body) {
    try {
      return new JsonMapper().readTree(body) != null;
    } catch (JacksonException e) {
      return false;
    }
  }
}
