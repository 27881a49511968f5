package dev.kappa.handler;

import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Requests that no reply has come to, and replies that came while nobody waited for them. Not
 * thread-safe: its link locks.
 */
final class Unanswered {
  private record Request(Message message, byte[] bytes) {}

  private final Deque<Request> requests = new ArrayDeque<>();
  private final Deque<Message> early = new ArrayDeque<>();
  private long bytes;

  /** Adds requests. {@return them as bytes} */
  byte[] add(Message... messages) {
    ByteWriter out = new ByteWriter();
    for (Message message : messages) {
      byte[] framed = Message.frame(message).toBytes();
      requests.addLast(new Request(message, framed));
      bytes += framed.length;
      out.raw(framed, 0, framed.length);
    }
    return out.toBytes();
  }

  /** A reply to the oldest request has come. */
  void answer(Message reply) {
    bytes -= requests.removeFirst().bytes().length;
    early.add(reply);
  }

  /** {@return whether a reply is here that nobody has taken} */
  boolean hasReply() {
    return !early.isEmpty();
  }

  /** {@return the oldest reply that is here} */
  Message take() {
    return early.remove();
  }

  /** {@return whether replies are to come} */
  boolean awaitsReply() {
    return !requests.isEmpty();
  }

  /** {@return how many requests nobody has a reply to} */
  int count() {
    return requests.size() + early.size();
  }

  /** {@return the bytes of those that no reply has come to} */
  long bytes() {
    return bytes;
  }

  /** {@return whether there is none but a poll} */
  boolean settled() {
    return early.isEmpty()
        && (requests.isEmpty() || requests.getFirst().message() instanceof Message.Poll);
  }

  /** {@return whether there is a poll} */
  boolean hasPoll() {
    return !requests.isEmpty() && requests.getLast().message() instanceof Message.Poll;
  }

  /** Takes back a poll. */
  void forgetPoll() {
    if (hasPoll()) {
      bytes -= requests.removeLast().bytes().length;
    }
  }

  /** Writes all that no reply has come to, in order. */
  void sendTo(Connection connection) throws IOException {
    for (Request request : requests) {
      connection.write(request.bytes());
    }
  }
}
