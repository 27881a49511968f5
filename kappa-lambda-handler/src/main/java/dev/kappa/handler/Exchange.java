package dev.kappa.handler;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their replies, over whichever connection: what is lost with one is sent again over
 * the next, and the run is followed to another coordinator. Not thread-safe: its link locks.
 */
final class Exchange {
  private final Coordinators coordinators;
  private final Line line;
  private final Unanswered unanswered;
  private final Patience patience;
  private volatile @Nullable AttemptRef wanted;
  private volatile Message.@Nullable Unwanted unwanted;
  private boolean moved;

  Exchange(Coordinators coordinators, Line line, Unanswered unanswered, Patience patience) {
    this.coordinators = coordinators;
    this.line = line;
    this.unanswered = unanswered;
    this.patience = patience;
  }

  /** {@return the attempt whose task the coordinator wants back} May be called by any thread. */
  @Nullable AttemptRef wanted() {
    return wanted;
  }

  /** {@return what the coordinator said of an attempt's work} May be called by any thread. */
  Message.@Nullable Unwanted unwanted() {
    return unwanted;
  }

  /** Connects, the first time. */
  void open() {
    try {
      line.connect();
    } catch (IOException e) {
      try {
        reconnect(e);
      } catch (LinkEndedException end) {
        throw end.neverReached();
      }
    }
  }

  /** Sends requests, in one write. */
  void send(Message... messages) {
    boolean all = line.isOwing();
    byte[] bytes = unanswered.add(messages);
    try {
      Connection current = line.connected();
      if (!all) {
        current.write(bytes);
      }
    } catch (IOException e) {
      reconnect(e);
    }
  }

  /** {@return the reply to the oldest request} */
  Message receive() {
    line.restart();
    while (!unanswered.hasReply()) {
      read();
    }
    return Line.accepted(unanswered.take());
  }

  /** {@return whether a reply has arrived} It takes what else has. */
  boolean hasReply() {
    try {
      line.restart();
      while (!unanswered.hasReply() && unanswered.awaitsReply() && line.connected().isReady()) {
        read();
      }
      return unanswered.hasReply();
    } catch (IOException e) {
      reconnect(e);
      return false;
    }
  }

  private void read() {
    try {
      take(line.read());
    } catch (SocketTimeoutException e) {
      IOException silence = new IOException(coordinators.current() + " gives no answer", e);
      coordinators.failed();
      reconnect(silence);
    } catch (IOException e) {
      reconnect(e);
    }
  }

  /** Takes what has arrived. */
  void take(Message arrived) {
    line.heard();
    if (arrived instanceof Message.Alive alive) {
      coordinators.learn(alive.peers());
      wanted = alive.giveBack();
      if (alive.token() != null) {
        line.show(alive.token());
      }
      patience.restore();
      return;
    }
    if (arrived instanceof Message.Unwanted word) {
      unwanted = word;
      return;
    }
    if (arrived instanceof Message.Grant given) {
      line.show(given);
      return;
    }
    line.restart();
    if (arrived instanceof Message.Assigned || arrived instanceof Message.Committed) {
      wantsAgain();
    }
    if (arrived instanceof Message.Moved away) {
      move(away.to());
      return;
    }
    unanswered.answer(arrived);
    patience.restore();
    moved = false;
  }

  /** The store may have lost that the attempt was superseded, or that there was one of its name. */
  private void wantsAgain() {
    Message.Unwanted word = unwanted;
    if (word != null && word.superseded()) {
      unwanted = null;
    }
  }

  /** Another coordinator has the run; two that each name the other are given time. */
  private void move(Message.Address to) {
    IOException cause = new IOException(coordinators.current() + " named " + to);
    line.disconnect();
    coordinators.moved(to);
    if (moved) {
      reconnect(cause);
      return;
    }
    moved = true;
    try {
      line.connect();
    } catch (IOException e) {
      reconnect(e);
    }
  }

  private void reconnect(IOException cause) {
    IOException last = cause;
    while (true) {
      line.disconnect();
      patience.pause("the coordinator at " + coordinators.current() + " can't be reached", last);
      try {
        line.connect();
        return;
      } catch (IOException e) {
        last = e;
        coordinators.failed();
      }
    }
  }
}
