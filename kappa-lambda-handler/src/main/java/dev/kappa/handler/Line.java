package dev.kappa.handler;

import dev.kappa.wire.Message;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the coordinator whose turn it is: made anew as often as it is lost, and then
 * all that is unanswered is sent again. Not thread-safe, but for what says otherwise: its link
 * locks.
 */
final class Line {
  /** So long one that lives may owe a reply: then the others are asked whether they know more. */
  private static final long REPLY_MILLIS = 60_000;

  /** A coordinator says at once that it is there, or does not live. */
  private static final long WELCOME_MILLIS = 3_000;

  private final Coordinators coordinators;
  private volatile Message.Hello hello;
  private final TimeLimit time;
  private final Unanswered unanswered;
  private final Sockets sockets;

  /** What says that this worker has its attempt: shown to each coordinator that it comes to. */
  private Message.@Nullable Grant grant;

  /** Whether what is unanswered was not sent again over the present connection. */
  private boolean owing;

  private volatile @Nullable Connection connection;
  private Message.Welcome welcome = new Message.Welcome(0, REPLY_MILLIS, 0, List.of());
  private volatile long silence = REPLY_MILLIS;

  /** When something was heard the last time, and when a reply, or there was reason to wait anew. */
  private long heard;

  private long replied;

  Line(
      Coordinators coordinators,
      Message.Hello hello,
      TimeLimit time,
      Unanswered unanswered,
      Sockets sockets) {
    this.coordinators = coordinators;
    this.hello = hello;
    this.time = time;
    this.unanswered = unanswered;
    this.sockets = sockets;
  }

  /** {@return the present connection; null if there is none} May be called by any thread. */
  @Nullable Connection connection() {
    return connection;
  }

  /** {@return how many milliseconds without a word mean that one is dead} By any thread. */
  long silence() {
    return silence;
  }

  /** {@return what the coordinator said first} */
  Message.Welcome welcome() {
    return welcome;
  }

  /** {@return whether what is unanswered was not sent again over the present connection} */
  boolean isOwing() {
    return owing;
  }

  /** From the next connection on, that token is shown. */
  void show(String token) {
    Message.Hello h = hello;
    hello =
        new Message.Hello(
            h.version(), token, h.invocation(), h.instance(), h.application(), h.resident());
  }

  /** {@return the token that is shown} May be called by any thread. */
  String token() {
    return hello.token();
  }

  /** From the next connection on, that is shown, too. */
  void show(Message.Grant given) {
    grant = given;
  }

  // ---- making one

  /** Connects, and sends all that is unanswered. */
  void connect() throws IOException {
    greet();
    connected();
  }

  /** Connects. */
  void greet() throws IOException {
    Connection opened = Connection.open(sockets, coordinators.current(), time.remainingMillis());
    try {
      opened.write(Message.frame(hello).toBytes());
      long wait = Math.min(WELCOME_MILLIS, silence);
      Message reply = accepted(opened.read(Math.min(wait, time.remainingMillis())));
      if (!(reply instanceof Message.Welcome greeting)) {
        throw LinkEndedException.unexpected(reply, "a welcome");
      }
      welcomed(greeting);
      if (grant != null) {
        opened.write(Message.frame(grant).toBytes());
      }
      owing = true;
      connection = opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void welcomed(Message.Welcome greeting) {
    welcome = greeting;
    silence = greeting.silenceMillis();
    heard = System.nanoTime();
    replied = heard;
    coordinators.learn(greeting.peers());
  }

  static Message accepted(Message reply) {
    if (reply instanceof Message.Refused refused) {
      throw LinkEndedException.refused(refused);
    }
    return reply;
  }

  /** {@return the connection, over which all that is unanswered was sent} */
  Connection connected() throws IOException {
    Connection current = connection;
    if (current == null) {
      throw new IOException("there is no connection");
    }
    if (owing) {
      owing = false;
      // It may stand still meanwhile: who sends heartbeats looks after that.
      unanswered.sendTo(current);
    }
    return current;
  }

  void disconnect() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      current.close();
    }
  }

  // ---- how long it is silent

  /** Something was heard. */
  void heard() {
    heard = System.nanoTime();
  }

  /** A reply has come, or is waited for anew. */
  void restart() {
    replied = System.nanoTime();
  }

  /** {@return whether nothing was heard for so long that the coordinator is dead} */
  boolean isSilent() {
    return millisSince(heard) > silence;
  }

  /** Waits for what comes next, as long as it may take. */
  Message read() throws IOException {
    long wait = Math.min(silence, REPLY_MILLIS - millisSince(replied));
    return connected().read(Math.min(wait, time.remainingMillis()));
  }

  private static long millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1_000_000;
  }
}
