package dev.kappa.coordinator.engine;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A worker's connection, as the engine sees it. Replies leave in the order of their requests. */
public abstract class Worker {
  /** Requests without a reply. A worker that keeps to the protocol has fewer. */
  private static final int MOST_UNANSWERED = 128;

  private final String invocation;
  private final long instance;
  private final @Nullable String resident;
  private String version = "";
  private final Deque<Slot> slots = new ArrayDeque<>();
  private @Nullable AttemptRef task;
  private int tasks;
  private long since;
  private boolean asked;
  private boolean inherited;
  private boolean untold;
  private boolean gone;
  private int applying;
  private int storing;
  private final Deque<Waiting> afterStoring = new ArrayDeque<>();
  private @Nullable Poll poll;
  private boolean behind;
  private boolean deaf;
  private boolean slowed;
  private boolean unheard;
  private boolean outdated;
  private long tokenAt;

  /** The place of a reply among the others. */
  public final class Slot {
    private @Nullable Message message;
    private boolean filled;
    private BooleanSupplier holds = () -> true;
    private @Nullable Runnable sent;

    /** Sends {@code reply} when all before it have left; null for none. */
    public void fill(@Nullable Message reply) {
      message = reply;
      filled = true;
      drain();
    }

    /**
     * As {@link #fill(Message)}, for what may be said now. If others are before it, it may be that
     * {@code stillHolds} is false when its turn comes: then the connection ends.
     */
    void fill(Message reply, BooleanSupplier stillHolds) {
      if (slots.peek() != this) {
        holds = stillHolds;
      }
      fill(reply);
    }

    /** As {@link #fill(Message)}; {@code over} is run once, when it was sent or never will be. */
    void fill(Message reply, Runnable over) {
      if (gone) {
        over.run();
      } else {
        sent = over;
        fill(reply);
      }
    }
  }

  /** A request for a task. */
  record Poll(Slot slot, long lingerMillis, long remainingMillis) {}

  /** Of an invocation, with the worker's own random number. */
  protected Worker(String invocation, long instance) {
    this(invocation, instance, null);
  }

  /**
   * Of an invocation, or one that lives on, with the worker's own random number.
   *
   * @param resident see {@link Message.Hello}
   */
  protected Worker(String invocation, long instance, @Nullable String resident) {
    this.invocation = invocation;
    this.instance = instance;
    this.resident = resident;
  }

  /** Sends a message; on a broken connection nothing happens. */
  protected abstract void send(Message message);

  /** As {@link #send(Message)}; {@code over} is run once, when it was sent or never will be. */
  protected void send(Message message, Runnable over) {
    send(message);
    over.run();
  }

  /** Reads no more, or on. */
  protected abstract void slow(boolean slow);

  /** Ends the connection: the worker comes back and sends again what is unanswered. */
  protected abstract void close();

  /** {@return a place behind all replies so far} */
  public final Slot reserve() {
    Slot slot = new Slot();
    slots.add(slot);
    heed();
    return slot;
  }

  /** Says what is no answer; one that reads nothing need not hear it. */
  final void say(Message word) {
    if (!gone && !deaf) {
      send(word);
    }
  }

  /** {@return when it was given what it shows, in milliseconds since 1970} */
  long tokenAt() {
    return tokenAt;
  }

  void tokenAt(long now) {
    tokenAt = now;
  }

  // ---- what makes it slow

  /** The store has not caught up, or has. */
  final void behind(boolean now) {
    behind = now;
    heed();
  }

  /** The worker does not read its replies, or does. */
  public final void deaf(boolean now) {
    deaf = now;
    heed();
  }

  /** What it says may be stuck behind a large message of its own, or is no more. */
  public final void unheard(boolean now) {
    unheard = now;
  }

  /** {@return whether its silence says nothing} */
  boolean isUnheard() {
    return unheard && !gone;
  }

  /** Nothing is read from a worker that could make the coordinator keep ever more. */
  private void heed() {
    boolean slow = behind || deaf || slots.size() >= MOST_UNANSWERED;
    if (slow != slowed) {
      slowed = slow;
      slow(slow);
    }
  }

  private void drain() {
    while (!outdated && !slots.isEmpty() && slots.peek().filled) {
      if (!slots.peek().holds.getAsBoolean()) {
        outdated = true;
        close();
        return;
      }
      Slot slot = slots.remove();
      if (slot.message != null && slot.sent != null) {
        send(slot.message, slot.sent);
      } else if (slot.message != null) {
        send(slot.message);
      }
    }
    heed();
  }

  /** {@return whether a function is at the other end; else it is yet to be invoked} */
  boolean isFunction() {
    return true;
  }

  String invocation() {
    return invocation;
  }

  /** {@return whether it is no invocation's and lives on} It is given resident tasks alone. */
  public boolean isResident() {
    return resident != null;
  }

  /** {@return the version of the code that a resident worker says that it has; else empty} */
  String resident() {
    return resident == null ? "" : resident;
  }

  long instance() {
    return instance;
  }

  /** It runs that version of the application's code. */
  void version(String known) {
    version = known;
  }

  /** {@return the version of the application's code; empty if it is not known} */
  String version() {
    return version;
  }

  @Nullable AttemptRef task() {
    return task;
  }

  void task(@Nullable AttemptRef attempt) {
    if (attempt != null && !attempt.equals(task)) {
      tasks++;
    }
    task = attempt;
    inherited = false;
    untold = false;
  }

  /** It is given its task, and the word of that has to wait until it is durable. */
  void promised() {
    untold = true;
  }

  /** The word of its task has left, as far as this side can tell. */
  void told() {
    untold = false;
  }

  /** As {@link #task(AttemptRef)}; {@code nanoTime} is when it was given, if it is another one. */
  void task(AttemptRef attempt, long nanoTime) {
    if (!attempt.equals(task)) {
      since = nanoTime;
      asked = false;
    }
    task(attempt);
  }

  /** {@return when it was given its task} */
  long since() {
    return since;
  }

  /** It is asked for its task. */
  void ask() {
    asked = true;
  }

  boolean wasAsked() {
    return asked;
  }

  /**
   * Takes over from an earlier connection of the same worker. Whether the worker knows that it has
   * the task is not known until it says so.
   */
  void inherit(Worker earlier) {
    task = earlier.task;
    tasks = earlier.tasks;
    since = earlier.since;
    asked = earlier.asked;
    inherited = task != null;
    earlier.task = null;
  }

  /** The worker has named its task. */
  void knows(AttemptRef attempt) {
    if (attempt.equals(task)) {
      inherited = false;
      untold = false;
    }
  }

  /** Whether the worker may not know that it has its task: the word of it may have been lost. */
  boolean mayNotKnow() {
    return inherited;
  }

  /** Whether the worker can have begun with its task. */
  boolean mayHaveBegun() {
    return !untold && !inherited;
  }

  /** Its connection is closed: it is given nothing any more. */
  void leave() {
    gone = true;
    poll = null;
    afterStoring.forEach(waiting -> waiting.dropped().run());
    afterStoring.clear();
    List<Slot> unsent = List.copyOf(slots);
    slots.clear();
    for (Slot slot : unsent) {
      if (slot.sent != null) {
        slot.sent.run();
      }
    }
  }

  boolean isGone() {
    return gone;
  }

  /** {@return how many tasks its invocation was given} */
  int tasks() {
    return tasks;
  }

  // ---- blobs

  private record Waiting(Runnable action, Runnable dropped) {}

  /** A blob is on its way to the store, or has arrived there. */
  void storing(int change) {
    storing += change;
    while (storing == 0 && !afterStoring.isEmpty()) {
      afterStoring.remove().action().run();
    }
  }

  /**
   * Does something when all blobs are stored that the worker has sent so far.
   *
   * @param dropped is run instead if the worker leaves before
   */
  void afterStoring(Runnable action, Runnable dropped) {
    if (storing == 0 && afterStoring.isEmpty()) {
      action.run();
    } else {
      afterStoring.add(new Waiting(action, dropped));
    }
  }

  // ---- commits and polls

  /** A commit is on its way to the core, or has arrived there. */
  void applying(int change) {
    applying += change;
  }

  boolean isApplying() {
    return applying > 0;
  }

  void poll(@Nullable Poll request) {
    poll = request;
  }

  /** Ends the worker's wait for a task, if it waits. */
  @Nullable Poll takePoll() {
    Poll taken = poll;
    poll = null;
    return taken;
  }

  boolean polls() {
    return poll != null;
  }

  long lingerMillis() {
    return poll == null ? 0 : poll.lingerMillis;
  }

  /** {@return how long its invocation may go on} */
  long remainingMillis() {
    return poll == null ? 0 : poll.remainingMillis;
  }
}
