package dev.kappa.testkit;

import dev.kappa.error.ErrorCode;
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
 */
public record RunError(
    ErrorCode code, String type, String message, @Nullable String step, List<String> spawned) {
  /** Copies the list. */
  public RunError {
    spawned = List.copyOf(spawned);
  }

  RunError(Failure failure) {
    this(
        codeOf(failure.code()),
        failure.type(),
        failure.message(),
        failure.step(),
        failure.spawned());
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
