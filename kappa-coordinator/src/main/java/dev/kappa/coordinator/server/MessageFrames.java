package dev.kappa.coordinator.server;

import dev.kappa.wire.Message;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/** Cuts what arrives into messages. Longer ones than are allowed end the connection. */
final class MessageFrames extends LengthFieldBasedFrameDecoder {
  /** Who has not said yet who it is must not make us keep much. */
  private static final int STRANGERS_BYTES = 4096;

  private MessageFrames(int maxBytes) {
    super(maxBytes, 0, 4, 0, 4);
  }

  /** {@return for a connection from which no {@link Message.Hello} has come} */
  static MessageFrames strangers() {
    return new MessageFrames(STRANGERS_BYTES);
  }

  /** {@return for a worker's connection} */
  static MessageFrames workers() {
    return new MessageFrames(Message.MAX_BYTES);
  }
}
