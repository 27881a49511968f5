package dev.kappa.coordinator.deploy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.State;

/** What the client's exceptions mean for who deploys. */
final class DeployErrors {
  private static final int DENIED = 403;

  private DeployErrors() {}

  /**
   * {@return the error to show}
   *
   * @param doing what was tried
   */
  static KappaException of(String function, String doing, SdkException error) {
    return switch (error) {
      case AwsServiceException refused -> refused(function, doing, refused);
      default ->
          failure(
              ErrorCode.DEPLOYMENT_UNAVAILABLE,
              function,
              doing,
              error,
              "check the credentials, the region and the network, then call it again");
    };
  }

  /**
   * {@return why a change did not come to its end}
   *
   * @param now the function, or the version, that was changed
   * @param waiting how the wait for it ended
   */
  static KappaException unsettled(
      String function, GetFunctionConfigurationResponse now, SdkException waiting) {
    String reason =
        now.lastUpdateStatus() == LastUpdateStatus.FAILED
            ? now.lastUpdateStatusReason()
            : now.state() == State.FAILED ? now.stateReason() : null;
    return reason == null
        ? new KappaException(
            ErrorCode.DEPLOYMENT_UNAVAILABLE,
            "%s: AWS is not done with the change: %s (call it again later, it goes on)"
                .formatted(function, waiting.getMessage()),
            waiting)
        : new KappaException(
            ErrorCode.DEPLOYMENT_REFUSED,
            "%s: AWS took the change and could not make it: %s (change what the message names, then call it again)"
                .formatted(function, reason),
            waiting);
  }

  /**
   * {@return why a version did not come to be} AWS gives the same version, which failed, for as
   * long as it is there and the function is as it was.
   *
   * @param now the version
   * @param waiting how the wait for it ended
   */
  static KappaException unpublished(
      String function, GetFunctionConfigurationResponse now, SdkException waiting) {
    if (now.state() != State.FAILED) {
      return unsettled(function, now, waiting);
    }
    return new KappaException(
        ErrorCode.DEPLOYMENT_REFUSED,
        "%s: AWS could not make version %s: %s (mend that; then delete this version, `aws lambda delete-function --function-name %s --qualifier %s`, and call it again)"
            .formatted(function, now.version(), now.stateReason(), function, now.version()),
        waiting);
  }

  private static KappaException refused(String function, String doing, AwsServiceException error) {
    return switch (error) {
      case ResourceConflictException busy ->
          failure(
              ErrorCode.DEPLOYMENT_UNAVAILABLE,
              function,
              doing,
              busy,
              "somebody else changes the function at this time; wait for the end, then call it again");
      case PreconditionFailedException changed ->
          failure(
              ErrorCode.DEPLOYMENT_UNAVAILABLE,
              function,
              doing,
              changed,
              "somebody else changed the function meanwhile; call it again");
      default -> byStatus(function, doing, error);
    };
  }

  private static KappaException byStatus(String function, String doing, AwsServiceException error) {
    boolean passing = error.isThrottlingException() || error.statusCode() >= 500;
    if (passing) {
      return failure(
          ErrorCode.DEPLOYMENT_UNAVAILABLE, function, doing, error, "call it again later");
    }
    return failure(
        ErrorCode.DEPLOYMENT_REFUSED,
        function,
        doing,
        error,
        error.statusCode() == DENIED
            ? "let the caller's role do it: docs/deploying.md has what deploying needs"
            : "change what the message names, then call it again");
  }

  private static KappaException failure(
      ErrorCode code, String function, String doing, SdkException error, String advice) {
    String what =
        error instanceof AwsServiceException refused && refused.awsErrorDetails() != null
            ? refused.awsErrorDetails().errorCode()
                + ": "
                + refused.awsErrorDetails().errorMessage()
            : String.valueOf(error.getMessage());
    return new KappaException(
        code, "%s: can't %s: %s (%s)".formatted(function, doing, what, advice), error);
  }
}
