package dev.kappa.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes over the connection between a worker and the coordinator. On the wire each message has
 * its length in front (four bytes, most significant first, not counting themselves), then one byte
 * for its kind. Replies come in the order of their requests.
 */
public sealed interface Message {
  /** The version of this protocol. */
  int VERSION = 10;

  /** The longest message, in bytes. */
  int MAX_BYTES = 48 << 20;

  // ---- from the worker

  /**
   * The first message of a connection.
   *
   * @param version of the protocol
   * @param token from the invocation
   * @param invocation from the invocation
   * @param instance a random number of this worker's
   * @param application a digest of the application's code
   * @param resident of a worker that is no invocation's and lives on: with which version of the
   *     application's code it works, empty for the present one; null of any other
   */
  record Hello(
      int version,
      String token,
      String invocation,
      long instance,
      String application,
      @Nullable String resident)
      implements Message {
    /** Of an invocation's worker. */
    public Hello(int version, String token, String invocation, long instance, String application) {
      this(version, token, invocation, instance, application, null);
    }
  }

  /**
   * Asks for a task. Ignored if the worker has one: it can be sent right after a commit that may
   * give the task away.
   *
   * @param lingerMillis how long the worker waits for it
   * @param remainingMillis how long the worker's invocation may go on
   */
  record Poll(long lingerMillis, long remainingMillis) implements Message {}

  /** A commit. */
  record Commits(Commit commit) implements Message {}

  /**
   * Asks for frames: up to but without {@code below}, as many as fit, the topmost first to come.
   *
   * @param base what the attempt's next commit builds on: frames of another continuation are not
   *     given
   */
  record FetchFrames(AttemptRef ref, long base, int below) implements Message {}

  /** Asks for a blob of the attempt's run. */
  record FetchBlob(AttemptRef ref, String name) implements Message {}

  /**
   * Stores a blob. It lives from the commit that names it until nothing that is stored names it.
   *
   * @param name the task's handle, the attempt's epoch, and what makes it unique, with hyphens
   *     between. Each blob has a name of its own: one that was not named any more after some commit
   *     is gone, and must not be named in a later one
   */
  record PutBlob(AttemptRef ref, String name, byte[] bytes) implements Message {
    /** {@return whether the name is one of the attempt's own, as those must be that it stores} */
    public boolean isOfItsAttempt() {
      return name.startsWith(ref.task() + "-" + ref.epoch() + "-");
    }
  }

  /** Says that the worker is alive. Not answered. */
  record Heartbeat(AttemptRef ref) implements Message {}

  // ---- both ways

  /**
   * Says that a worker has an attempt: it may speak of that one alone. The coordinator says it
   * right before {@link Assigned}, and anew while the attempt lasts; the worker says it after
   * {@link Welcome} when it comes back with the attempt. Not answered.
   *
   * @param token signed by the coordinators: of this run, task and epoch, with an end
   */
  record Grant(AttemptRef ref, String token) implements Message {}

  // ---- from the coordinator

  /**
   * Answers {@link Hello}.
   *
   * @param heartbeatMillis how often the worker says that it is alive
   * @param silenceMillis when it has heard nothing for so long, not even {@link Alive}, it is to
   *     take this coordinator for dead
   * @param lingerMillis how long it waits for another task
   * @param peers where other coordinators are, which a worker asks if this one is gone
   */
  record Welcome(long heartbeatMillis, long silenceMillis, long lingerMillis, List<Address> peers)
      implements Message {
    /** Copies the peers. */
    public Welcome {
      peers = List.copyOf(peers);
    }
  }

  /**
   * Where a coordinator serves workers.
   *
   * @param port 1 to 65,535
   */
  record Address(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * Instead of an answer: another coordinator has the run. The worker connects there and sends all
   * that is unanswered again. This connection is of no more use.
   */
  record Moved(Address to) implements Message {}

  /**
   * Says that the coordinator is there, however long its answers take. Not an answer: it is sent
   * again and again, between any two.
   *
   * @param giveBack an attempt that has had its worker for long while others wait for one: its next
   *     commit is to give the task back; null for none
   * @param peers where other coordinators are by now
   * @param token what a resident worker is to show from now on; null if it has such a one, and for
   *     any other worker
   */
  record Alive(@Nullable AttemptRef giveBack, List<Address> peers, @Nullable String token)
      implements Message {
    /** Copies the peers. */
    public Alive {
      peers = List.copyOf(peers);
    }

    /** Without a token. */
    public Alive(@Nullable AttemptRef giveBack, List<Address> peers) {
      this(giveBack, peers, null);
    }
  }

  /**
   * Says, after a {@link Heartbeat}, that what the attempt does is not wanted any more. Not an
   * answer: it may come between any two, and again and again.
   *
   * @param superseded whether the task is not the attempt's any more, and its worker is to go; else
   *     it is to be cancelled
   */
  record Unwanted(AttemptRef attempt, boolean superseded) implements Message {}

  /** Answers anything that can't be done; the worker ends. */
  record Refused(String code, String message) implements Message {}

  /** Answers {@link Poll}. */
  record Assigned(Assignment assignment) implements Message {}

  /** Answers {@link Poll}: there is nothing to do; the worker ends. */
  record Released() implements Message {}

  /**
   * Answers {@link Commits}: it is durable, and the attempt goes on.
   *
   * @param cancel whether the task is to be cancelled
   * @param next what the task waited for, if it waited and it is there
   */
  record Committed(long seq, boolean cancel, @Nullable Next next) implements Message {}

  /** Answers {@link Commits}: it is durable, and the attempt is over. */
  record Yielded(long seq) implements Message {}

  /** Answers {@link Commits}: nothing of it was done, another attempt has the task. */
  record Superseded(long seq, String reason) implements Message {}

  /** Answers {@link FetchFrames}: consecutive frames, lowest first, the last just below. */
  record Frames(List<Payload> frames) implements Message {
    /** Copies the frames. */
    public Frames {
      frames = List.copyOf(frames);
    }
  }

  /** Answers {@link FetchBlob}; null if there is none. */
  record Blob(byte @Nullable [] bytes) implements Message {}

  /** Answers {@link PutBlob}. */
  record BlobStored() implements Message {}

  /** {@return the message with its length in front} */
  static ByteWriter frame(Message message) {
    ByteWriter out = new ByteWriter(1024);
    out.i32(0);
    MessageCodec.write(out, message);
    out.patchI32(0, out.size() - 4);
    return out;
  }

  /** Reads a message, without its length. */
  static Message parse(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    Message message = MessageCodec.read(in);
    in.end();
    return message;
  }

  /**
   * {@return the messages, each of which has its length in front}
   *
   * @throws MalformedMessageException if they are not that
   */
  static List<Message> unframe(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    List<Message> messages = new ArrayList<>();
    while (in.left() > 0) {
      int length = in.i32();
      if (length < 1 || length > in.left()) {
        throw new MalformedMessageException(
            "message of %d bytes where %d are left".formatted(length, in.left()));
      }
      messages.add(parse(in.raw(length)));
    }
    return messages;
  }
}
