package dev.kappa.coordinator.platform.local;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What a worker process says through its own Runtime API port. Called on the event loop. */
interface RuntimeCalls {
  /**
   * It is ready for the next invocation, which is written to {@code connection} when there is one.
   */
  void next(ChannelHandlerContext connection);

  /** It is ready for a snapshot, and waits until it is one that goes on. */
  void snapshot();

  /** The handler returned. */
  HttpResponseStatus response(String requestId, byte[] body);

  /** The handler threw. */
  HttpResponseStatus error(String requestId, byte[] body);

  /** The handler could not be set up. */
  HttpResponseStatus initError(byte[] body);

  /** The connection is gone. */
  void closed(ChannelHandlerContext connection);
}
