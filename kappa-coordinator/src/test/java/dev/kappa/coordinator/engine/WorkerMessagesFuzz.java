package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Handle;
import dev.kappa.wire.MalformedMessageException;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a worker says that was let in, beside commits, about whichever attempt, while another
 * has a task of the same run: no exception, and the other's task ends as if nothing had been said.
 */
final class WorkerMessagesFuzz {
  private static final String RUN = "run";

  /** So that the other's lease is not over meanwhile. */
  private static final int MOST = 500;

  /** Stands for the other's attempt, which a thief may know. */
  private static final AttemptRef THEIRS = new AttemptRef("*", new Handle(0, 1), 1);

  private final List<String> defects = new ArrayList<>();

  static Stream<Arguments> messages() {
    return Stream.of(
            List.of(
                new Message.PutBlob(THEIRS, "b", new byte[] {1}), new Message.Heartbeat(THEIRS)),
            List.of(new Message.FetchBlob(THEIRS, "b"), new Message.FetchFrames(THEIRS, 0, 9)),
            List.of(TestWorker.poll(), new Message.Poll(0, 0)))
        .map(said -> bytes(said))
        .map(Arguments::of);
  }

  private static byte[] bytes(List<? extends Message> messages) {
    ByteWriter all = new ByteWriter();
    for (Message message : messages) {
      ByteWriter frame = Message.frame(message);
      all.raw(frame.array(), 0, frame.size());
    }
    return Arrays.copyOf(all.array(), all.size());
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "2m")
  void messages(byte[] bytes) {
    List<Message> said = read(bytes);
    ManualLoop loop = new ManualLoop();
    TestPlatform platform = new TestPlatform();
    Engine engine = engine(loop, platform);
    engine.defects().tell((where, why) -> defects.add(where + ": " + why));
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    engine.commands().submit(RUN, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
    TestWorker owner = connect(engine, loop, platform.take().id(), 1);
    engine.workers().poll(owner, TestWorker.poll());
    loop.pass(10);
    Assignment task = owner.take(Message.Assigned.class).assignment();
    TestWorker stranger = connect(engine, loop, "another", 2);
    for (Message message : said.subList(0, Math.min(MOST, said.size()))) {
      say(engine.workers(), stranger, message, task.ref());
      loop.pass(5);
    }
    loop.pass(100);
    engine
        .workers()
        .commit(owner, TestWorker.commit(task, new Next.Completed(Payload.NONE, JSON), false), 100);
    loop.pass(100);
    owner.take(Message.Yielded.class);
    var header = engine.reads().header(RUN);
    loop.pass(100);
    assertThat(header.isDone()).isTrue();
    assertThat(header.join().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(defects).isEmpty();
  }

  private static final byte[] JSON = {'4'};

  private static void say(
      EngineWorkers workers, TestWorker who, Message message, AttemptRef theirs) {
    switch (message) {
      case Message.Poll m -> workers.poll(who, m);
      case Message.Heartbeat m -> workers.heartbeat(who, of(m.ref(), theirs));
      case Message.FetchFrames m ->
          workers.frames(who, new Message.FetchFrames(of(m.ref(), theirs), m.base(), m.below()));
      case Message.FetchBlob m ->
          workers.blob(who, new Message.FetchBlob(of(m.ref(), theirs), m.name()));
      case Message.PutBlob m ->
          workers.putBlob(who, new Message.PutBlob(of(m.ref(), theirs), m.name(), m.bytes()));
      default -> {
        // What else there is, others read.
      }
    }
  }

  private static AttemptRef of(AttemptRef said, AttemptRef theirs) {
    return said.run().equals(THEIRS.run()) ? theirs : said;
  }

  private static TestWorker connect(Engine engine, ManualLoop loop, String invocation, long id) {
    TestWorker worker = new TestWorker(invocation, id);
    engine.workers().connected(worker);
    loop.pass(1);
    worker.take(Message.Welcome.class);
    return worker;
  }

  private static Engine engine(ManualLoop loop, TestPlatform platform) {
    EngineSettings settings =
        new EngineSettings(
            CoreSettings.DEFAULT,
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            10,
            Duration.ofSeconds(30),
            10_000);
    MemoryStore store = new MemoryStore(1, InstantSource.system());
    return new Engine(
        loop,
        new SlowStore().around(store.on(loop)),
        platform,
        new Invitations("127.0.0.1", "secret"),
        settings,
        loop.time());
  }

  private static List<Message> read(byte[] bytes) {
    try {
      return Message.unframe(bytes);
    } catch (MalformedMessageException refused) {
      return List.of();
    }
  }
}
