package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Message;

/** There is no way to go on with the coordinator: the invocation ends. */
final class LinkEndedException extends RuntimeException {
  private final String reason;
  private final String code;

  private LinkEndedException(String reason, String code, String message) {
    super(message);
    this.reason = reason;
    this.code = code;
  }

  static LinkEndedException refused(Message.Refused refusal) {
    return new LinkEndedException("refused", refusal.code(), refusal.message());
  }

  static LinkEndedException unreachable(ErrorCode code, String message) {
    return new LinkEndedException("unreachable", code.text(), message);
  }

  /** {@return this, with what may be done about a coordinator that was never reached} */
  LinkEndedException neverReached() {
    return code.equals(ErrorCode.COORDINATOR_UNREACHABLE.text())
        ? unreachable(
            ErrorCode.COORDINATOR_UNREACHABLE,
            getMessage()
                + "; where functions have no way to the coordinator, start it with --workers-mode return: then they need none")
        : this;
  }

  static LinkEndedException unexpected(Message reply, String expected) {
    return new LinkEndedException(
        "protocol",
        ErrorCode.INTERNAL.text(),
        "the coordinator answered "
            + reply.getClass().getSimpleName()
            + " (expected: "
            + expected
            + "); are worker and coordinator of the same version?");
  }

  /** {@return one word for the answer} */
  String reason() {
    return reason;
  }

  /** {@return whether a coordinator said no} Else none could be reached, or was understood. */
  boolean isRefusal() {
    return reason.equals("refused");
  }

  /** {@return the stable code} */
  String code() {
    return code;
  }
}
