package dev.kappa.handler;

import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Requests that no reply has come to, and replies that came while nobody waited for them. A poll is
 * always the last of the requests. Not thread-safe: its link locks.
 */
final class Unanswered {
  private record Request(Message message, byte[] bytes) {
    boolean isPoll() {
      return message instanceof Message.Poll;
    }
  }

  private record Reply(Message message, boolean toPoll) {}

  private final Deque<Request> requests = new ArrayDeque<>();
  private final Deque<Reply> early = new ArrayDeque<>();
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
    Request asked = requests.removeFirst();
    bytes -= asked.bytes().length;
    early.add(new Reply(reply, asked.isPoll()));
    if (reply instanceof Message.Committed) {
      forgetPoll();
    }
  }

  /**
   * Takes back a poll behind a commit with which the task goes on. The coordinator ignores it; one
   * that it were sent to again, and that knows of no task here, would not.
   */
  private void forgetPoll() {
    if (requests.size() == 1 && requests.getFirst().isPoll()) {
      bytes -= requests.removeFirst().bytes().length;
    }
  }

  /** {@return whether a reply is here that nobody has taken} */
  boolean hasReply() {
    return !early.isEmpty();
  }

  /** {@return the oldest reply that is here} */
  Message take() {
    return early.remove().message();
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

  /** {@return whether replies to all but a poll were taken} */
  boolean settled() {
    return early.isEmpty()
        ? requests.isEmpty() || requests.getFirst().isPoll()
        : early.getFirst().toPoll();
  }

  /** {@return whether there is a poll whose reply nobody has taken} */
  boolean hasPoll() {
    return requests.isEmpty()
        ? !early.isEmpty() && early.getLast().toPoll()
        : requests.getLast().isPoll();
  }

  /** Writes all that no reply has come to, in order. */
  void sendTo(Connection connection) throws IOException {
    for (Request request : requests) {
      connection.write(request.bytes());
    }
  }
}
