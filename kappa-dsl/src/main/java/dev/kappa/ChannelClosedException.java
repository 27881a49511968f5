package dev.kappa;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;

/** A send to a closed channel, or a receive from a closed and empty one. */
public final class ChannelClosedException extends KappaException {
  /** Says what was tried with which channel. */
  public ChannelClosedException(String message) {
    super(ErrorCode.CHANNEL_CLOSED, message);
  }
}
