package dev.kappa.s3;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Requests to a bucket, whose errors say what, where and what to do.
 *
 * @param endpoint the server, if it is not AWS's
 */
record S3Calls(String bucket, @Nullable String endpoint) {
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int SERVER_ERROR = 500;

  private static final Set<String> DENIED =
      Set.of(
          "AccessDenied",
          "AllAccessDisabled",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "KMS.AccessDeniedException",
          "KMS.DisabledException");

  /** {@return what {@code request} gives} {@code key} is told in errors; it may be empty. */
  <T> T run(String key, Supplier<T> request) {
    try {
      return request.get();
    } catch (NoSuchBucketException e) {
      throw absentBucket(e);
    } catch (NoSuchKeyException e) {
      throw absentKey(key, e);
    } catch (AwsServiceException e) {
      throw refused(key, e);
    } catch (SdkException e) {
      throw unanswered(key, e);
    }
  }

  /**
   * {@return whether a write happened that has a condition} Though it holds, there is none where
   * others write or delete the same object at that moment.
   */
  boolean holds(String key, Runnable request) {
    return run(
        key,
        () -> {
          try {
            request.run();
            return true;
          } catch (NoSuchKeyException e) {
            return false;
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
              return false;
            }
            throw e;
          }
        });
  }

  private KappaException absentBucket(Exception cause) {
    return new KappaException(
        ErrorCode.BUCKET_NOT_FOUND,
        "there is no bucket '%s'%s (expected: one that exists; make it, or name another)"
            .formatted(bucket, where()),
        cause);
  }

  KappaException absentKey(String key, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.OBJECT_NOT_FOUND,
        "%s is not there (expected: the key of an object)".formatted(name(key)),
        cause);
  }

  private KappaException refused(String key, AwsServiceException e) {
    var details = e.awsErrorDetails();
    String code = details == null ? "" : String.valueOf(details.errorCode());
    if (e.isThrottlingException() || code.equals("SlowDown")) {
      return failed(
          ErrorCode.BUCKET_THROTTLED,
          key,
          "it is asked too often; let fewer workers run at once (--concurrency), or try again later",
          e);
    }
    if (e.statusCode() == FORBIDDEN || DENIED.contains(code)) {
      return denied(key, text(e), e);
    }
    if (e.statusCode() >= SERVER_ERROR) {
      return unreachable(key, text(e), e);
    }
    // What has no body says no more, as the answer to HEAD.
    boolean noBody = e.statusCode() == NOT_FOUND && !code.equals("NoSuchUpload");
    return noBody ? absentKey(key, e) : other(key, code, e);
  }

  private KappaException other(String key, String code, AwsServiceException e) {
    String advice =
        e.statusCode() == BAD_REQUEST && code.contains("KMS")
            ? "; check the key and its region"
            : "";
    return failed(ErrorCode.BUCKET_FAILED, key, text(e) + advice, e);
  }

  private KappaException unanswered(String key, SdkException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof SdkClientException && message.contains("load credentials")) {
      return denied(key, "no credentials are at hand", e);
    }
    return unreachable(key, root(e), e);
  }

  KappaException notDeleted(String key, String code, String why) {
    String text = code + ", " + why;
    return DENIED.contains(code)
        ? denied(key, text, null)
        : failed(ErrorCode.BUCKET_FAILED, key, "it can't be deleted: " + text, null);
  }

  private KappaException denied(String key, String why, @Nullable Exception e) {
    return failed(
        ErrorCode.BUCKET_ACCESS_DENIED,
        key,
        why
            + "; give the role or the user that this runs as s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload and s3:ListBucket there (s3:ListBucketMultipartUploads, too, to drop what was never whole), and the use of its key",
        e);
  }

  private KappaException unreachable(String key, String why, @Nullable Exception e) {
    return failed(
        ErrorCode.BUCKET_UNREACHABLE,
        key,
        why + "; check the endpoint, the region and the network, or try again later",
        e);
  }

  private KappaException failed(ErrorCode code, String key, String why, @Nullable Exception e) {
    return new KappaException(code, name(key) + ": " + why, e);
  }

  private String name(String key) {
    return "s3://%s/%s%s".formatted(bucket, key, where());
  }

  private String where() {
    return endpoint == null ? "" : " at " + endpoint;
  }

  private static String text(AwsServiceException e) {
    var details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    String message = details == null ? null : details.errorMessage();
    return "status %d%s%s"
        .formatted(
            e.statusCode(), code == null ? "" : " " + code, message == null ? "" : ", " + message);
  }

  private static String root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
