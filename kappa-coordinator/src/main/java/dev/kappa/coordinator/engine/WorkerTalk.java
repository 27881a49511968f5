package dev.kappa.coordinator.engine;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is said for a function to whichever coordinator has its task: first to this one. Requests
 * are kept until they are answered; where the way ends, another is found, and what is unanswered is
 * said again, in order. Used on the engine's loop.
 */
final class WorkerTalk {
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** So long an answer is waited for while the way is lost again and again. */
  private static final long PATIENCE_MILLIS = 30_000;

  private final ReturningWorkers all;
  private final Message.Hello hello;
  private final Replies replies;
  private final Deque<Message> unsent = new ArrayDeque<>();
  private final Deque<Message> unanswered = new ArrayDeque<>();
  private WorkerWays.@Nullable Way way;
  private @Nullable LocalWay local;
  private Message.@Nullable Address elsewhere;
  private @Nullable AttemptRef task;
  private long heartbeatMillis = 1_000;
  private boolean greeted;
  private boolean slow;
  private boolean sending;
  private boolean over;
  private long pauseMillis;
  private long failingSince;

  /** What comes of what was asked. */
  interface Replies {
    /** A request was answered. */
    void answered(Message request, Message reply);

    /** There is no way to go on. */
    void lost(String why);
  }

  WorkerTalk(ReturningWorkers all, Message.Hello hello, Replies replies) {
    this.all = all;
    this.hello = hello;
    this.replies = replies;
  }

  /** Begins, here. */
  void open() {
    local = LocalWay.open(all.engine().workers(), all.loop(), hello, new Heard());
    way = local;
  }

  /** Asks for something; it is answered after all that was asked before. */
  void ask(Message request) {
    unsent.add(request);
    send();
  }

  /** {@return whether all is answered} */
  boolean isSettled() {
    return unsent.isEmpty() && unanswered.isEmpty();
  }

  /** {@return whether another coordinator has the task} */
  boolean isAway() {
    return local == null;
  }

  /** From now on it is this attempt that lives. */
  void holds(AttemptRef attempt) {
    task = attempt;
  }

  /** {@return how often the coordinator wants to hear that the attempt lives} */
  long heartbeatMillis() {
    return heartbeatMillis;
  }

  /** Says that the attempt lives. */
  void beat() {
    if (way != null && greeted && task != null) {
      way.send(new Message.Heartbeat(task));
    }
  }

  /** The function has not begun with its task: that it is lost does not count. */
  void notBegun() {
    if (local != null) {
      local.worker().promised();
    }
  }

  /** Takes the task from the worker. {@return whether it is this coordinator's} */
  boolean leaveTask() {
    boolean here = local != null && local.worker().task() != null;
    if (local != null) {
      local.worker().task(null);
    }
    return here;
  }

  /** Says nothing more, and hears nothing. */
  void close() {
    over = true;
    if (way != null) {
      way.close();
    }
  }

  private void send() {
    if (sending) {
      return;
    }
    sending = true;
    while (!over && !slow && greeted && way != null && !unsent.isEmpty()) {
      Message next = unsent.remove();
      unanswered.add(next);
      way.send(next);
    }
    sending = false;
  }

  // ---- what is heard

  private final class Heard implements WorkerWays.Ear {
    @Override
    public void heard(Message message) {
      switch (message) {
        case Message.Welcome m -> welcomed(m);
        case Message.Alive m -> {}
        case Message.Unwanted m -> {}
        case Message.Grant m -> {}
        case Message.Moved m -> elsewhere = m.to();
        case Message.Refused m -> lost(m.message());
        default -> answered(message);
      }
    }

    @Override
    public void slow(boolean now) {
      slow = now;
      send();
    }

    @Override
    public void closed() {
      again();
    }
  }

  private void welcomed(Message.Welcome welcome) {
    heartbeatMillis = Math.max(1, welcome.heartbeatMillis());
    greeted = true;
    if (way != null && task != null) {
      way.send(all.grant(task));
    }
    beat();
    send();
  }

  private void answered(Message reply) {
    Message request = unanswered.poll();
    pauseMillis = 0;
    if (request == null) {
      lost("the coordinator answered what was not asked: " + reply);
    } else if (!over) {
      replies.answered(request, reply);
    }
  }

  private void lost(String why) {
    if (!over) {
      over = true;
      replies.lost(why);
    }
  }

  // ---- another way

  private void again() {
    if (over) {
      return;
    }
    way = null;
    local = null;
    greeted = false;
    slow = false;
    List<Message> first = new ArrayList<>(unanswered);
    unanswered.clear();
    first.reversed().forEach(unsent::addFirst);
    long now = all.time().nanoTime();
    if (pauseMillis == 0) {
      failingSince = now;
    }
    pauseMillis = Math.clamp(2 * pauseMillis, FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    boolean tooLong = now - failingSince > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    if (task == null || (tooLong && !unsent.isEmpty())) {
      lost("there is no way to who has the task");
    } else {
      var unused = all.loop().schedule(this::reconnect, pauseMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void reconnect() {
    if (over) {
      return;
    }
    Message.Address to = elsewhere;
    elsewhere = null;
    WorkerWays.Way found = to == null ? null : all.open(to, hello, new Heard());
    if (found == null) {
      open();
    } else {
      way = found;
    }
  }
}
