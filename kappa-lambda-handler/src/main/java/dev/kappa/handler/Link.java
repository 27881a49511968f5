package dev.kappa.handler;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The way to the coordinator. Replies come in the order of the requests. A request is kept until it
 * is answered; when the connection is lost, another is made and all that is unanswered sent again,
 * in order: the coordinator answers what it already has as it did before. Used by one thread; while
 * that is busy with a step, {@link #heartbeat} tends the connection in its place.
 */
final class Link implements Requests, AutoCloseable {
  /** A new connection takes so much at once, whether the other side reads or not. */
  private static final long TAKEN_AT_ONCE = 16 << 10;

  private final Coordinators coordinators;
  private final Line line;
  private final Exchange exchange;
  private final Unanswered unanswered = new Unanswered();
  private final TimeLimit time;
  private final WriteLimit writeLimit;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  Link(Message.Address coordinator, Message.Hello hello, TimeLimit time, Sockets sockets) {
    this(new Coordinators(coordinator), hello, time, sockets);
  }

  Link(Coordinators coordinators, Message.Hello hello, TimeLimit time, Sockets sockets) {
    this.coordinators = coordinators;
    this.line = new Line(coordinators, hello, time, unanswered, sockets);
    this.exchange = new Exchange(coordinators, line, unanswered, new Patience(time));
    this.time = time;
    this.writeLimit = new WriteLimit(time, line::connection);
  }

  /** Connects. */
  void open() {
    writeLimit.begin();
    alone(exchange::open);
  }

  // ---- what the coordinator said

  /** {@return how often a heartbeat is wanted, in milliseconds; 0 for never} */
  long heartbeatMillis() {
    return line.welcome().heartbeatMillis();
  }

  /** {@return where coordinators are by now, the present one first} */
  List<Message.Address> coordinators() {
    return alone(coordinators::all);
  }

  /** {@return the token that it would show by now} */
  String token() {
    return line.token();
  }

  /** {@return a request for a task that waits no longer than this worker can} */
  @Override
  public Message.Poll poll() {
    long usable = time.usableMillis();
    return new Message.Poll(Math.min(line.welcome().lingerMillis(), usable), usable);
  }

  /** {@return whether the coordinator wants the attempt's task back, for others that wait} */
  @Override
  public boolean wants(AttemptRef attempt) {
    return attempt.equals(exchange.wanted());
  }

  /** {@return whether the attempt's task is to be cancelled} By any thread. */
  @Override
  public boolean cancels(AttemptRef attempt) {
    Message.Unwanted word = exchange.unwanted();
    return word != null && !word.superseded() && word.attempt().equals(attempt);
  }

  /** {@return whether the task is not the attempt's any more} By any thread. */
  @Override
  public boolean supersedes(AttemptRef attempt) {
    Message.Unwanted word = exchange.unwanted();
    return word != null && word.superseded() && word.attempt().equals(attempt);
  }

  // ---- requests and replies

  /** Sends requests, in one write. */
  @Override
  public void send(Message... messages) {
    alone(() -> exchange.send(messages));
  }

  /**
   * {@return the reply to the oldest request}
   *
   * @throws LinkEndedException if it is a refusal, or the coordinator can't be reached
   */
  @Override
  public Message receive() {
    return alone((Supplier<Message>) exchange::receive);
  }

  /** {@return whether a reply has arrived} It takes what else has. */
  @Override
  public boolean hasReply() {
    return is(exchange::hasReply);
  }

  /** {@return how many requests are unanswered} */
  @Override
  public int unanswered() {
    return alone(unanswered::count);
  }

  /** {@return their bytes} */
  @Override
  public long unansweredBytes() {
    return alone(unanswered::bytes);
  }

  /** {@return whether replies to all requests but a poll were taken} */
  @Override
  public boolean settled() {
    return is(unanswered::settled);
  }

  /** {@return whether there is a poll whose reply nobody has taken} */
  boolean hasPoll() {
    return is(unanswered::hasPoll);
  }

  private void alone(Runnable what) {
    lock.lock();
    try {
      what.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T alone(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  private boolean is(BooleanSupplier what) {
    lock.lock();
    try {
      return what.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  // ---- heartbeats

  /**
   * Says that the attempt lives. May be called by any thread; while no other is here, it takes what
   * has arrived, follows the run to another coordinator, and connects again where it must.
   */
  @Override
  public void heartbeat(AttemptRef ref) {
    byte[] beat = Message.frame(new Message.Heartbeat(ref)).toBytes();
    if (!lock.tryLock()) {
      beside(beat);
      return;
    }
    try {
      if (closed) {
        return;
      }
      if (!tend() || !say(beat)) {
        anew();
        say(beat);
      }
    } catch (LinkEndedException e) {
      // The thread that works finds out itself, when it is back.
      line.disconnect();
    } finally {
      lock.unlock();
    }
  }

  /** While the thread that works waits for the coordinator, to read or to write. */
  private void beside(byte[] beat) {
    Connection current = line.connection();
    try {
      if (current != null && !current.writeIfFree(beat) && current.isStuck(line.silence())) {
        current.close();
      }
    } catch (IOException e) {
      // The thread that works finds out itself.
    }
  }

  private boolean say(byte[] bytes) {
    Connection current = line.connection();
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
      Connection current = line.connection();
      while (current != null && current.isReadySoon()) {
        Message arrived = current.read(line.silence());
        if (arrived instanceof Message.Moved away) {
          coordinators.moved(away.to());
          return false;
        }
        exchange.take(arrived);
      }
      // Without a connection nobody is silent: the one whose turn it is was not asked yet.
      if (current != null && line.isSilent()) {
        coordinators.failed();
        return false;
      }
      return current != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Tries once to connect; else the next one is tried the next time. What may have to wait until it
   * is read is left to the thread that works: nobody else would notice that this one stands still.
   */
  private void anew() {
    line.disconnect();
    try {
      line.greet();
      if (unanswered.bytes() <= TAKEN_AT_ONCE) {
        line.connected();
      }
    } catch (IOException e) {
      coordinators.failed();
    }
  }

  @Override
  public void close() {
    writeLimit.close();
    alone(
        () -> {
          closed = true;
          line.disconnect();
        });
  }
}
