package dev.kappa.handler;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to the coordinator. Replies come in the order of the requests. A request is kept until it
 * is answered; when the connection is lost, another is made and all that is unanswered sent again,
 * in order: the coordinator answers what it already has as it did before. Used by one thread; while
 * that is busy with a step, {@link #heartbeat} tends the connection in its place.
 */
final class Link implements Requests, AutoCloseable {
  /** So long one that lives may owe a reply: then the others are asked whether they know more. */
  private static final long REPLY_MILLIS = 60_000;

  /** A coordinator says at once that it is there, or does not live. */
  private static final long WELCOME_MILLIS = 3_000;

  /** A new connection takes so much at once, whether the other side reads or not. */
  private static final long TAKEN_AT_ONCE = 16 << 10;

  private record Request(Message message, byte[] bytes) {
    static Request of(Message message) {
      return new Request(message, Message.frame(message).toBytes());
    }
  }

  private final Coordinators coordinators;
  private final Request hello;
  private final TimeLimit time;
  private final Patience patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Request> unanswered = new ArrayDeque<>();

  /** Replies that came while nobody waited for them. */
  private final Deque<Message> early = new ArrayDeque<>();

  private long unansweredBytes;

  /** Whether what is unanswered was not sent again over the present connection. */
  private boolean owing;

  private final WriteLimit writeLimit;
  private volatile @Nullable Connection connection;
  private Message.Welcome welcome = new Message.Welcome(0, REPLY_MILLIS, 0, List.of());
  private volatile long silence = REPLY_MILLIS;
  private volatile @Nullable AttemptRef wanted;
  private boolean moved;

  /** When something was heard the last time, and when a reply, or there was reason to wait anew. */
  private long heard;

  private long replied;

  Link(Message.Address coordinator, Message.Hello hello, TimeLimit time) {
    this.coordinators = new Coordinators(coordinator);
    this.hello = Request.of(hello);
    this.time = time;
    this.patience = new Patience(time);
    this.writeLimit = new WriteLimit(time, () -> connection);
  }

  /** Connects. */
  void open() {
    writeLimit.begin();
    lock.lock();
    try {
      connect();
    } catch (IOException e) {
      reconnect(e);
    } finally {
      lock.unlock();
    }
  }

  /** {@return how often a heartbeat is wanted, in milliseconds; 0 for never} */
  long heartbeatMillis() {
    return welcome.heartbeatMillis();
  }

  /** {@return a request for a task that waits no longer than this worker can} */
  @Override
  public Message.Poll poll() {
    long usable = time.usableMillis();
    return new Message.Poll(Math.min(welcome.lingerMillis(), usable), usable);
  }

  /** {@return whether the coordinator wants the attempt's task back, for others that wait} */
  @Override
  public boolean wants(AttemptRef attempt) {
    return attempt.equals(wanted);
  }

  /** {@return how many requests are unanswered} */
  @Override
  public int unanswered() {
    return locked(() -> unanswered.size() + early.size());
  }

  private <T> T locked(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  /** {@return their bytes} */
  @Override
  public long unansweredBytes() {
    return locked(() -> unansweredBytes);
  }

  /** {@return whether no request is unanswered but a poll} */
  @Override
  public boolean settled() {
    return locked(
        () ->
            early.isEmpty()
                && (unanswered.isEmpty()
                    || unanswered.getFirst().message() instanceof Message.Poll));
  }

  /** {@return whether a poll is unanswered} */
  boolean hasPoll() {
    return locked(
        () -> !unanswered.isEmpty() && unanswered.getLast().message() instanceof Message.Poll);
  }

  /** Takes back a poll: the coordinator ignores it, since this worker has a task. */
  @Override
  public void forgetPoll() {
    lock.lock();
    try {
      if (hasPoll()) {
        unansweredBytes -= unanswered.removeLast().bytes().length;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends requests, in one write. */
  @Override
  public void send(Message... messages) {
    lock.lock();
    try {
      write(messages);
    } finally {
      lock.unlock();
    }
  }

  private void write(Message... messages) {
    boolean all = owing;
    ByteWriter out = new ByteWriter();
    for (Message message : messages) {
      Request request = Request.of(message);
      unanswered.addLast(request);
      unansweredBytes += request.bytes().length;
      out.raw(request.bytes(), 0, request.bytes().length);
    }
    try {
      Connection current = connected();
      if (!all) {
        current.write(out.toBytes());
      }
    } catch (IOException e) {
      reconnect(e);
    }
  }

  /**
   * {@return the reply to the oldest request}
   *
   * @throws LinkEndedException if it is a refusal, or the coordinator can't be reached
   */
  @Override
  public Message receive() {
    lock.lock();
    try {
      replied = System.nanoTime();
      while (early.isEmpty()) {
        read();
      }
      return accepted(early.remove());
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    try {
      take(connected().read(patienceForReply()));
    } catch (SocketTimeoutException e) {
      IOException silence = new IOException(coordinators.current() + " gives no answer", e);
      coordinators.failed();
      reconnect(silence);
    } catch (IOException e) {
      reconnect(e);
    }
  }

  private void take(Message reply) {
    heard = System.nanoTime();
    if (reply instanceof Message.Alive alive) {
      coordinators.learn(alive.peers());
      wanted = alive.giveBack();
      patience.restore();
      return;
    }
    replied = heard;
    if (reply instanceof Message.Moved away) {
      move(away.to());
      return;
    }
    unansweredBytes -= unanswered.removeFirst().bytes().length;
    patience.restore();
    moved = false;
    early.add(reply);
  }

  /** {@return whether a reply has arrived} It takes what else has. */
  @Override
  public boolean hasReply() {
    lock.lock();
    try {
      replied = System.nanoTime();
      while (early.isEmpty() && !unanswered.isEmpty() && connected().isReady()) {
        read();
      }
      return !early.isEmpty();
    } catch (IOException e) {
      reconnect(e);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the attempt lives. May be called by any thread; while no other is here, it takes what
   * has arrived, follows the run to another coordinator, and connects again where it must.
   */
  void heartbeat(AttemptRef ref) {
    byte[] beat = Request.of(new Message.Heartbeat(ref)).bytes();
    if (!lock.tryLock()) {
      beside(beat);
      return;
    }
    try {
      if (!tend() || !say(beat)) {
        anew();
        say(beat);
      }
    } catch (LinkEndedException e) {
      // The thread that works finds out itself, when it is back.
      disconnect();
    } finally {
      lock.unlock();
    }
  }

  /** While the thread that works waits for the coordinator, to read or to write. */
  private void beside(byte[] beat) {
    Connection current = connection;
    try {
      if (current != null && !current.writeIfFree(beat) && current.isStuck(silence)) {
        current.close();
      }
    } catch (IOException e) {
      // The thread that works finds out itself.
    }
  }

  private boolean say(byte[] bytes) {
    Connection current = connection;
    try {
      if (current != null) {
        current.write(bytes);
      }
      return current != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes what has arrived. {@return whether there is still a connection} */
  private boolean tend() {
    try {
      while (connection != null && connection.isReadySoon()) {
        Message arrived = connection.read(silence);
        if (arrived instanceof Message.Moved away) {
          coordinators.moved(away.to());
          return false;
        }
        take(arrived);
      }
      // Without a connection nobody is silent: the one whose turn it is was not asked yet.
      if (connection != null && millisSince(heard) > silence) {
        coordinators.failed();
        return false;
      }
      return connection != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Tries once to connect; else the next one is tried the next time. What may have to wait until it
   * is read is left to the thread that works: nobody else would notice that this one stands still.
   */
  private void anew() {
    disconnect();
    try {
      greet();
      if (unansweredBytes <= TAKEN_AT_ONCE) {
        connected();
      }
    } catch (IOException e) {
      coordinators.failed();
    }
  }

  private long patienceForReply() {
    long wait = Math.min(silence, REPLY_MILLIS - millisSince(replied));
    return Math.min(wait, time.remainingMillis());
  }

  private static long millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1_000_000;
  }

  /** Another coordinator has the run; two that each name the other are given time. */
  private void move(Message.Address to) {
    IOException cause = new IOException(coordinators.current() + " named " + to);
    disconnect();
    coordinators.moved(to);
    if (moved) {
      reconnect(cause);
      return;
    }
    moved = true;
    try {
      connect();
    } catch (IOException e) {
      reconnect(e);
    }
  }

  private void reconnect(IOException cause) {
    IOException last = cause;
    while (true) {
      disconnect();
      patience.pause("the coordinator at " + coordinators.current() + " can't be reached", last);
      try {
        connect();
        return;
      } catch (IOException e) {
        last = e;
        coordinators.failed();
      }
    }
  }

  private void connect() throws IOException {
    greet();
    connected();
  }

  private void greet() throws IOException {
    Connection opened = Connection.open(coordinators.current(), time.remainingMillis());
    try {
      opened.write(hello.bytes());
      long wait = Math.min(WELCOME_MILLIS, silence);
      Message reply = accepted(opened.read(Math.min(wait, time.remainingMillis())));
      if (!(reply instanceof Message.Welcome greeting)) {
        throw LinkEndedException.unexpected(reply, "a welcome");
      }
      welcome = greeting;
      silence = greeting.silenceMillis();
      heard = System.nanoTime();
      replied = heard;
      coordinators.learn(greeting.peers());
      owing = true;
      connection = opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static Message accepted(Message reply) {
    if (reply instanceof Message.Refused refused) {
      throw LinkEndedException.refused(refused);
    }
    return reply;
  }

  /** {@return the connection, over which all that is unanswered was sent} */
  private Connection connected() throws IOException {
    Connection current = connection;
    if (current == null) {
      throw new IOException("there is no connection");
    }
    if (owing) {
      owing = false;
      // It may stand still meanwhile: who sends heartbeats looks after that.
      for (Request request : unanswered) {
        current.write(request.bytes());
      }
    }
    return current;
  }

  private void disconnect() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void close() {
    writeLimit.close();
    disconnect();
  }
}
