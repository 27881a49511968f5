package dev.kappa.testkit;

import dev.kappa.wire.Message;
import java.util.Arrays;

/** Messages as they travel. */
final class Wire {
  private static final int LENGTH = 4;

  private Wire() {}

  static byte[] bytes(Message message) {
    return Message.frame(message).toBytes();
  }

  static Message message(byte[] bytes) {
    return Message.parse(Arrays.copyOfRange(bytes, LENGTH, bytes.length));
  }

  /** {@return the message as the other side reads it} */
  static Message carried(Message message) {
    return message(bytes(message));
  }
}
