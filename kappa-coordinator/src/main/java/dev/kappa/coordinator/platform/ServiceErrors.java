package dev.kappa.coordinator.platform;

import dev.kappa.coordinator.platform.InvokeOutcome.FunctionFailed;
import dev.kappa.coordinator.platform.InvokeOutcome.Kind;
import dev.kappa.coordinator.platform.InvokeOutcome.Throttled;
import dev.kappa.coordinator.platform.InvokeOutcome.TooLarge;
import dev.kappa.coordinator.platform.InvokeOutcome.Unreachable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.Ec2ThrottledException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotReadyException;

/** What the client's exceptions mean for an invocation. */
final class ServiceErrors {
  private static final int TOO_LARGE = 413;
  private static final int TOO_MANY = 429;

  private ServiceErrors() {}

  static InvokeOutcome outcome(Throwable error) {
    return switch (error) {
      case AwsServiceException refused -> refused(refused);
      default -> new Unreachable(text(error));
    };
  }

  private static InvokeOutcome refused(AwsServiceException error) {
    String text = text(error);
    if (error.statusCode() == TOO_MANY || error.isThrottlingException() || isPassing(error)) {
      return new Throttled(text);
    }
    if (error.statusCode() == TOO_LARGE) {
      return new TooLarge(text);
    }
    if (error.statusCode() >= 400 && error.statusCode() < 500) {
      return new FunctionFailed(Kind.INIT_ERROR, "the service refused the invocation: " + text);
    }
    return new Unreachable(text);
  }

  /** The function was not started, and may be later: it is being updated, or made ready. */
  private static boolean isPassing(AwsServiceException error) {
    return error instanceof Ec2ThrottledException
        || error instanceof ResourceConflictException
        || error instanceof ResourceNotReadyException;
  }

  private static String text(Throwable error) {
    Throwable cause = error.getCause();
    String own = error.getClass().getSimpleName() + ": " + error.getMessage();
    return cause == null || cause.getMessage() == null || own.contains(cause.getMessage())
        ? own
        : own + " (" + cause.getMessage() + ")";
  }
}
