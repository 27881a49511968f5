package dev.kappa.handler;

import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays the coordinator for one worker at a time, over a real socket. It answers as the real one
 * does, unless a test's script says otherwise; commits that it has seen get the reply that they
 * got.
 */
final class FakeCoordinator implements AutoCloseable {
  /** What a script says to a commit. */
  sealed interface Answer {
    /** Reply with this. */
    record Say(Message reply) implements Answer {}

    /** Another coordinator has the run: nothing is applied. */
    record Move(Message.Address to) implements Answer {}

    /** Do as if the commit never came: cut the connection. */
    record CutBefore() implements Answer {}

    /** Apply the commit, but cut the connection before the reply leaves. */
    record CutAfter(Message reply) implements Answer {}

    /** Say all that before the usual reply, with pauses of so many milliseconds. */
    record SayBefore(List<Message> words, long pauseMillis) implements Answer {}

    /** Say this, and reply as usual when the next one is replied to. */
    record SayAndReplyLater(Message word) implements Answer {}

    /** Reply with this when the next one is replied to. */
    record SayLater(Message reply) implements Answer {}
  }

  final List<Message> received = new CopyOnWriteArrayList<>();
  final List<Commit> commits = new CopyOnWriteArrayList<>();
  final Map<String, byte[]> blobs = new HashMap<>();
  final Deque<Assignment> tasks = new ArrayDeque<>();
  final List<Payload> frames = new ArrayList<>();
  volatile Function<Commit, @Nullable Answer> script = commit -> null;

  /** Where workers are told to put large values; empty for here. */
  volatile String blobPlace = "";

  volatile long heartbeatMillis = 60_000;
  volatile long silenceMillis = 60_000;
  volatile List<Message.Address> peers = List.of();
  volatile Supplier<Message.@Nullable Address> owner = () -> null;
  volatile Runnable onHeartbeat = () -> {};
  volatile Function<AttemptRef, @Nullable Message> onHeartbeatSay = ref -> null;
  volatile Runnable onWelcome = () -> {};

  /** What it refuses whoever comes with; null for nobody. */
  volatile @Nullable String refusal;

  private final ServerSocket server;
  private final Thread thread;
  private final Map<Long, Message> replies = new HashMap<>();
  private final List<Message> later = new ArrayList<>();

  /** Whether it takes a worker's task away when it lives. */
  volatile boolean releaseOnHeartbeat;

  private boolean busy;
  private volatile boolean silent;
  private volatile boolean untilGreeted;
  private volatile @Nullable Throwable failure;

  FakeCoordinator() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread = Thread.ofPlatform().name("fake-coordinator").start(this::serve);
  }

  /** A root task that has not begun. */
  static Assignment enter(String workflow, String input) {
    return assignment(
        0, List.of(), new Next.Enter(workflow, input.getBytes(StandardCharsets.UTF_8)), workflow);
  }

  static Assignment assignment(int depth, List<Payload> top, Next next, String workflow) {
    AttemptRef ref = new AttemptRef("run-1", Handle.ROOT, 1);
    return new Assignment(
        ref, 1, 0, 0, depth, top, next, 0, 0, Extent.NONE, false, false, workflow, null);
  }

  /** The same task, handed out again as it is after its last commit. */
  Assignment again(List<Payload> frames, Next next) {
    Commit last = commits.getLast();
    AttemptRef ref = new AttemptRef(last.ref().run(), last.ref().task(), last.ref().epoch() + 1);
    return new Assignment(
        ref,
        1,
        last.seq(),
        last.digest(),
        frames.size(),
        frames,
        next,
        last.next().created(),
        last.next().steps(),
        last.next().extent(),
        last.next().cancelled(),
        false,
        "again",
        null);
  }

  /** Where it listens. */
  Message.Address address() {
    return new Message.Address("127.0.0.1", server.getLocalPort());
  }

  /** Takes no more connections; the present one goes on. */
  void deafen() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a worker do what it is invoked for, and gives its answer. */
  String work(Worker worker, Duration time) {
    return work(worker, Deadline.in(time));
  }

  String work(Worker worker, Deadline deadline) {
    String payload =
        "{\"action\":\"work\",\"host\":\"127.0.0.1\",\"port\":%d,\"token\":\"t\",\"invocation\":\"i\",\"api\":\"http://here\",\"blobs\":\"%s\"}"
            .formatted(server.getLocalPort(), blobPlace);
    byte[] answer = worker.handle(payload.getBytes(StandardCharsets.UTF_8), deadline);
    if (failure != null) {
      throw new AssertionError("the fake coordinator failed", failure);
    }
    return new String(answer, StandardCharsets.UTF_8);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.setTcpNoDelay(true);
        // One that came while the test closed the server is not taken.
        if (!server.isClosed()) {
          serve(socket);
        }
      } catch (IOException | UncheckedIOException e) {
        // The connection was closed by the worker, or the server by the test.
        later.clear();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      Message message = Message.parse(bytes);
      received.add(message);
      if (!answer(message, socket.getOutputStream())) {
        return;
      }
    }
  }

  private boolean answer(Message message, OutputStream out) throws IOException {
    switch (message) {
      case Message.Hello m -> {
        String no = refusal;
        if (no != null) {
          say(out, new Message.Refused("KAPPA-109", no));
          return false;
        }
        silent &= !untilGreeted;
        say(out, new Message.Welcome(heartbeatMillis, silenceMillis, 200, peers));
        onWelcome.run();
      }
      case Message.Poll m -> poll(out);
      case Message.Commits m -> {
        return commit(m.commit(), out);
      }
      case Message.PutBlob m -> {
        blobs.put(m.name(), m.bytes());
        say(out, new Message.BlobStored());
      }
      case Message.FetchBlob m -> say(out, new Message.Blob(blobs.get(m.name())));
      case Message.FetchFrames m ->
          say(out, new Message.Frames(frames.subList(Math.max(0, m.below() - 2), m.below())));
      case Message.Grant m -> {
        // It is kept among what was received.
      }
      case Message.Heartbeat m -> {
        onHeartbeat.run();
        busy &= !releaseOnHeartbeat;
        Message word = onHeartbeatSay.apply(m.ref());
        if (word != null) {
          say(out, word);
        }
        Message.Address moved = owner.get();
        if (moved != null) {
          say(out, new Message.Moved(moved));
        }
      }
      default -> throw new IllegalStateException("not from a worker: " + message);
    }
    return true;
  }

  /** What says that a worker has an attempt, the first time or later. */
  static Message.Grant grant(AttemptRef ref, int time) {
    return new Message.Grant(ref, "grant " + time + " of " + ref);
  }

  private void poll(OutputStream out) throws IOException {
    if (busy) {
      return;
    }
    Message.Address moved = owner.get();
    if (moved != null) {
      say(out, new Message.Moved(moved));
      return;
    }
    Assignment next = tasks.poll();
    busy = next != null;
    if (next != null) {
      say(out, grant(next.ref(), 1));
    }
    say(out, next == null ? new Message.Released() : new Message.Assigned(next));
  }

  private boolean commit(Commit commit, OutputStream out) throws IOException {
    Message known = replies.get(commit.seq());
    Answer answer = known != null ? new Answer.Say(known) : script.apply(commit);
    return switch (answer == null ? new Answer.Say(usual(commit)) : answer) {
      case Answer.Say a -> {
        accept(commit, a.reply());
        for (Message held : later) {
          say(out, held);
        }
        later.clear();
        say(out, a.reply());
        yield true;
      }
      case Answer.SayBefore a -> {
        for (Message word : a.words()) {
          say(out, word);
          LockSupport.parkNanos(a.pauseMillis() * 1_000_000);
        }
        accept(commit, usual(commit));
        say(out, usual(commit));
        yield true;
      }
      case Answer.SayAndReplyLater a -> {
        say(out, a.word());
        accept(commit, usual(commit));
        later.add(usual(commit));
        yield true;
      }
      case Answer.SayLater a -> {
        accept(commit, a.reply());
        later.add(a.reply());
        yield true;
      }
      case Answer.Move a -> {
        later.clear();
        say(out, new Message.Moved(a.to()));
        yield true;
      }
      case Answer.CutAfter a -> {
        later.clear();
        accept(commit, a.reply());
        yield false;
      }
      case Answer.CutBefore a -> {
        later.clear();
        yield false;
      }
    };
  }

  private void accept(Commit commit, Message reply) {
    if (replies.put(commit.seq(), reply) == null && !(reply instanceof Message.Superseded)) {
      commits.add(commit);
    }
    busy = reply instanceof Message.Committed;
  }

  /** {@return what the coordinator says to a commit if nothing else happens} */
  static Message usual(Commit commit) {
    if (commit.release()) {
      return new Message.Yielded(commit.seq());
    }
    return switch (commit.next().next()) {
      case Next.Holding n -> new Message.Committed(commit.seq(), false, null);
      case Next.Raising n -> new Message.Committed(commit.seq(), false, null);
      default -> new Message.Yielded(commit.seq());
    };
  }

  /** From now on it takes connections and what is said, as one that is frozen, but says nothing. */
  void fallSilent() {
    silent = true;
  }

  /** As {@link #fallSilent}, until somebody connects anew. */
  void fallSilentUntilGreeted() {
    untilGreeted = true;
    silent = true;
  }

  private void say(OutputStream out, Message message) throws IOException {
    if (silent) {
      return;
    }
    ByteWriter frame = Message.frame(message);
    out.write(frame.array(), 0, frame.size());
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
