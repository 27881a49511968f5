package dev.kappa.coordinator.core;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.MalformedMessageException;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever commits a worker makes that was let in: each is refused or applied, the run keeps its
 * invariants, and what is stored is what is in memory. No exception: it would cost all other tasks
 * of the run their time.
 */
final class CommitFuzz {
  static Stream<Arguments> commits() {
    TestRun run = TestRun.started();
    TestWorker worker = run.root();
    Handle child = new Handle(worker.given.number(), 1);
    Handle channel = new Handle(worker.given.number(), 2);
    List<Next> nexts =
        List.of(
            TestRun.NOTHING,
            TestRun.holding(child),
            new Next.Await(child),
            new Next.AwaitAll(List.of(child, child)),
            new Next.Receive(channel),
            new Next.Send(channel, TestRun.text("a")),
            new Next.Sleep(2000),
            new Next.Signal("go"),
            new Next.Select(List.of(new Next.Await(child), new Next.Sleep(5)), true),
            new Next.Completed(Payload.NONE, new byte[] {'4'}),
            new Next.Failed(TestRun.failure("no")),
            new Next.Raising(TestRun.failure("no")),
            new Next.Parked(TestRun.failure("no")));
    return nexts.stream()
        .map(next -> bytes(worker.next(next, TestRun.spawn(child)), worker.next(next)))
        .map(Arguments::of);
  }

  private static byte[] bytes(Commit... commits) {
    ByteWriter all = new ByteWriter();
    for (Commit commit : commits) {
      ByteWriter frame = Message.frame(new Message.Commits(commit));
      all.raw(frame.array(), 0, frame.size());
    }
    return Arrays.copyOf(all.array(), all.size());
  }

  @MethodSource("commits")
  @FuzzTest(maxDuration = "2m")
  void commits(byte[] bytes) {
    TestRun run = TestRun.started();
    run.expectLies();
    List<TestWorker> workers = new ArrayList<>(List.of(run.root()));
    for (Commit commit : read(bytes)) {
      TestWorker worker = workers.get((int) (Math.abs(commit.seq()) % workers.size()));
      Commit own = worker.asOwn(commit);
      if (!(worker.send(own) instanceof Message.Superseded)) {
        worker.wentOn(own);
      }
      for (Handle ready : run.becameReady()) {
        if (run.has(ready) && run.status(ready) == TaskStatus.READY) {
          workers.add(run.dispatch(ready));
        }
      }
    }
    run.tick(run.now + 10_000);
    run.look();
  }

  private static List<Commit> read(byte[] bytes) {
    try {
      return Message.unframe(bytes).stream()
          .filter(Message.Commits.class::isInstance)
          .map(message -> ((Message.Commits) message).commit())
          .toList();
    } catch (MalformedMessageException refused) {
      return List.of();
    }
  }
}
