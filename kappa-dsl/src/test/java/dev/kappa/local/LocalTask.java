package dev.kappa.local;

import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task as it is stored: a plain list of frames and what the topmost is given. */
final class LocalTask {
  private static final int MOST_COMMITS = 200_000;

  final Handle id;
  final long number;
  final List<Commit> commits = new ArrayList<>();
  private final List<Payload> frames = new ArrayList<>();
  private Next next;
  final @Nullable Handle scope;

  /** When it last had a worker: who waits for longest is first. */
  long turn;

  boolean cancel;
  @Nullable Failure poison;
  private Continuation last;
  private long epoch;
  private long digest;

  LocalTask(Handle id, long number, List<Payload> frames, Next next, @Nullable Handle scope) {
    this.scope = scope;
    this.id = id;
    this.number = number;
    this.frames.addAll(frames);
    this.next = next;
    this.last = new Continuation(frames.size(), List.of(), next, 0, 0, Extent.in(scope), false);
  }

  Next next() {
    return next;
  }

  void next(Next given) {
    next = given;
  }

  long deadline() {
    long deadline = last.extent().deadline();
    return deadline == 0 ? Long.MAX_VALUE : deadline;
  }

  boolean isUnbegun() {
    return epoch == 0;
  }

  boolean ended() {
    return next instanceof Next.Completed || next instanceof Next.Failed;
  }

  /** Whether it is to be told now that it is cancelled. */
  boolean cancelDue() {
    return cancel && !last.cancelled() && last.extent().masks() == 0;
  }

  long steps() {
    return last.steps();
  }

  int seq() {
    return commits.size();
  }

  private AttemptRef ref() {
    return new AttemptRef("run", id, epoch);
  }

  /** {@return the task for another worker, as it comes over the wire} */
  Assignment assign(int loaded) {
    epoch++;
    int depth = frames.size();
    Assignment given =
        new Assignment(
            ref(),
            number,
            seq(),
            digest,
            depth,
            under(depth, loaded),
            next,
            last.created(),
            last.steps(),
            last.extent(),
            last.cancelled(),
            cancel,
            "workflow",
            poison);
    return ((Message.Assigned) overTheWire(new Message.Assigned(given))).assignment();
  }

  /** {@return frames just below {@code depth}} */
  List<Payload> under(int depth, int count) {
    return List.copyOf(frames.subList(Math.max(0, depth - Math.min(count, depth)), depth));
  }

  /** Takes a commit as it comes over the wire. */
  Commit commit(Continuation continuation, List<Operation> operations) {
    if (seq() == MOST_COMMITS) {
      throw new IllegalStateException("task " + id + " comes to no end");
    }
    Commit sent = new Commit(ref(), seq() + 1, digest, continuation, operations, false);
    Commit got = ((Message.Commits) overTheWire(new Message.Commits(sent))).commit();
    frames.subList(got.next().keep(), frames.size()).clear();
    frames.addAll(got.next().push());
    next = got.next().next();
    last = got.next();
    digest = got.digest();
    commits.add(got);
    poison = null;
    return got;
  }

  private static Message overTheWire(Message message) {
    byte[] frame = Message.frame(message).toBytes();
    return Message.parse(Arrays.copyOfRange(frame, Integer.BYTES, frame.length));
  }
}
