package dev.kappa.handler;

import dev.kappa.objects.Carried;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt asks of the coordinator, kept for the invocation's answer. A commit is answered
 * at once, as one that the coordinator accepts; nothing is done before that is true, since the
 * attempt ends with it. Used by one thread, but for what says otherwise.
 */
final class Recorder implements Requests {
  /** The largest value. So a frame, what it is given, and what both come to fit in one payload. */
  static final int MOST_OF_VALUE = 1 << 20;

  /** All blobs. */
  private static final int MOST_OF_BLOBS = 3 << 20;

  /** What may be done where the invocation's own limits are too small. */
  static final String REMEDY =
      ", or let what does not fit in an invocation go through a bucket (--blobs s3://BUCKET/PREFIX)";

  /**
   * What a commit leaves: for another one in which the task fails, or a task that is handed over.
   */
  private static final int RESERVE = 512 << 10;

  private final boolean carries;
  private final Map<String, byte @Nullable []> blobs = new HashMap<>();
  private final Deque<Message> replies = new ArrayDeque<>();
  private final ByteWriter record = new ByteWriter(1024);
  private long blobBytes;

  /**
   * One without a record.
   *
   * @param carries whether the answer may be larger than fits in an invocation's: then values that
   *     would be blobs don't go with it either, and all limits are those of a connection
   */
  Recorder(boolean carries) {
    this.carries = carries;
  }

  /** A blob has come with the task; null if it is known that there is none of that name. */
  void has(String name, byte @Nullable [] bytes) {
    blobs.put(name, bytes);
  }

  /** A blob is missing: it comes with the next attempt. */
  static final class MissingException extends RuntimeException {
    MissingException(String name) {
      super("blob " + name, null, false, false);
    }
  }

  /** {@return all that was asked, in order, each with its length in front} */
  byte[] recorded() {
    return record.toBytes();
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public int mostOfValue() {
    return carries ? WorkerHost.MAX_VALUE : MOST_OF_VALUE;
  }

  @Override
  public long room() {
    long left = (carries ? Carried.MOST : Carried.MOST_INLINE) - RESERVE - (long) record.size();
    return Math.min(WorkerHost.MAX_COMMIT, left);
  }

  @Override
  public long roomForBlob() {
    return carries ? Long.MAX_VALUE : MOST_OF_BLOBS - blobBytes;
  }

  @Override
  public String remedy() {
    return carries ? "" : REMEDY;
  }

  @Override
  public void send(Message... messages) {
    for (Message message : messages) {
      send(message);
    }
  }

  private void send(Message message) {
    switch (message) {
      case Message.Commits m -> {
        keep(m);
        replies.add(reply(m.commit()));
      }
      case Message.PutBlob m -> {
        keep(m);
        blobBytes += m.bytes().length;
        blobs.put(m.name(), m.bytes());
        replies.add(new Message.BlobStored());
      }
      case Message.FetchBlob m -> {
        if (!blobs.containsKey(m.name())) {
          keep(m);
          throw new MissingException(m.name());
        }
        replies.add(new Message.Blob(blobs.get(m.name())));
      }
      case Message.FetchFrames m -> keep(m);
      case Message.Assigned m -> keep(m);
      default -> throw new IllegalArgumentException("not in an invocation's answer: " + message);
    }
  }

  private void keep(Message message) {
    ByteWriter frame = Message.frame(message);
    record.raw(frame.array(), 0, frame.size());
  }

  /** {@return what a coordinator says to it that accepts it} */
  static Message reply(Commit commit) {
    boolean goesOn =
        switch (commit.next().next()) {
          case Next.Holding n -> true;
          case Next.Raising n -> true;
          case Next.Results n -> true;
          case Next.Enter n -> true;
          case Next.Chosen n -> true;
          case Next.Json n -> true;
          case Next.Wait n -> false;
          case Next.Completed n -> false;
          case Next.Failed n -> false;
          case Next.Parked n -> false;
          case Next.Abroad n -> false;
        };
    return goesOn && !commit.release()
        ? new Message.Committed(commit.seq(), false, null)
        : new Message.Yielded(commit.seq());
  }

  @Override
  public Message receive() {
    return replies.remove();
  }

  @Override
  public boolean hasReply() {
    return !replies.isEmpty();
  }

  @Override
  public int unanswered() {
    return replies.size();
  }

  @Override
  public long unansweredBytes() {
    return 0;
  }

  @Override
  public boolean settled() {
    return replies.isEmpty();
  }

  /** There is no other task for this invocation. */
  @Override
  public Message.Poll poll() {
    throw new IllegalStateException("an invocation that returns what it did asks for no task");
  }

  @Override
  public boolean wants(AttemptRef attempt) {
    return false;
  }

  /** By any thread: it has nobody to tell. */
  @Override
  public void heartbeat(AttemptRef attempt) {
    // The coordinator sees that the invocation goes on.
  }

  @Override
  public boolean cancels(AttemptRef attempt) {
    return false;
  }

  @Override
  public boolean supersedes(AttemptRef attempt) {
    return false;
  }
}
