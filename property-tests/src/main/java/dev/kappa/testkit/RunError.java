package dev.kappa.testkit;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.SpawnTrace;
import dev.kappa.wire.Failure;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a run or a task has failed.
 *
 * @param code the stable code
 * @param type the name of the exception's class
 * @param message what happened
 * @param step the name of the step, or of the other place, where it arose; null if that is not
 *     known
 * @param spawned the task in which it arose, then who spawned it, up to the root
 * @param exception the exception, as {@code recover} would have been given it
 */
public record RunError(
    ErrorCode code,
    String type,
    String message,
    @Nullable String step,
    List<String> spawned,
    Throwable exception) {
  /** Copies the list. */
  public RunError {
    spawned = List.copyOf(spawned);
  }

  RunError(Failure failure, Throwable exception) {
    this(
        codeOf(failure.code()),
        failure.type(),
        failure.message(),
        failure.step(),
        failure.spawned(),
        exception);
  }

  /** {@return what caused the exception; null if nothing did} */
  public @Nullable Throwable cause() {
    return exception.getCause();
  }

  /** {@return what failed besides: in {@code ensure}, in {@code using}, or when a saga undid} */
  public List<Throwable> suppressed() {
    return Arrays.stream(exception.getSuppressed())
        .filter(each -> !(each instanceof SpawnTrace))
        .toList();
  }

  static ErrorCode codeOf(String text) {
    return Arrays.stream(ErrorCode.values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElse(ErrorCode.INTERNAL);
  }

  @Override
  public String toString() {
    String place = step == null ? "" : " in " + step;
    return code.text() + place + ": " + type + ": " + message;
  }
}
