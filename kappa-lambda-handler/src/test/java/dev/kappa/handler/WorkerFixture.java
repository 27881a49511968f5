package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Commit;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real worker, coordinators that are not, and what one can ask them afterwards. */
abstract class WorkerFixture {
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final String NAME = "{\"first\":\"Ann\",\"age\":7}";

  final Worker worker = Programs.worker();
  private final List<FakeCoordinator> coordinators = new ArrayList<>();

  /** {@return a coordinator, closed after the test} */
  final FakeCoordinator coordinator() throws IOException {
    FakeCoordinator coordinator = new FakeCoordinator();
    coordinators.add(coordinator);
    return coordinator;
  }

  @BeforeEach
  final void forget() {
    Programs.LOG.clear();
    Programs.watcher = step -> {};
  }

  @AfterEach
  final void stop() throws IOException {
    for (FakeCoordinator coordinator : coordinators) {
      coordinator.close();
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // ---- what a coordinator saw

  static <M extends Message> List<M> received(Class<M> kind, FakeCoordinator coordinator) {
    return coordinator.received.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static List<Message.Hello> hellos(FakeCoordinator coordinator) {
    return received(Message.Hello.class, coordinator);
  }

  static List<Long> seqs(FakeCoordinator coordinator) {
    return received(Message.Commits.class, coordinator).stream()
        .map(commits -> commits.commit().seq())
        .toList();
  }

  /** Each commit builds on the one before. */
  static void assertChain(FakeCoordinator coordinator) {
    long base = 0;
    long seq = 0;
    for (Commit commit : coordinator.commits) {
      assertThat(commit.seq()).isEqualTo(++seq);
      assertThat(commit.base()).isEqualTo(base);
      base = commit.digest();
    }
  }

  /** {@return what the run gave, as JSON} */
  static String result(FakeCoordinator coordinator) {
    Next last = coordinator.commits.getLast().next().next();
    assertThat(last).isInstanceOf(Next.Completed.class);
    byte @Nullable [] json = ((Next.Completed) last).json();
    return json == null ? "" : new String(json, StandardCharsets.UTF_8);
  }

  /** {@return what the run failed with} */
  static Failure failure(FakeCoordinator coordinator) {
    Next last = coordinator.commits.getLast().next().next();
    assertThat(last).isInstanceOf(Next.Failed.class);
    return ((Next.Failed) last).failure();
  }
}
