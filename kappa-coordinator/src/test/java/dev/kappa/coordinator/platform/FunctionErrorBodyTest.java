package dev.kappa.coordinator.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    "java.lang.IllegalStateException, the task timed out after 3.00 seconds, HANDLED"
  })
  void errorOfTheHandlerIsToldByItsClass(String type, String text, InvokeError expected) {
    String json = "{\"errorMessage\":\"" + text + "\",\"errorType\":\"" + type + "\"}";
    assertThat(kind(json)).isEqualTo(expected);
  }

  /** As AWS's runtime client reports them: without a trace, and its own words without a type. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, Invalid handler: `::'",
        "none, Class does not implement an appropriate handler interface: app.Handler",
        "none, No public method named run with appropriate method signature found on class app.Handler",
        "java.lang.ClassNotFoundException, Class not found: app.Handler",
        "java.lang.NoClassDefFoundError, Error loading method run on class app.Handler",
        "java.lang.NoClassDefFoundError, Error loading class app.Handler: app/Missing",
        "java.lang.ExceptionInInitializerError, Error loading class app.Handler",
        "java.lang.UnsupportedClassVersionError, Error loading class app.Handler: newer"
      })
  void handlerThatCannotBeUsedIsToldByTheRuntimesWordsAndType(@Nullable String type, String text) {
    assertThat(kind(reported(text, type, ""))).isEqualTo(InvokeError.INIT_ERROR);
    assertThat(kind(reported(text, type, ",\"stackTrace\":null")))
        .isEqualTo(InvokeError.INIT_ERROR);
  }

  /** It counts against its task, which would else be tried for ever. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Class does not implement an appropriate handler interface",
        "Class not found: app.Plugin",
        "Error loading class app.Plugin",
        "Error loading method run",
        "Invalid handler: x",
        "No public method named run"
      })
  void errorOfTheApplicationThatSoundsLikeTheRuntimesIsTheApplications(String text) {
    assertThat(kind(reported(text, "app.PluginException", ""))).isEqualTo(InvokeError.HANDLED);
    for (String type :
        List.of("java.lang.ClassNotFoundException", "java.lang.NoClassDefFoundError")) {
      assertThat(kind(reported(text, type, ",\"stackTrace\":[\"app.Steps.load(Steps.java:7)\"]")))
          .isEqualTo(InvokeError.HANDLED);
      assertThat(kind(reported(text, type, ",\"stackTrace\":[]"))).isEqualTo(InvokeError.HANDLED);
    }
  }

  private static String reported(String text, @Nullable String type, String trace) {
    String named = type == null ? "" : ",\"errorType\":\"" + type + "\"";
    return "{\"errorMessage\":\"" + text + "\"" + named + trace + "}";
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
