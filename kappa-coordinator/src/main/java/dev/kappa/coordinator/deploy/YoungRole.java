package dev.kappa.coordinator.deploy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A role that was made a moment ago, or was given its rights then. AWS knows of it everywhere only
 * some seconds later; until then Lambda refuses it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency">IAM:
 *     changes that I make are not always immediately visible</a>
 */
final class YoungRole {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private YoungRole() {}

  /** Does something with a role, for half a minute again and again while it is not known. */
  static void patiently(Runnable call) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done(call, end)) {
      pause();
    }
  }

  private static boolean done(Runnable call, long end) {
    try {
      call.run();
      return true;
    } catch (AwsServiceException e) {
      if (!isUnknown(e) || System.nanoTime() - end >= 0) {
        throw e;
      }
      return false;
    }
  }

  /** {@return whether an error may be that a role is not known yet} */
  static boolean isUnknown(AwsServiceException error) {
    String message = String.valueOf(error.getMessage());
    return error.statusCode() == 400
        && (message.contains("cannot be assumed by Lambda")
            || message.contains("does not have permissions to call"));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted while a role is not known yet", e);
    }
  }
}
