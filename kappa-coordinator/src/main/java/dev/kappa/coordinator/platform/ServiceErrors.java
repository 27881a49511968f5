package dev.kappa.coordinator.platform;

import static java.util.Map.entry;

import dev.kappa.coordinator.platform.InvokeOutcome.Failed;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** What the client's exceptions mean for an invocation. */
final class ServiceErrors {
  /** By what the service calls them. What is not here is told by its status. */
  static final Map<String, InvokeError> BY_NAME =
      Map.ofEntries(
          entry("TooManyRequestsException", InvokeError.THROTTLED),
          entry("ThrottlingException", InvokeError.THROTTLED),
          entry("EC2ThrottledException", InvokeError.THROTTLED),
          entry("RequestTooLargeException", InvokeError.REQUEST_TOO_LARGE),
          entry("SerializedRequestEntityTooLargeException", InvokeError.REQUEST_TOO_LARGE),
          entry("AccessDeniedException", InvokeError.ACCESS_DENIED),
          entry("ExpiredTokenException", InvokeError.ACCESS_DENIED),
          entry("UnrecognizedClientException", InvokeError.ACCESS_DENIED),
          entry("InvalidSignatureException", InvokeError.ACCESS_DENIED),
          entry("KMSAccessDeniedException", InvokeError.KEY_REFUSED),
          entry("KMSDisabledException", InvokeError.KEY_REFUSED),
          entry("KMSInvalidStateException", InvokeError.KEY_REFUSED),
          entry("KMSNotFoundException", InvokeError.KEY_REFUSED),
          entry("ResourceNotFoundException", InvokeError.NOT_FOUND),
          entry("InvalidRuntimeException", InvokeError.NOT_RUNNABLE),
          entry("InvalidZipFileException", InvokeError.NOT_RUNNABLE),
          entry("SnapStartException", InvokeError.NOT_RUNNABLE),
          entry("SnapStartTimeoutException", InvokeError.NOT_RUNNABLE),
          entry("InvalidRequestContentException", InvokeError.BAD_REQUEST),
          entry("InvalidParameterValueException", InvokeError.BAD_REQUEST),
          entry("UnsupportedMediaTypeException", InvokeError.BAD_REQUEST),
          entry("RecursiveInvocationException", InvokeError.BAD_REQUEST),
          entry("ResourceConflictException", InvokeError.NOT_READY),
          entry("ResourceNotReadyException", InvokeError.NOT_READY),
          entry("SnapStartNotReadyException", InvokeError.NOT_READY),
          entry("ENINotReadyException", InvokeError.NOT_READY),
          entry("EC2AccessDeniedException", InvokeError.SURROUNDINGS_FAILED),
          entry("EC2UnexpectedException", InvokeError.SURROUNDINGS_FAILED),
          entry("ENILimitReachedException", InvokeError.SURROUNDINGS_FAILED),
          entry("SubnetIPAddressLimitReachedException", InvokeError.SURROUNDINGS_FAILED),
          entry("InvalidSubnetIDException", InvokeError.SURROUNDINGS_FAILED),
          entry("InvalidSecurityGroupIDException", InvokeError.SURROUNDINGS_FAILED),
          entry("EFSIOException", InvokeError.SURROUNDINGS_FAILED),
          entry("EFSMountConnectivityException", InvokeError.SURROUNDINGS_FAILED),
          entry("EFSMountFailureException", InvokeError.SURROUNDINGS_FAILED),
          entry("EFSMountTimeoutException", InvokeError.SURROUNDINGS_FAILED),
          entry("S3FilesMountConnectivityException", InvokeError.SURROUNDINGS_FAILED),
          entry("S3FilesMountFailureException", InvokeError.SURROUNDINGS_FAILED),
          entry("S3FilesMountTimeoutException", InvokeError.SURROUNDINGS_FAILED),
          entry("ServiceException", InvokeError.SERVICE_FAILED));

  private static final String NO_CREDENTIALS = "Unable to load credentials";

  private ServiceErrors() {}

  static Failed outcome(Throwable error) {
    return switch (error) {
      case AwsServiceException refused -> new Failed(refused(refused), text(refused));
      default -> new Failed(unsent(error), text(error));
    };
  }

  private static InvokeError refused(AwsServiceException error) {
    String name = error.awsErrorDetails() == null ? "" : error.awsErrorDetails().errorCode();
    InvokeError known = BY_NAME.get(name == null ? "" : name);
    return known == null ? byStatus(error) : known;
  }

  private static InvokeError byStatus(AwsServiceException error) {
    if (error.isThrottlingException()) {
      return InvokeError.THROTTLED;
    }
    return switch (error.statusCode()) {
      case 401, 403 -> InvokeError.ACCESS_DENIED;
      case 404 -> InvokeError.NOT_FOUND;
      case 409 -> InvokeError.NOT_READY;
      case 413 -> InvokeError.REQUEST_TOO_LARGE;
      case 429 -> InvokeError.THROTTLED;
      default ->
          error.statusCode() >= 400 && error.statusCode() < 500
              ? InvokeError.BAD_REQUEST
              : InvokeError.SERVICE_FAILED;
    };
  }

  /** The client's own errors: what is known not to have left needs no lease to be waited for. */
  private static InvokeError unsent(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
        return InvokeError.NO_CONNECTION;
      }
      if (cause instanceof SdkClientException
          && String.valueOf(cause.getMessage()).contains(NO_CREDENTIALS)) {
        return InvokeError.NO_CREDENTIALS;
      }
    }
    return InvokeError.NO_ANSWER;
  }

  private static String text(Throwable error) {
    Throwable cause = error.getCause();
    String own = error.getClass().getSimpleName() + ": " + error.getMessage() + reason(error);
    return cause == null || cause.getMessage() == null || own.contains(cause.getMessage())
        ? own
        : own + " (" + cause.getMessage() + ")";
  }

  /** Whose limit it is that throttles is not in the message. */
  private static String reason(Throwable error) {
    return error instanceof TooManyRequestsException many && many.reasonAsString() != null
        ? " (" + many.reasonAsString() + ")"
        : "";
  }
}
