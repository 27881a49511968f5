package dev.kappa.coordinator.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionErrorBodyTest {
  private static final String ID = "RequestId: 8f5cc2e1-0000-4000-8000-000000000000 ";

  private static InvokeError kind(String json) {
    return FunctionErrorBody.outcome(json.getBytes(StandardCharsets.UTF_8)).error();
  }

  @ParameterizedTest
  @CsvSource({
    "Sandbox.Timedout, Task timed out after 3.00 seconds, TIMEOUT",
    "Runtime.ExitError, Runtime exited with error: exit status 1, CRASH",
    "Runtime.ExitError, Runtime exited with error: signal: killed, CRASH",
    "Runtime.ExitError, Runtime exited without providing a reason, CRASH",
    "Runtime.OutOfMemory, Runtime exited with error: signal: killed, OUT_OF_MEMORY",
    "Runtime.OutOfMemory, 'memory size 128 MB, heap 108 MB', OUT_OF_MEMORY",
    "Runtime.BadFunctionCode, no such file, INIT_ERROR",
    "Runtime.InitError, the constructor failed, INIT_ERROR"
  })
  void errorOfThePlatformIsToldByItsType(String type, String text, InvokeError expected) {
    String json = "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + ID + "Error: " + text;
    assertThat(kind(json + "\"}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.IllegalStateException, boom, HANDLED",
    "java.lang.OutOfMemoryError, Java heap space, OUT_OF_MEMORY",
    "java.lang.ClassNotFoundException, Class not found: app.Handler, INIT_ERROR",
    "java.lang.IllegalStateException, the task timed out after 3.00 seconds, HANDLED"
  })
  void errorOfTheHandlerIsToldByItsClass(String type, String text, InvokeError expected) {
    String json = "{\"errorMessage\":\"" + text + "\",\"errorType\":\"" + type + "\"}";
    assertThat(kind(json)).isEqualTo(expected);
  }

  @Test
  void responseThatIsTooLargeIsNoCrash() {
    String json =
        "{\"errorMessage\":\"Response payload size (7000000 bytes) exceeded maximum allowed payload"
            + " size (6291556 bytes).\",\"errorType\":\"Function.ResponseSizeTooLarge\"}";
    assertThat(kind(json)).isEqualTo(InvokeError.RESPONSE_TOO_LARGE);
  }

  @Test
  void olderTimeOutHasNoType() {
    String json =
        "{\"errorMessage\":\"2026-01-01T00:00:00.000Z 8f5cc2e1 Task timed out after 3.00"
            + " seconds\"}";
    assertThat(kind(json)).isEqualTo(InvokeError.TIMEOUT);
  }

  @Test
  void bodyThatCannotBeReadIsACrash() {
    assertThat(kind("<html>")).isEqualTo(InvokeError.CRASH);
    assertThat(kind("")).isNotEqualTo(InvokeError.TIMEOUT);
  }

  @Test
  void messageHasTypeAndText() {
    String json = "{\"errorMessage\":\"boom\",\"errorType\":\"app.Failed\"}";
    assertThat(FunctionErrorBody.outcome(json.getBytes(StandardCharsets.UTF_8)).message())
        .isEqualTo("app.Failed: boom");
  }
}
