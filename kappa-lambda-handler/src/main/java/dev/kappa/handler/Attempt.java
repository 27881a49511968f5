package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This worker's attempt at a task, as the coordinator sees it: the chain of commits, and what was
 * replied to them.
 */
final class Attempt {
  /** At most so many requests are unanswered... */
  private static final int MAX_UNANSWERED = 64;

  /** ...or so many bytes. */
  private static final long MAX_UNANSWERED_BYTES = 4 << 20;

  private final Requests link;
  private final Assignment task;
  private final AttemptRef ref;
  private final long first;
  private Continuation last;
  private long seq;
  private long base;
  private long answered;
  private boolean over;
  private boolean cancel;
  private boolean begins;
  private @Nullable Next resumed;

  Attempt(Requests link, Assignment task) {
    this.link = link;
    this.task = task;
    this.ref = task.ref();
    this.first = task.seq();
    this.seq = task.seq();
    this.answered = task.seq();
    this.base = task.base();
    this.cancel = task.cancel();
    this.last =
        new Continuation(
            task.depth(),
            List.of(),
            task.next(),
            task.created(),
            task.steps(),
            task.extent(),
            task.cancelled());
  }

  /** {@return whether replies come while it goes on; else it ends with a commit} */
  boolean isLive() {
    return link.isLive();
  }

  /** {@return the largest value that it takes, in bytes} */
  int mostOfValue() {
    return link.mostOfValue();
  }

  /** {@return how many bytes its next commit may have, blobs apart} */
  long room() {
    return link.room();
  }

  /** {@return how many bytes its next blob may have} */
  long roomForBlob() {
    return link.roomForBlob();
  }

  /** {@return see {@link Requests#remedy}} */
  String remedy() {
    return link.remedy();
  }

  /** {@return whether this worker has committed} */
  boolean hasCommitted() {
    return seq > first;
  }

  AttemptRef ref() {
    return ref;
  }

  /** {@return how many steps had been finished at the last commit} */
  long steps() {
    return last.steps();
  }

  /** {@return whether the task is this worker's no more} */
  boolean over() {
    return over || isSuperseded();
  }

  /** {@return whether the coordinator said that another has the task} By any thread. */
  boolean isSuperseded() {
    return link.supersedes(ref);
  }

  /** {@return whether the task is to be cancelled} */
  boolean cancel() {
    return cancel || link.cancels(ref);
  }

  /** Says that it lives, and takes what has arrived, if nobody else is about it. By any thread. */
  void beat() {
    link.heartbeat(ref);
  }

  /**
   * {@return whether the coordinator wants the task back at its next commit} Not before the first:
   * a task that is given back again and again must get on, too.
   */
  boolean wanted() {
    return hasCommitted() && link.wants(ref);
  }

  /** Commits; waits only while too much is unanswered. */
  void commit(Continuation continuation, List<Operation> operations, boolean release) {
    link.send(next(continuation, operations, release));
    keepBounds();
  }

  /** Commits, waits for all replies, and asks for another task in case this one is over. */
  void commitAndPoll(Continuation continuation, List<Operation> operations) {
    link.send(next(continuation, operations, false), link.poll());
    settle();
  }

  /** Gives the task back as it was at the last commit: it can't go on with this code. */
  void park(Failure failure) {
    commit(unchanged(new Next.Parked(failure)), List.of(), false);
    settle();
    demandOver();
  }

  private Continuation unchanged(Next next) {
    return new Continuation(
        last.depth(),
        List.of(),
        next,
        last.created(),
        last.steps(),
        last.extent(),
        last.cancelled());
  }

  /** The step that it was assigned at, and that runs at most once, runs now. */
  void begins() {
    begins = true;
  }

  /**
   * Gives the task back as it was at the last commit, or was assigned.
   *
   * @param begun whether it is stored that the step begins that it was assigned at: if it did not,
   *     that is taken back
   */
  void giveBack(boolean begun) {
    if (!over) {
      boolean mark = begun && !begins && !hasCommitted();
      commit(mark ? Continuation.before(task) : unchanged(last.next()), List.of(), true);
      settle();
    }
  }

  /**
   * Gives the attempt itself to the next invocation, which goes on at {@code standing}, a
   * continuation that was committed before the last one.
   */
  void handOver(Continuation standing) {
    link.send(new Message.Assigned(Handover.of(task, standing, seq, base)));
    settle();
    over = true;
  }

  /**
   * Asks for more frames, which come with the next attempt.
   *
   * @param below how many there are that are not here
   */
  void askForFrames(int below) {
    link.send(new Message.FetchFrames(ref, base, below));
  }

  /** {@return whether all commits are known to be durable} */
  boolean settled() {
    return link.settled();
  }

  /** Waits until all commits are durable. */
  void settle() {
    while (!link.settled()) {
      take(link.receive());
    }
  }

  /** Takes the replies that have arrived. */
  void drain() {
    while (!link.settled() && link.hasReply()) {
      take(link.receive());
    }
  }

  /** {@return what the task waited for, if it was there at once} Only once for each wait. */
  Next takeResumed() {
    Next next = resumed;
    if (next == null) {
      throw LinkEndedException.unexpected(
          new Message.Committed(seq, cancel, null), "what the task waits for, or that it is over");
    }
    resumed = null;
    return next;
  }

  /** Demands that the last commit gave the task away. */
  void demandOver() {
    if (!over) {
      throw LinkEndedException.unexpected(
          new Message.Committed(seq, cancel, resumed), "that the attempt is over");
    }
  }

  /** {@return frames below {@code depth}, none if the attempt is over} */
  List<Payload> frames(int depth) {
    Message reply = answered(new Message.FetchFrames(ref, base, depth));
    if (reply instanceof Message.Frames frames && (over || !frames.frames().isEmpty())) {
      return frames.frames();
    }
    if (over) {
      return List.of();
    }
    throw LinkEndedException.unexpected(reply, "frames below " + depth);
  }

  /** Stores a blob. It is there at the latest when the next commit is. */
  void putBlob(String name, byte[] bytes) {
    link.send(new Message.PutBlob(ref, name, bytes));
    keepBounds();
  }

  /**
   * {@return a blob}
   *
   * @throws KappaException with {@link ErrorCode#NOT_DECODABLE} if it is not there
   */
  byte[] fetchBlob(String name) {
    Message reply = answered(new Message.FetchBlob(ref, name));
    byte[] bytes = reply instanceof Message.Blob blob ? blob.bytes() : null;
    if (bytes == null) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE,
          "blob " + name + " of run " + ref.run() + " is not in the store any more");
    }
    return bytes;
  }

  /** {@return the reply to {@code request}, after those to the commits before it} */
  private Message answered(Message request) {
    link.send(request);
    while (link.unanswered() > 1) {
      take(link.receive());
    }
    Message reply = link.receive();
    if (reply instanceof Message.Superseded) {
      over = true;
    }
    return reply;
  }

  private Message next(Continuation continuation, List<Operation> operations, boolean release) {
    Commit commit = new Commit(ref, seq + 1, base, continuation, operations, release);
    seq = commit.seq();
    base = commit.digest();
    last = continuation;
    return new Message.Commits(commit);
  }

  private void keepBounds() {
    while (!link.settled()
        && (link.unanswered() > MAX_UNANSWERED || link.unansweredBytes() > MAX_UNANSWERED_BYTES)) {
      take(link.receive());
    }
  }

  private void take(Message reply) {
    switch (reply) {
      case Message.Committed m -> {
        answered(m.seq(), reply);
        cancel |= m.cancel();
        resumed = m.next();
      }
      case Message.Yielded m -> {
        answered(m.seq(), reply);
        over = true;
      }
      case Message.Superseded m -> {
        answered(m.seq(), reply);
        over = true;
      }
      case Message.BlobStored m -> {}
      default -> throw LinkEndedException.unexpected(reply, "a reply to a commit");
    }
  }

  private void answered(long commit, Message reply) {
    answered++;
    if (commit != answered) {
      throw LinkEndedException.unexpected(reply, "a reply to commit " + answered);
    }
  }
}
