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

  /** {@return for a connection from which no {@link Message.Hello} has come; more ends it} */
  static MessageFrames strangers() {
    return new MessageFrames(STRANGERS_BYTES);
  }

  /** {@return for answers of another coordinator, which come one for each question} */
  static MessageFrames peers() {
    return new MessageFrames(Message.MAX_BYTES);
  }
}
